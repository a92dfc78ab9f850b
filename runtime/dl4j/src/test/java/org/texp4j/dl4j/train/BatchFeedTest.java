package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.data.DataException;
import org.texp4j.dl4j.data.EpochData;
import org.texp4j.dl4j.internal.setup.OpenData;
import org.texp4j.dl4j.internal.usercode.UserCode;

/** The batches of a run, read ahead. */
class BatchFeedTest {

  private static final int STEPS_PER_EPOCH = 5;
  private static final long LAST = 3 * STEPS_PER_EPOCH;

  /** Batches of one example, whose only feature is its place in epoch and order. */
  private static final class Numbers extends ListDataSetIterator<DataSet> implements EpochData {

    private static final long serialVersionUID = 1;

    private final boolean ahead;
    private final transient CountDownLatch nextEpochIsRead =
        new CountDownLatch(STEPS_PER_EPOCH + 1);
    private int read;
    private long epoch;
    private int failing = -1;
    private int changing;

    Numbers(boolean ahead) {
      super(
          IntStream.range(0, STEPS_PER_EPOCH)
              .mapToObj(i -> new DataSet(Nd4j.ones(1, 1), Nd4j.ones(1, 1).muli(i)))
              .toList(),
          1);
      this.ahead = ahead;
    }

    @Override
    public long examples() {
      return STEPS_PER_EPOCH;
    }

    @Override
    public void startEpoch(long newEpoch) {
      epoch = newEpoch;
      reset();
    }

    @Override
    public boolean asyncSupported() {
      return ahead;
    }

    @Override
    public DataSet next() {
      DataSet batch = super.next();
      if (batch.getLabels().getInt(0) == failing) {
        throw new IllegalStateException("no batch");
      }
      read++;
      nextEpochIsRead.countDown();
      batch.setFeatures(
          Nd4j.ones(1, 1).muli(epoch * STEPS_PER_EPOCH + batch.getLabels().getInt(0) + changing));
      return batch;
    }
  }

  private static BatchFeed feed(DataSetIterator data) {
    return new BatchFeed(
        new OpenData.Single(
            UserCode.guard("the iterator", data, DataSetIterator.class, EpochData.class)),
        new EpochSize(STEPS_PER_EPOCH, EpochSize.Source.KNOWN),
        1);
  }

  private static int number(Batch batch) {
    return batch.features().get(0).getInt(0);
  }

  @Test
  void theNextBatchIsReadWhileThePresentOneIsInUseThatOfTheNextEpochToo()
      throws InterruptedException {
    Numbers data = new Numbers(true);
    BatchFeed feed = feed(data);

    for (long step = 0; step < STEPS_PER_EPOCH; step++) {
      assertThat(number(feed.next(step, LAST))).isEqualTo((int) step);
    }

    // A minute is for a machine that stands still; it takes no time.
    assertThat(data.nextEpochIsRead.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void readingAheadChangesNeitherBatchesNorCheckSums() {
    BatchFeed ahead = feed(new Numbers(true));
    BatchFeed plain = feed(new Numbers(false));

    for (long step : new long[] {0, 1, 2, 3, 4, 5, 6, 3, 4, 12, 13, 14, 0}) {
      assertThat(number(ahead.next(step, LAST)))
          .isEqualTo(number(plain.next(step, LAST)))
          .isEqualTo((int) step);
      assertThat(ahead.checksumBefore(step + 1))
          .isPresent()
          .isEqualTo(plain.checksumBefore(step + 1));
    }
  }

  @Test
  void nothingIsReadBeyondTheEnd() {
    Numbers data = new Numbers(true);
    BatchFeed feed = feed(data);

    feed.next(0, 1);
    feed.next(0, 1); // which waits for what is being read

    assertThat(data.read).isEqualTo(2);
  }

  @Test
  void dataThatGiveAnotherFirstBatchThanBeforeAreRefusedAtOnce() {
    Numbers data = new Numbers(false);
    BatchFeed feed = feed(data);
    feed.next(0, 1);
    data.changing = 1;

    assertThatThrownBy(() -> feed.next(0, LAST))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "the training data give another first batch each time that epoch 1 is started:"
                + " whatever is shuffled or changed in an epoch must follow from its number, with"
                + " an EpochIterator from the seed that opens it");
  }

  @Test
  void aBatchThatCannotBeReadFailsAtItsOwnStep() {
    Numbers data = new Numbers(true);
    data.failing = 2;
    BatchFeed feed = feed(data);

    assertThat(number(feed.next(0, LAST))).isZero();
    assertThat(number(feed.next(1, LAST))).isEqualTo(1);
    assertThatThrownBy(() -> feed.next(2, LAST))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("at step 2")
        .hasMessageContaining("no batch");
  }
}
