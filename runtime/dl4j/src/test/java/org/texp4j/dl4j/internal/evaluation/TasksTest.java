package org.texp4j.dl4j.internal.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.evaluation.classification.EvaluationBinary;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.EvaluationResult;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.train.Backend;

/** What each kind of output is judged by, against Deeplearning4j's own evaluations. */
class TasksTest {

  private static final int EXAMPLES = 12;
  private static final int INPUTS = 5;
  private static final int SIDE = 4;
  private static final int TIME = 6;

  private final Random random = new Random(3);

  @BeforeAll
  static void start() {
    Backend.start();
  }

  /** A loss of the user's own: the squared error under another class. */
  private static final class OwnLoss implements ILossFunction {

    private static final long serialVersionUID = 1;

    private final LossMSE squares = new LossMSE();

    @Override
    public double computeScore(
        INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean mean) {
      return squares.computeScore(labels, preOutput, activation, mask, mean);
    }

    @Override
    public INDArray computeScoreArray(
        INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
      return squares.computeScoreArray(labels, preOutput, activation, mask);
    }

    @Override
    public INDArray computeGradient(
        INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
      return squares.computeGradient(labels, preOutput, activation, mask);
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
        INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean mean) {
      return squares.computeGradientAndScore(labels, preOutput, activation, mask, mean);
    }

    @Override
    public String name() {
      return "own";
    }
  }

  private static MultiLayerNetwork rows(Layer output) {
    return network(
        InputType.feedForward(INPUTS),
        new DenseLayer.Builder().nOut(7).activation(Activation.TANH).build(),
        output);
  }

  private static MultiLayerNetwork network(InputType type, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder().seed(1).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerConfiguration configuration = list.setInputType(type).build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  private static OutputLayer output(LossFunction loss, int columns, Activation activation) {
    return new OutputLayer.Builder(loss).nOut(columns).activation(activation).build();
  }

  private static OutputLayer output(ILossFunction loss, int columns, Activation activation) {
    return new OutputLayer.Builder(loss).nOut(columns).activation(activation).build();
  }

  private INDArray features() {
    return Nd4j.rand(EXAMPLES, INPUTS);
  }

  /** A 1 in one of some columns of each row. */
  private INDArray oneOf(int columns) {
    INDArray labels = Nd4j.zeros(EXAMPLES, columns);
    for (int i = 0; i < EXAMPLES; i++) {
      labels.putScalar(i, random.nextInt(columns), 1);
    }
    return labels;
  }

  private static INDArray zeroOrOne(long... shape) {
    return Nd4j.rand(shape).gt(0.5).castTo(Nd4j.dataType());
  }

  private static EvaluationResult evaluate(MultiLayerNetwork network, DataSet... batches) {
    NetworkEvaluation evaluation = new NetworkEvaluation(NetworkModel.of(network));
    for (DataSet batch : batches) {
      evaluation.add(Batch.of(batch));
    }
    return evaluation.result();
  }

  /** What Deeplearning4j's evaluation says of the outputs that the network gives by itself. */
  private static <T extends IEvaluation<?>> T own(
      T evaluation, MultiLayerNetwork network, DataSet... batches) {
    for (DataSet batch : batches) {
      INDArray output =
          network.output(
              batch.getFeatures(), false, batch.getFeaturesMaskArray(), batch.getLabelsMaskArray());
      evaluation.eval(batch.getLabels(), output, batch.getLabelsMaskArray());
    }
    return evaluation;
  }

  private static void assertMetrics(EvaluationResult result, Object... namesAndValues) {
    assertThat(result.byName().keySet())
        .containsExactly(
            IntStream.range(0, namesAndValues.length / 2)
                .mapToObj(i -> (String) namesAndValues[2 * i])
                .toArray(String[]::new));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      assertThat(result.byName().get((String) namesAndValues[i]))
          .as("%s", namesAndValues[i])
          // A oneDNN program rounds otherwise than Deeplearning4j's layers.
          .isCloseTo((double) namesAndValues[i + 1], within(1e-5));
    }
  }

  private void assertClassifies(MultiLayerNetwork network, DataSet... batches) {
    Evaluation expected = own(new Evaluation(), network, batches);
    EvaluationResult result = evaluate(network, batches);
    assertMetrics(result, "accuracy", expected.accuracy());
    assertThat(((Evaluation) result.evaluations().values().iterator().next()).getConfusionMatrix())
        .isEqualTo(expected.getConfusionMatrix());
  }

  @Test
  void oneOfSeveralClassesIsJudgedByAccuracy() {
    assertClassifies(
        rows(output(LossFunction.MCXENT, 3, Activation.SOFTMAX)),
        new DataSet(features(), oneOf(3)),
        new DataSet(features(), oneOf(3)));
    assertClassifies(
        rows(output(LossFunction.NEGATIVELOGLIKELIHOOD, 2, Activation.SOFTMAX)),
        new DataSet(features(), oneOf(2)));
    assertClassifies(
        rows(output(LossFunction.MSE, 3, Activation.SOFTMAX)), new DataSet(features(), oneOf(3)));
    assertClassifies(
        rows(output(LossFunction.KL_DIVERGENCE, 3, Activation.SOFTMAX)),
        new DataSet(features(), oneOf(3)));
    assertClassifies(
        rows(
            new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build()),
        new DataSet(features(), oneOf(3)));
    assertClassifies(
        rows(output(new OwnLoss(), 3, Activation.SOFTMAX)), new DataSet(features(), oneOf(3)));
  }

  @Test
  void numbersOfClassesAreClassesToo() {
    MultiLayerNetwork network = rows(output(new LossSparseMCXENT(), 3, Activation.SOFTMAX));
    INDArray features = features();
    INDArray classes = oneOf(3);

    EvaluationResult result =
        evaluate(
            network,
            new DataSet(
                features, Nd4j.argMax(classes, 1).reshape(EXAMPLES, 1).castTo(Nd4j.dataType())));

    assertMetrics(
        result,
        "accuracy",
        own(new Evaluation(), network, new DataSet(features, classes)).accuracy());
  }

  @Test
  void aSigmoidSaysYesOrNo() {
    MultiLayerNetwork network = rows(output(LossFunction.XENT, 1, Activation.SIGMOID));
    DataSet batch = new DataSet(features(), zeroOrOne(EXAMPLES, 1));

    EvaluationBinary expected = own(new EvaluationBinary(), network, batch);

    assertMetrics(evaluate(network, batch), "accuracy", expected.accuracy(0), "f1", expected.f1(0));
  }

  @Test
  void independentLabelsAreJudgedByTheirF1() {
    MultiLayerNetwork network = rows(output(LossFunction.XENT, 4, Activation.SIGMOID));
    DataSet[] batches = {
      new DataSet(features(), zeroOrOne(EXAMPLES, 4)),
      new DataSet(features(), zeroOrOne(EXAMPLES, 4))
    };

    EvaluationBinary expected = own(new EvaluationBinary(), network, batches);

    assertThat(expected.averageF1()).as("defined for each label").isNotNaN();
    assertMetrics(
        evaluate(network, batches),
        "f1",
        expected.averageF1(),
        "accuracy",
        expected.averageAccuracy());
  }

  /** Deeplearning4j's mean is NaN then, which would never be better than anything. */
  @Test
  void aLabelThatIsNeverPredictedCountsAsZeroAndOneThatNeverOccursNotAtAll() {
    MultiLayerNetwork network =
        network(InputType.feedForward(3), output(LossFunction.XENT, 3, Activation.SIGMOID));
    network.setParam("0_W", Nd4j.eye(3));
    INDArray features = Nd4j.createFromArray(new float[][] {{9, -9, -9}, {9, -9, -9}});
    INDArray labels = Nd4j.createFromArray(new float[][] {{1, 1, 0}, {1, 0, 0}});
    DataSet batch = new DataSet(features, labels);

    assertThat(own(new EvaluationBinary(), network, batch).averageF1()).isNaN();
    assertMetrics(evaluate(network, batch), "f1", (1.0 + 0.0) / 2, "accuracy", (2 + 1 + 2) / 6.0);
  }

  @Test
  void theSignOfAHingeSaysYesOrNo() {
    MultiLayerNetwork network = rows(output(LossFunction.HINGE, 1, Activation.IDENTITY));
    INDArray features = features();
    INDArray yes = zeroOrOne(EXAMPLES, 1);
    INDArray isRight = network.output(features, false).gt(0).castTo(Nd4j.dataType()).eq(yes);

    EvaluationResult result = evaluate(network, new DataSet(features, yes.mul(2).subi(1)));

    assertThat(result.primary().name()).isEqualTo("accuracy");
    assertThat(result.primaryValue())
        .isCloseTo(isRight.castTo(Nd4j.dataType()).meanNumber().doubleValue(), within(1e-6));
  }

  @Test
  void numbersAreJudgedByTheirErrors() {
    for (LossFunction loss : List.of(LossFunction.MSE, LossFunction.MEAN_ABSOLUTE_ERROR)) {
      MultiLayerNetwork network = rows(output(loss, 2, Activation.IDENTITY));
      DataSet[] batches = {
        new DataSet(features(), Nd4j.rand(EXAMPLES, 2)),
        new DataSet(features(), Nd4j.rand(EXAMPLES, 2))
      };

      RegressionEvaluation expected = own(new RegressionEvaluation(), network, batches);

      assertMetrics(
          evaluate(network, batches),
          "mse",
          expected.averageMeanSquaredError(),
          "mae",
          expected.averageMeanAbsoluteError(),
          "r2",
          expected.averageRSquared());
      assertThat(evaluate(network, batches).primary().isBetter(1, 2)).isTrue();
    }
  }

  @Test
  void anAutoencoderHasErrorsAndNoAccuracy() {
    for (LossFunction loss : List.of(LossFunction.MSE, LossFunction.XENT)) {
      MultiLayerNetwork network = rows(output(loss, INPUTS, Activation.SIGMOID));
      INDArray features = zeroOrOne(EXAMPLES, INPUTS);
      DataSet batch = new DataSet(features, features.dup());

      RegressionEvaluation expected = own(new RegressionEvaluation(), network, batch);

      assertMetrics(
          evaluate(network, batch),
          "mse",
          expected.averageMeanSquaredError(),
          "mae",
          expected.averageMeanAbsoluteError());
    }
    MultiLayerNetwork denoising = rows(output(LossFunction.XENT, INPUTS, Activation.SIGMOID));
    DataSet noisy = new DataSet(features(), features());
    assertThat(evaluate(denoising, noisy).byName()).containsOnlyKeys("mse", "mae");
  }

  @Test
  void pixelsAreCountedOneByOne() {
    ConvolutionLayer convolution =
        new ConvolutionLayer.Builder(3, 3).nOut(3).convolutionMode(ConvolutionMode.Same).build();
    INDArray classes = oneHotPixels();
    DataSet batch = new DataSet(Nd4j.rand(EXAMPLES, 1, SIDE, SIDE), classes);
    MultiLayerNetwork softmax =
        network(
            InputType.convolutional(SIDE, SIDE, 1),
            convolution,
            new CnnLossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build());
    assertClassifies(softmax, batch);
    assertThat(
            ((Evaluation) evaluate(softmax, batch).evaluations().values().iterator().next())
                .getNumRowCounter())
        .isEqualTo(EXAMPLES * SIDE * SIDE);

    MultiLayerNetwork sigmoid =
        network(
            InputType.convolutional(SIDE, SIDE, 1),
            convolution,
            new CnnLossLayer.Builder(LossFunction.XENT).activation(Activation.SIGMOID).build());
    EvaluationBinary expected = own(new EvaluationBinary(), sigmoid, batch);
    assertMetrics(
        evaluate(sigmoid, batch),
        "f1",
        expected.averageF1(),
        "accuracy",
        expected.averageAccuracy());
  }

  private INDArray oneHotPixels() {
    INDArray classes = Nd4j.zeros(EXAMPLES, 3, SIDE, SIDE);
    for (int i = 0; i < EXAMPLES; i++) {
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          classes.putScalar(new int[] {i, random.nextInt(3), y, x}, 1);
        }
      }
    }
    return classes;
  }

  /** Deeplearning4j's own refuses such masks, though it trains with them. */
  @Test
  void pixelsThatAreMaskedDoNotCount() {
    MultiLayerNetwork network =
        network(
            InputType.convolutional(SIDE, SIDE, 1),
            new ConvolutionLayer.Builder(1, 1).nOut(3).build(),
            new CnnLossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build());
    INDArray features = Nd4j.rand(EXAMPLES, 1, SIDE, SIDE);
    INDArray labels = oneHotPixels();
    INDArray output = network.output(features, false);
    INDArray isRight = Nd4j.argMax(output, 1).eq(Nd4j.argMax(labels, 1)).castTo(Nd4j.dataType());
    INDArray ofPixels = zeroOrOne(EXAMPLES, 1, SIDE, SIDE);
    INDArray ofRows = zeroOrOne(EXAMPLES, 1, SIDE, 1);
    INDArray ofExamples = zeroOrOne(EXAMPLES, 1);

    for (INDArray mask : List.of(ofPixels, ofRows, ofExamples)) {
      INDArray counts =
          (mask.rank() == 2 ? mask.reshape(EXAMPLES, 1, 1) : mask.reshape(EXAMPLES, SIDE, -1))
              .broadcast(EXAMPLES, SIDE, SIDE);

      EvaluationResult result = evaluate(network, new DataSet(features, labels, null, mask));

      assertMetrics(
          result,
          "accuracy",
          isRight.mul(counts).sumNumber().doubleValue() / counts.sumNumber().doubleValue());
    }
  }

  @Test
  void channelsMayBeTheLastDimension() {
    MultiLayerNetwork network =
        network(
            InputType.convolutional(SIDE, SIDE, 1, CNN2DFormat.NHWC),
            new ConvolutionLayer.Builder(1, 1).nOut(3).dataFormat(CNN2DFormat.NHWC).build(),
            new CnnLossLayer.Builder(LossFunction.MCXENT)
                .format(CNN2DFormat.NHWC)
                .activation(Activation.SOFTMAX)
                .build());
    INDArray labels = oneHotPixels().permute(0, 2, 3, 1).dup('c');
    DataSet batch = new DataSet(Nd4j.rand(EXAMPLES, SIDE, SIDE, 1), labels);
    Evaluation expected = new Evaluation();
    expected.setAxis(3);

    assertMetrics(evaluate(network, batch), "accuracy", own(expected, network, batch).accuracy());
  }

  /** Sequences of different lengths: neither features nor labels after their ends count. */
  @Test
  void timeStepsCountAsTheirMasksSay() {
    for (RNNFormat format : RNNFormat.values()) {
      boolean last = format == RNNFormat.NWC;
      MultiLayerNetwork network =
          network(
              InputType.recurrent(INPUTS, TIME, format),
              new SimpleRnn.Builder().nOut(4).dataFormat(format).build(),
              new RnnOutputLayer.Builder(LossFunction.MCXENT)
                  .nOut(3)
                  .dataFormat(format)
                  .activation(Activation.SOFTMAX)
                  .build());
      INDArray labels = Nd4j.zeros(EXAMPLES, 3, TIME);
      INDArray mask = Nd4j.ones(EXAMPLES, TIME);
      for (int i = 0; i < EXAMPLES; i++) {
        for (int t = 0; t < TIME; t++) {
          labels.putScalar(new int[] {i, random.nextInt(3), t}, 1);
          mask.putScalar(i, t, t > i % TIME ? 0 : 1);
        }
      }
      INDArray features = Nd4j.rand(EXAMPLES, INPUTS, TIME);
      DataSet batch =
          new DataSet(
              last ? features.permute(0, 2, 1).dup('c') : features,
              last ? labels.permute(0, 2, 1).dup('c') : labels,
              mask,
              mask);

      EvaluationResult result = evaluate(network, batch);

      // Deeplearning4j's own fails on masks where the columns are last.
      INDArray output = network.output(batch.getFeatures(), false, mask, mask);
      Evaluation expected = new Evaluation();
      expected.eval(labels, last ? output.permute(0, 2, 1) : output, mask);
      assertMetrics(result, "accuracy", expected.accuracy());
      assertThat(((Evaluation) result.evaluations().values().iterator().next()).getNumRowCounter())
          .isEqualTo(mask.sumNumber().intValue());
    }
  }

  @Test
  void detectionIsJudgedByItsLoss() {
    INDArray boxes = Nd4j.createFromArray(new double[][] {{1, 1}, {2, 2}});
    int channels = 2 * (5 + 3);
    MultiLayerNetwork network =
        network(
            InputType.convolutional(SIDE, SIDE, 1),
            new ConvolutionLayer.Builder(1, 1).nOut(channels).build(),
            new Yolo2OutputLayer.Builder().boundingBoxPriors(boxes).build());
    INDArray labels = Nd4j.zeros(EXAMPLES, 4 + 3, SIDE, SIDE);
    for (int i = 0; i < EXAMPLES; i++) {
      int[] corners = {1, 1, 2, 2};
      for (int c = 0; c < 4; c++) {
        labels.putScalar(new int[] {i, c, 1, 1}, corners[c]);
      }
      labels.putScalar(new int[] {i, 4 + i % 3, 1, 1}, 1);
    }
    DataSet[] batches = {
      new DataSet(Nd4j.rand(EXAMPLES, 1, SIDE, SIDE), labels),
      new DataSet(Nd4j.rand(4, 1, SIDE, SIDE), labels.get(first(4), all(), all(), all()).dup())
    };

    EvaluationResult result = evaluate(network, batches);

    assertMetrics(
        result,
        "loss",
        (EXAMPLES * network.score(batches[0], false) + 4 * network.score(batches[1], false))
            / (EXAMPLES + 4));
    assertThat(result.primary().isBetter(1, 2)).isTrue();
  }

  private static INDArrayIndex first(int examples) {
    return NDArrayIndex.interval(0, examples);
  }

  private static INDArrayIndex all() {
    return NDArrayIndex.all();
  }

  @Test
  void theLossHasNoPenalty() {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .l2(0.5)
            .list()
            .layer(output(new OwnLoss(), 2, Activation.IDENTITY))
            .setInputType(InputType.feedForward(INPUTS))
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    DataSet batch = new DataSet(features(), Nd4j.rand(EXAMPLES, 2));

    double loss = evaluate(network, batch).byName().get("loss");

    double error =
        network.output(batch.getFeatures()).squaredDistance(batch.getLabels()) / 2 / EXAMPLES;
    assertThat(loss).isCloseTo(error, within(1e-5));
  }

  @Test
  void labelsBetweenZeroAndOneAreRefusedWhereTheFirstAreNot() {
    MultiLayerNetwork network = rows(output(LossFunction.XENT, 4, Activation.SIGMOID));

    assertThatThrownBy(
            () ->
                evaluate(
                    network,
                    new DataSet(features(), zeroOrOne(EXAMPLES, 4)),
                    new DataSet(features(), Nd4j.rand(EXAMPLES, 4))))
        .isInstanceOf(TrainingException.class)
        .hasMessage("its labels are not all 0 or 1, though those of the first batch are");
  }
}
