package org.texp4j.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Experiment;
import org.texp4j.examples.Experiments;

/** A network to measure, its batches, and the numbers of steps to take. */
enum Workload {
  CNN("conv–BN–ReLU ×3", SmallCnnTraining.EXPERIMENT, 20, 5, 40, 15, 1, 28, 28),
  PRERESNET20("PreResNet-20", Experiments.preResNet20(), 8, 2, 20, 3, 3, 32, 32),
  PRERESNET32("PreResNet-32", Experiments.preResNet32(), 6, 2, 12, 2, 3, 32, 32),
  VGG("VGG-11, half as wide", SmallVggTraining.EXPERIMENT, 6, 2, 12, 2, 3, 32, 32),
  DEPTHWISE("depthwise convolutions", DepthwiseNetTraining.EXPERIMENT, 8, 2, 20, 3, 3, 32, 32),
  MLP("two hidden layers of 64", SmallMlpTraining.EXPERIMENT, 5_000, 100, 40, 40, 784);

  static final int CLASSES = 10;
  private static final int BATCHES = 4;

  private final String title;
  private final Experiment experiment;
  private final long[] shape;
  private final int warmUp;
  private final int block;
  private final int blocks;
  private final int stockSteps;

  Workload(
      String title,
      Experiment experiment,
      int warmUp,
      int block,
      int blocks,
      int stockSteps,
      long... exampleShape) {
    this.title = title;
    this.experiment = experiment;
    this.warmUp = warmUp;
    this.block = block;
    this.blocks = blocks;
    this.stockSteps = stockSteps;
    shape =
        LongStream.concat(LongStream.of(experiment.batchSize()), LongStream.of(exampleShape))
            .toArray();
  }

  String title() {
    return title;
  }

  Experiment experiment() {
    return experiment;
  }

  /** The shape of a batch of features. */
  long[] shape() {
    return shape.clone();
  }

  /** Whether the examples are images, whose channels can be first or last in memory. */
  boolean hasImages() {
    return shape.length == 4;
  }

  /** The number of steps at the start of each variant except stock that are not measured. */
  int warmUp() {
    return warmUp;
  }

  /** The number of steps that a variant takes per turn. */
  int block() {
    return block;
  }

  /** Whether a step is the first of a measured block. */
  boolean beginsBlock(long step) {
    return step >= warmUp && (step - warmUp) % block == 0;
  }

  /** The default number of measured blocks of each variant except stock. */
  int blocks() {
    return blocks;
  }

  /** The number of measured steps of the stock variant. */
  int stockSteps() {
    return stockSteps;
  }

  /**
   * Synthetic batches, a few of them in rotation, the same in every process. They are in memory, so
   * that no time includes the reading of data.
   */
  List<DataSet> batches(int count) {
    return batches(count, shape);
  }

  /** The same for features of any shape. */
  static List<DataSet> batches(int count, long... shape) {
    Random random = new Random(1);
    List<DataSet> distinct = Stream.generate(() -> batch(random, shape)).limit(BATCHES).toList();
    return IntStream.range(0, count).mapToObj(i -> distinct.get(i % BATCHES)).toList();
  }

  private static DataSet batch(Random random, long... shape) {
    int examples = (int) shape[0];
    float[] features = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
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
