package org.texp4j.dl4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.DataRequest;

/** An iterator that is opened anew for each epoch. */
class EpochIteratorTest {

  private static final int COUNT = 11;
  private static final int BATCH = 4;

  private final List<Long> seeds = new ArrayList<>();

  private static DataRequest request(long seed) {
    return new DataRequest(Optional.empty(), BATCH, seed);
  }

  private DataSetIterator open(long seed) {
    seeds.add(seed);
    List<DataSet> examples =
        new ArrayList<>(
            IntStream.range(0, COUNT)
                .mapToObj(i -> new DataSet(Nd4j.ones(1, 2).muli(i), Nd4j.ones(1, 1).muli(i)))
                .toList());
    Collections.shuffle(examples, new Random(seed));
    return new ListDataSetIterator<>(examples, BATCH);
  }

  private static List<Integer> drain(EpochIterator iterator) {
    List<Integer> order = new ArrayList<>();
    while (iterator.hasNext()) {
      for (double value : iterator.next().getFeatures().getColumn(0).toDoubleVector()) {
        order.add((int) value);
      }
    }
    return order;
  }

  private List<Integer> epoch(long seed, long epoch) {
    EpochIterator iterator = EpochIterator.of(request(seed), this::open);
    iterator.startEpoch(epoch);
    return drain(iterator);
  }

  @Test
  void anEpochIsAFunctionOfSeedAndEpoch() {
    EpochIterator iterator = EpochIterator.of(request(1), this::open);
    List<Integer> first = drain(iterator);
    iterator.reset();
    List<Integer> second = drain(iterator);

    assertThat(first).isNotEqualTo(second).hasSize(COUNT).doesNotHaveDuplicates();
    assertThat(epoch(1, 0)).isEqualTo(first);
    assertThat(epoch(1, 1)).isEqualTo(second);
    assertThat(epoch(2, 0)).isNotEqualTo(first);
  }

  @Test
  void eachEpochIsOpenedOnce() {
    EpochIterator iterator = EpochIterator.of(request(1), this::open).withExamples(COUNT);
    for (int epoch = 0; epoch < 3; epoch++) {
      iterator.startEpoch(epoch);
      drain(iterator);
    }

    assertThat(seeds).hasSize(3).doesNotHaveDuplicates();
    assertThat(iterator.examples()).isEqualTo(COUNT);
    assertThat(iterator.batch()).isEqualTo(BATCH);
    assertThat(iterator.inputColumns()).isEqualTo(2);
  }

  @Test
  void examplesAreCountedInAnIteratorOfTheirOwnOnce() {
    EpochIterator iterator = EpochIterator.of(request(1), this::open);
    iterator.next();

    assertThat(iterator.examples()).isEqualTo(COUNT);
    assertThat(iterator.examples()).isEqualTo(COUNT);
    assertThat(drain(iterator)).hasSize(COUNT - BATCH);
    assertThat(seeds).hasSize(2);
    assertThat(seeds.get(0)).isEqualTo(seeds.get(1));
    assertThat(EpochIterator.of(request(1), this::open).withExamples(7).examples()).isEqualTo(7);
  }

  /**
   * DataVec's pipelines and ND4J's shuffles draw them, and so do layers with dropout in between.
   */
  @Test
  void randomNumbersOfNd4jFollowFromTheSeedWhoeverElseDrawsThem() throws Exception {
    EpochIterator alone = drawing();
    List<Double> expected = List.of(drawn(alone), drawn(alone), drawn(alone));

    EpochIterator disturbed = drawing();
    List<Double> actual = new ArrayList<>();
    Nd4j.getRandom().setSeed(5);
    actual.add(drawn(disturbed));
    Nd4j.rand(3, 3);
    assertThat(disturbed.examples()).isEqualTo(COUNT);
    FutureTask<Double> elsewhere = new FutureTask<>(() -> drawn(disturbed));
    Thread thread = new Thread(elsewhere);
    thread.start();
    actual.add(elsewhere.get());
    thread.join();
    Nd4j.getRandom().setSeed(6);
    actual.add(drawn(disturbed));

    assertThat(actual).isEqualTo(expected).doesNotHaveDuplicates();
  }

  private EpochIterator drawing() {
    return EpochIterator.of(
        request(1),
        seed -> {
          DataSetIterator opened = open(seed);
          opened.setPreProcessor(
              batch -> batch.getFeatures().assign(Nd4j.getRandom().nextDouble()));
          return opened;
        });
  }

  private static double drawn(EpochIterator iterator) {
    return iterator.next().getFeatures().getDouble(0);
  }

  @Test
  void randomNumbersOfAPreProcessorFollowFromTheSeed() {
    EpochIterator single = EpochIterator.of(request(1), this::open);
    single.setPreProcessor(batch -> batch.getFeatures().addi(Nd4j.rand(BATCH, 2)));
    MultiEpochIterator multi =
        MultiEpochIterator.of(request(1), seed -> new MultiDataSetIteratorAdapter(open(seed)));
    multi.setPreProcessor(batch -> batch.getFeatures(0).addi(Nd4j.rand(BATCH, 2)));

    DataSet first = single.next();
    DataSet second = single.next(BATCH);
    assertThat(multi.next().getFeatures(0)).isEqualTo(first.getFeatures());
    assertThat(multi.next(BATCH).getFeatures(0)).isEqualTo(second.getFeatures());
    single.startEpoch(0);
    assertThat(single.next()).isEqualTo(first);
    assertThat(single.next(BATCH)).isEqualTo(second);
  }

  @Test
  void aPreProcessorMayAskItsIterator() {
    EpochIterator iterator = EpochIterator.of(request(1), this::open);
    iterator.setPreProcessor(batch -> batch.getFeatures().assign(iterator.inputColumns()));

    DataSet batch = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> iterator.next());

    assertThat(batch.getFeatures()).isEqualTo(Nd4j.ones(BATCH, 2).muli(2));
  }

  @Test
  void aPreProcessorComesAfterThoseOfTheOpenedIterators() {
    EpochIterator iterator =
        EpochIterator.of(
            request(1),
            seed -> {
              DataSetIterator opened = open(seed);
              opened.setPreProcessor(batch -> batch.getFeatures().assign(3));
              return opened;
            });
    iterator.setPreProcessor(batch -> batch.getFeatures().muli(2));

    iterator.reset();

    assertThat(iterator.next().getFeatures()).isEqualTo(Nd4j.ones(BATCH, 2).muli(6));
  }

  @Test
  void severalInputsAndOutputs() {
    MultiEpochIterator iterator =
        MultiEpochIterator.of(request(1), seed -> new MultiDataSetIteratorAdapter(open(seed)));
    EpochIterator single = EpochIterator.of(request(1), this::open);
    iterator.startEpoch(3);
    single.startEpoch(3);

    assertThat(iterator.examples()).isEqualTo(COUNT);
    while (single.hasNext()) {
      assertThat(iterator.next().getFeatures(0)).isEqualTo(single.next().getFeatures());
    }
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void whatCannotBeOpenedIsNamedWithItsEpoch() {
    EpochIterator failing =
        EpochIterator.of(
            request(1),
            seed -> {
              throw new IOException("no such disk");
            });
    failing.startEpoch(2);
    EpochIterator missing = EpochIterator.of(request(1), seed -> null);

    assertThatThrownBy(failing::hasNext)
        .isInstanceOf(DataException.class)
        .hasMessage("the data of epoch 3 cannot be opened: java.io.IOException: no such disk");
    assertThatThrownBy(missing::next)
        .isInstanceOf(DataException.class)
        .hasMessage("the data of epoch 1 cannot be opened: the iterator is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> missing.startEpoch(-1))
        .withMessage("epoch must be at least 0, but is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> missing.withExamples(-1))
        .withMessage("examples must be at least 0, but is -1");
  }

  @Test
  void theEndOfAnEpochIsItsEnd() {
    EpochIterator iterator = EpochIterator.of(request(1), this::open);
    drain(iterator);

    assertThatThrownBy(iterator::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("epoch 0 has no more batches; call reset()");
  }
}
