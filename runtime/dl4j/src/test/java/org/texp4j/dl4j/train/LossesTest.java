package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.texp4j.dl4j.CubicLoss;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.internal.verify.TwinCheck;
import org.texp4j.dl4j.internal.verify.Twins;
import org.texp4j.schedule.RecipeForm;

/**
 * Whatever loss a network has, a run trains it as Deeplearning4j's fit does.
 *
 * <p>In double each of them; in float, and the twins, a sample, or all with {@code
 * -Dtexp4j.thorough}.
 */
class LossesTest {

  private static final int STEPS = 10;
  private static final double RATE = 0.02;
  private static final int CLASSES = TinyExperiments.CLASSES;
  private static final int BATCH = TinyExperiments.BATCH;

  /** Some thousand units in the last place of a double, over ten steps. */
  private static final double ROUNDING = 1e-12;

  private static final List<DataSet> IMAGES = TinyExperiments.images();

  /** What labels are. */
  private enum Labels {
    ONE_OF_N,
    INDEX,
    PLUS_MINUS,
    BINARY,
    NUMBERS,
    PIXELS,
    BOXES
  }

  /**
   * A loss on labels of some kind.
   *
   * @param head the last layers
   */
  private record Example(String name, Labels labels, List<Layer> head) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static Example output(
      String name, Labels labels, ILossFunction loss, Activation activation) {
    int outputs = labels == Labels.BINARY ? 1 : CLASSES;
    return new Example(
        name,
        labels,
        List.of(
            new GlobalPoolingLayer(PoolingType.AVG),
            new OutputLayer.Builder(loss).nOut(outputs).activation(activation).build()));
  }

  private static Example output(
      String name, Labels labels, LossFunction loss, Activation activation) {
    return output(name, labels, loss.getILossFunction(), activation);
  }

  private static INDArray weights() {
    return Nd4j.createFromArray(0.5, 1, 2, 4).reshape(1, CLASSES);
  }

  static List<Example> sampled() {
    return Thorough.orEvery(7, losses());
  }

  static List<Example> losses() {
    return List.of(
        output("cross-entropy", Labels.ONE_OF_N, LossFunction.MCXENT, Activation.SOFTMAX),
        output("class weights", Labels.ONE_OF_N, new LossMCXENT(weights()), Activation.SOFTMAX),
        output(
            "weights of binary outputs",
            Labels.ONE_OF_N,
            new LossBinaryXENT(weights()),
            Activation.SIGMOID),
        output("index of the class", Labels.INDEX, new LossSparseMCXENT(), Activation.SOFTMAX),
        output("one sigmoid", Labels.BINARY, LossFunction.XENT, Activation.SIGMOID),
        output("F measure", Labels.BINARY, new LossFMeasure(), Activation.SIGMOID),
        output("MSE", Labels.NUMBERS, LossFunction.MSE, Activation.IDENTITY),
        output("weighted MSE", Labels.NUMBERS, new LossMSE(weights()), Activation.IDENTITY),
        output("L2", Labels.NUMBERS, LossFunction.SQUARED_LOSS, Activation.IDENTITY),
        output("MAE", Labels.NUMBERS, LossFunction.MEAN_ABSOLUTE_ERROR, Activation.IDENTITY),
        output("L1", Labels.NUMBERS, LossFunction.L1, Activation.IDENTITY),
        output(
            "MSLE", Labels.BINARY, LossFunction.MEAN_SQUARED_LOGARITHMIC_ERROR, Activation.SIGMOID),
        output("Poisson", Labels.ONE_OF_N, LossFunction.POISSON, Activation.SOFTPLUS),
        output("KL divergence", Labels.ONE_OF_N, LossFunction.KL_DIVERGENCE, Activation.SOFTMAX),
        output(
            "cosine proximity", Labels.NUMBERS, LossFunction.COSINE_PROXIMITY, Activation.IDENTITY),
        output("hinge", Labels.PLUS_MINUS, LossFunction.HINGE, Activation.IDENTITY),
        output("squared hinge", Labels.PLUS_MINUS, LossFunction.SQUARED_HINGE, Activation.IDENTITY),
        output("Wasserstein", Labels.PLUS_MINUS, LossFunction.WASSERSTEIN, Activation.IDENTITY),
        output("a loss of the user's own", Labels.NUMBERS, new CubicLoss(), Activation.TANH),
        new Example(
            "a loss layer without weights",
            Labels.ONE_OF_N,
            List.of(
                TinyExperiments.convolution(CLASSES, true),
                new GlobalPoolingLayer(PoolingType.AVG),
                new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build())),
        new Example(
            "center loss",
            Labels.ONE_OF_N,
            List.of(
                new GlobalPoolingLayer(PoolingType.AVG),
                new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .alpha(0.1)
                    .lambda(0.3)
                    .build())),
        new Example(
            "a class for each pixel",
            Labels.PIXELS,
            List.of(
                TinyExperiments.convolution(2, true),
                new CnnLossLayer.Builder(LossFunction.MCXENT)
                    .activation(Activation.SOFTMAX)
                    .build())),
        new Example(
            "YOLO2",
            Labels.BOXES,
            List.of(
                TinyExperiments.convolution(2 * (5 + CLASSES), true),
                new Yolo2OutputLayer.Builder()
                    .boundingBoxPriors(Nd4j.createFromArray(new double[][] {{2, 2}, {4, 3}}))
                    .build())));
  }

  private static MultiLayerConfiguration network(
      NeuralNetConfiguration.Builder base, Example example) {
    NeuralNetConfiguration.ListBuilder list =
        base.list()
            .layer(TinyExperiments.convolution(6, false))
            .layer(TinyExperiments.norm(false))
            .layer(new ActivationLayer(Activation.RELU));
    example.head.forEach(layer -> list.layer(layer.clone()));
    return list.setInputType(InputType.convolutional(TinyExperiments.SIDE, TinyExperiments.SIDE, 1))
        .build();
  }

  private static INDArray labels(Labels kind, int from) {
    int side = TinyExperiments.SIDE;
    INDArray classes = DataSet.merge(IMAGES.subList(from, from + BATCH)).getLabels();
    INDArray index = classes.argMax(1).castTo(DataType.DOUBLE).reshape(BATCH, 1);
    return switch (kind) {
      case ONE_OF_N -> classes.castTo(DataType.DOUBLE);
      case INDEX -> index;
      case PLUS_MINUS -> classes.castTo(DataType.DOUBLE).mul(2).sub(1);
      case BINARY -> index.gt(1).castTo(DataType.DOUBLE);
      case NUMBERS ->
          classes.castTo(DataType.DOUBLE).mul(0.7).sub(0.2).addColumnVector(index.mul(0.05));
      case PIXELS -> {
        INDArray pixels = Nd4j.zeros(DataType.DOUBLE, BATCH, 2, side, side);
        for (int i = 0; i < BATCH; i++) {
          for (int y = 0; y < side; y++) {
            pixels
                .get(
                    NDArrayIndex.point(i),
                    NDArrayIndex.point(y == 2 * index.getInt(i) ? 1 : 0),
                    NDArrayIndex.point(y),
                    NDArrayIndex.all())
                .assign(1);
          }
        }
        yield pixels;
      }
      case BOXES -> {
        INDArray boxes = Nd4j.zeros(DataType.DOUBLE, BATCH, 4 + CLASSES, side, side);
        for (int i = 0; i < BATCH; i++) {
          int row = 2 * index.getInt(i);
          double[] corners = {1.2, row, 4.6, row + 1};
          int x = (int) ((corners[0] + corners[2]) / 2);
          for (int corner = 0; corner < corners.length; corner++) {
            boxes.putScalar(new int[] {i, corner, row, x}, corners[corner]);
          }
          boxes.putScalar(new int[] {i, 4 + index.getInt(i), row, x}, 1);
        }
        yield boxes;
      }
    };
  }

  private static List<DataSet> batches(Example example) {
    return IntStream.range(0, STEPS)
        .mapToObj(
            i ->
                new DataSet(
                    DataSet.merge(IMAGES.subList(i * BATCH, (i + 1) * BATCH)).getFeatures(),
                    labels(example.labels, i * BATCH)))
        .toList();
  }

  private static Experiment experiment(Example example, RecipeForm form, double decay) {
    return TinyExperiments.onImages(TinyExperiments.constantRecipe(STEPS, RATE, decay, 0), form)
        .multiLayerNetwork(base -> network(base, example))
        .trainingData(
            request ->
                new ListDataSetIterator<>(
                    batches(example).stream().flatMap(batch -> batch.asList().stream()).toList(),
                    request.batchSize()))
        .build();
  }

  private static MultiLayerNetwork fitted(Example example, TrainingRun start, DataType type) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            network(
                new NeuralNetConfiguration.Builder().dataType(type).updater(new Sgd(RATE)),
                example));
    network.init();
    network.setParams(start.network().parameters().dup());
    batches(example).forEach(network::fit);
    return network;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("losses")
  void isTrainedAsByFit(Example example) {
    Experiment experiment = experiment(example, RecipeForm.WEIGHT_DECAY, 0);
    TrainingRun run =
        TrainingRun.start(experiment, RunSettings.of(experiment).withDataType(DataType.DOUBLE));
    INDArray before = run.network().parameters().dup();
    MultiLayerNetwork plain = fitted(example, run, DataType.DOUBLE);

    run.train();

    INDArray after = run.network().parameters();
    double moved = after.distance2(before);
    assertThat(moved).isGreaterThan(1e-4);
    assertThat(after.distance2(plain.params().reshape(after.shape())))
        .isLessThan(ROUNDING * (1 + moved));
    assertThat(run.loss()).isCloseTo(plain.score(), withPercentage(1e-8));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sampled")
  void isTrainedAsByFitInFloat(Example example) {
    Experiment experiment = experiment(example, RecipeForm.WEIGHT_DECAY, 0);
    TrainingRun run = TrainingRun.start(experiment, RunSettings.of(experiment));
    INDArray before = run.network().parameters().dup();
    MultiLayerNetwork plain = fitted(example, run, DataType.FLOAT);

    run.train();

    INDArray after = run.network().parameters();
    assertThat(after.distance2(plain.params().reshape(after.shape())))
        .isLessThan(1e-3 * after.distance2(before));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sampled")
  void isTheSameInTheExponentialForm(Example example) {
    Experiment experiment = experiment(example, RecipeForm.TEXP_PLUS_PLUS, 0.01);

    assertThat(Twins.start(experiment, RunSettings.of(experiment)).run(STEPS, check -> {}))
        .isNotEmpty()
        .allMatch(TwinCheck::isPassed);
  }
}
