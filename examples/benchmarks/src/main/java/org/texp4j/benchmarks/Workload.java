package org.texp4j.benchmarks;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Experiment;
import org.texp4j.examples.Experiments;

/** A network to measure, the batches it is fed, and how many steps tell its speed. */
enum Workload {
  CNN("conv–BN–ReLU ×3", SmallCnnTraining.EXPERIMENT, new long[] {128, 1, 28, 28}, 200, 5, 15),
  FASHION("FashionCnn", Experiments.fashionCnn(), new long[] {128, 1, 28, 28}, 200, 5, 20),
  PRERESNET("PreResNet-20", Experiments.preResNet20(), new long[] {128, 3, 32, 32}, 40, 2, 3);

  static final int CLASSES = 10;
  private static final int BATCHES = 4;

  private final String title;
  private final Experiment experiment;
  private final long[] shape;
  private final int steps;
  private final int block;
  private final int stockSteps;

  Workload(
      String title, Experiment experiment, long[] shape, int steps, int block, int stockSteps) {
    this.title = title;
    this.experiment = experiment;
    this.shape = shape;
    this.steps = steps;
    this.block = block;
    this.stockSteps = stockSteps;
  }

  String title() {
    return title;
  }

  Experiment experiment() {
    return experiment;
  }

  /** The measured steps of each fast variant, where the user does not say. */
  int steps() {
    return steps;
  }

  /** The steps that one variant takes before it is the other's turn. */
  int block() {
    return block;
  }

  /** The measured steps of the stock variant, which takes seconds for each. */
  int stockSteps() {
    return stockSteps;
  }

  /**
   * Synthetic batches, a few in turn: the same in every process. They lie in memory, so that no
   * variant's time contains the reading of data.
   */
  List<DataSet> batches(int count) {
    Random random = new Random(1);
    List<DataSet> distinct = Stream.generate(() -> batch(random)).limit(BATCHES).toList();
    return IntStream.range(0, count).mapToObj(i -> distinct.get(i % BATCHES)).toList();
  }

  private DataSet batch(Random random) {
    int examples = (int) shape[0];
    float[] features = new float[examples * (int) (shape[1] * shape[2] * shape[3])];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextGaussian();
    }
    float[] labels = new float[examples * CLASSES];
    for (int i = 0; i < examples; i++) {
      labels[i * CLASSES + random.nextInt(CLASSES)] = 1;
    }
    return new DataSet(
        Nd4j.create(features, shape, DataType.FLOAT),
        Nd4j.create(labels, new long[] {examples, CLASSES}, DataType.FLOAT));
  }
}
