package org.texp4j.dl4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.texp4j.dl4j.Batch;

/** Examples in memory, shuffled by seed and epoch. */
class ExampleIteratorTest {

  private static final int COUNT = 23;
  private static final int BATCH = 5;

  /** Example i is full of numbers between i and i + 1, in features, labels and masks. */
  private static INDArray numbered(DataType type, char order, long... shapeOfExample) {
    long[] shape = new long[shapeOfExample.length + 1];
    shape[0] = COUNT;
    System.arraycopy(shapeOfExample, 0, shape, 1, shapeOfExample.length);
    INDArray array = Nd4j.create(DataType.DOUBLE, shape, order);
    for (int i = 0; i < COUNT; i++) {
      INDArray example = array.slice(i);
      long length = example.length();
      example.assign(
          Nd4j.linspace(DataType.DOUBLE, i, 1.0 / length, length)
              .reshape('c', example.rank() == 0 ? new long[0] : example.shape()));
    }
    return array.castTo(type).dup(order);
  }

  private static DataSet table() {
    return new DataSet(numbered(DataType.FLOAT, 'c', 3), numbered(DataType.FLOAT, 'c', 1));
  }

  /** The examples of the rest of an epoch, by the numbers in their features. */
  private static List<Integer> drain(ExampleIterator iterator) {
    List<Integer> order = new ArrayList<>();
    while (iterator.hasNext()) {
      DataSet batch = iterator.next();
      for (int i = 0; i < batch.numExamples(); i++) {
        order.add((int) batch.getFeatures().slice(i).meanNumber().doubleValue());
        assertThat((int) batch.getLabels().slice(i).meanNumber().doubleValue())
            .isEqualTo(order.get(order.size() - 1));
      }
    }
    return order;
  }

  private static List<Integer> inOrder() {
    return IntStream.range(0, COUNT).boxed().toList();
  }

  private static List<Integer> epoch(ExampleIterator iterator, long epoch) {
    iterator.startEpoch(epoch);
    return drain(iterator);
  }

  @Test
  void theOrderIsAFunctionOfSeedAndEpoch() {
    ExampleIterator iterator = ExampleIterator.training(table(), BATCH, 1);
    List<Integer> first = drain(iterator);
    iterator.reset();
    List<Integer> second = drain(iterator);

    assertThat(first).isNotEqualTo(second).containsExactlyInAnyOrderElementsOf(inOrder());
    assertThat(epoch(iterator, 0)).isEqualTo(first);
    assertThat(epoch(ExampleIterator.training(table(), 7, 1), 1)).isEqualTo(second);
    assertThat(epoch(ExampleIterator.training(table(), BATCH, 2), 0)).isNotEqualTo(first);
  }

  @Test
  void evaluationHasTheOrderOfTheExamples() {
    ExampleIterator iterator = ExampleIterator.evaluation(table(), BATCH);

    assertThat(drain(iterator)).isEqualTo(inOrder());
    iterator.reset();
    assertThat(drain(iterator)).isEqualTo(inOrder());
  }

  @Test
  void theLastBatchHasTheRest() {
    ExampleIterator iterator = ExampleIterator.training(table(), BATCH, 1);
    List<Integer> sizes = new ArrayList<>();
    iterator.forEachRemaining(batch -> sizes.add(batch.numExamples()));

    assertThat(sizes).containsExactly(5, 5, 5, 5, 3);
    assertThatThrownBy(iterator::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("epoch 0 has no more batches; call reset()");
    assertThat(iterator.examples()).isEqualTo(COUNT);
    assertThat(iterator.batch()).isEqualTo(BATCH);
    assertThat(iterator.inputColumns()).isEqualTo(3);
    assertThat(iterator.totalOutcomes()).isEqualTo(1);
  }

  /** Any shape, type and order in memory, views too, with masks. */
  @Test
  void anyArraysKeepTheirExamplesTogether() {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE, DataType.INT32}) {
      for (char order : new char[] {'c', 'f'}) {
        DataSet images =
            new DataSet(numbered(type, order, 2, 4, 3), numbered(DataType.FLOAT, order, 4));
        DataSet sequences =
            new DataSet(
                numbered(type, order, 2, 6),
                numbered(DataType.FLOAT, order, 4, 6),
                numbered(DataType.FLOAT, order, 6),
                numbered(DataType.FLOAT, order, 6));
        for (DataSet all : List.of(images, sequences, views(images), table())) {
          assertKeepsExamplesTogether(all);
        }
      }
    }
  }

  private static DataSet views(DataSet images) {
    INDArray features = images.getFeatures();
    return new DataSet(
        features.get(
            NDArrayIndex.all(),
            NDArrayIndex.all(),
            NDArrayIndex.interval(1, 3),
            NDArrayIndex.all()),
        images.getLabels());
  }

  private static void assertKeepsExamplesTogether(DataSet all) {
    ExampleIterator iterator = ExampleIterator.training(all, BATCH, 1);
    int[] order = new RandomStream(1, 0).permutation(COUNT);
    int position = 0;
    while (iterator.hasNext()) {
      DataSet batch = iterator.next();
      for (int i = 0; i < batch.numExamples(); i++, position++) {
        assertSame(batch.getFeatures(), i, all.getFeatures(), order[position]);
        assertSame(batch.getLabels(), i, all.getLabels(), order[position]);
        assertSame(batch.getFeaturesMaskArray(), i, all.getFeaturesMaskArray(), order[position]);
        assertSame(batch.getLabelsMaskArray(), i, all.getLabelsMaskArray(), order[position]);
      }
    }
    assertThat(position).isEqualTo(COUNT);
  }

  private static void assertSame(INDArray batch, int i, INDArray all, int example) {
    if (all == null) {
      assertThat(batch).isNull();
      return;
    }
    assertThat(batch.dataType()).isEqualTo(all.dataType());
    assertThat(row(batch, i)).isEqualTo(row(all, example));
  }

  private static INDArray row(INDArray array, int row) {
    INDArray copy = array.dup('c');
    return copy.reshape('c', copy.size(0), copy.length() / copy.size(0)).getRow(row).dup();
  }

  @Test
  void severalInputsAndOutputsKeepTheirExamplesTogether() {
    MultiDataSet all =
        new MultiDataSet(
            new INDArray[] {numbered(DataType.FLOAT, 'c', 2, 2), numbered(DataType.FLOAT, 'f', 3)},
            new INDArray[] {numbered(DataType.FLOAT, 'c', 1)},
            new INDArray[] {null, numbered(DataType.FLOAT, 'c', 1)},
            null);
    MultiExampleIterator iterator = MultiExampleIterator.training(all, BATCH, 1);
    iterator.startEpoch(4);
    int[] order = new RandomStream(1, 4).permutation(COUNT);
    int position = 0;
    while (iterator.hasNext()) {
      org.nd4j.linalg.dataset.api.MultiDataSet batch = iterator.next();
      for (int i = 0; i < batch.getFeatures(0).size(0); i++, position++) {
        assertSame(batch.getFeatures(0), i, all.getFeatures(0), order[position]);
        assertSame(batch.getFeatures(1), i, all.getFeatures(1), order[position]);
        assertSame(batch.getLabels(0), i, all.getLabels(0), order[position]);
        assertThat(batch.getFeaturesMaskArray(0)).isNull();
        assertSame(batch.getFeaturesMaskArray(1), i, all.getFeaturesMaskArray(1), order[position]);
      }
    }
    assertThat(position).isEqualTo(COUNT);
    assertThat(iterator.digest())
        .isEqualTo(MultiExampleIterator.evaluation(all, 2).digest())
        .isPresent();
  }

  @Test
  void theDigestIsThatOfTheExamples() {
    DataSet changed = table();
    changed.getFeatures().putScalar(COUNT - 1, 2, -1);

    assertThat(ExampleIterator.training(table(), BATCH, 1).digest())
        .isEqualTo(ExampleIterator.evaluation(table(), 7).digest())
        .isNotEqualTo(ExampleIterator.training(changed, BATCH, 1).digest());
  }

  /** As images that come with their channels last. */
  @Test
  void permutedExamplesAreCopiedOnceAndOthersNever() {
    INDArray permuted = numbered(DataType.FLOAT, 'c', 4, 3, 2).permute(0, 3, 1, 2);
    INDArray labels = numbered(DataType.FLOAT, 'c', 1);
    ExampleOrder order = ExampleOrder.asGiven(Batch.of(new DataSet(permuted, labels)), BATCH);
    INDArray features = order.all().features().get(0);

    assertThat(features).isEqualTo(permuted);
    assertThat(features.reshape('c', COUNT, 24).data().address())
        .as("reshaping does not copy")
        .isEqualTo(features.data().address());
    assertThat(order.all().labels().get(0)).isSameAs(labels);
    assertThat(order.digest())
        .isEqualTo(
            ExampleOrder.asGiven(Batch.of(new DataSet(permuted.dup('c'), labels)), BATCH).digest());
    assertKeepsExamplesTogether(new DataSet(permuted, labels));
  }

  /** So that the first batch tells runs with different pre-processors apart. */
  @Test
  void examplesWithAPreProcessorHaveNoDigest() {
    ExampleIterator single = ExampleIterator.training(table(), BATCH, 1);
    single.setPreProcessor(batch -> batch.getFeatures().muli(50));
    MultiExampleIterator multi = MultiExampleIterator.training(table().toMultiDataSet(), BATCH, 1);
    multi.setPreProcessor(batch -> batch.getFeatures(0).muli(50));

    assertThat(single.digest()).isEmpty();
    assertThat(multi.digest()).isEmpty();
    single.setPreProcessor(null);
    multi.setPreProcessor(null);
    assertThat(single.digest()).isPresent().isEqualTo(multi.digest());
  }

  @Test
  void aPreProcessorChangesBatchesOnly() {
    DataSet all = table();
    ExampleIterator iterator = ExampleIterator.evaluation(all, BATCH);
    iterator.setPreProcessor(batch -> batch.getFeatures().addi(100));

    assertThat(iterator.next().getFeatures().minNumber().doubleValue()).isGreaterThan(99);
    assertThat(all).isEqualTo(table());
  }

  @Test
  void allReadsAnIteratorAndPadsItsSequences() {
    DataSet shorter = new DataSet(Nd4j.ones(1, 2, 3), Nd4j.ones(1, 1, 3));
    DataSet longer = new DataSet(Nd4j.ones(1, 2, 5), Nd4j.ones(1, 1, 5));

    DataSet all =
        ExampleIterator.all(new ListDataSetIterator<>(List.of(shorter, longer, shorter), 1));

    assertThat(all.getFeatures().shape()).containsExactly(3, 2, 5);
    assertThat(all.getFeaturesMaskArray())
        .isEqualTo(
            Nd4j.createFromArray(
                new float[][] {{1, 1, 1, 0, 0}, {1, 1, 1, 1, 1}, {1, 1, 1, 0, 0}}));
    assertThatThrownBy(() -> ExampleIterator.all(new ListDataSetIterator<>(List.of(), 1)))
        .isInstanceOf(DataException.class)
        .hasMessage("there are no examples to read; check where they are read from");
  }

  @Test
  void whatCannotBeServedIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExampleIterator.training(table(), 0, 1))
        .withMessage("batchSize must be at least 1, but is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExampleIterator.training(table(), 1, 1).startEpoch(-1))
        .withMessage("epoch must be at least 0, but is -1");
    assertThatThrownBy(() -> ExampleIterator.training(new DataSet(Nd4j.ones(2, 2), null), BATCH, 1))
        .hasMessage("it has no labels");
    assertThatThrownBy(
            () -> ExampleIterator.training(new DataSet(Nd4j.ones(2, 2), Nd4j.ones(3, 2)), BATCH, 1))
        .hasMessageContaining("labels of shape [3, 2] do not hold 2 examples");
  }
}
