package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.schedule.RecipeForm;

/** What docs/coming-from-pytorch.md says of Deeplearning4j's side of each difference. */
class PyTorchDifferencesTest {

  private static final double ROUNDING = 1e-12;
  private static final int EXAMPLES = 16;

  @ParameterizedTest(name = "logarithmic: {0}")
  @ValueSource(booleans = {false, true})
  void theRunningVarianceIsBiased(boolean logarithmic) {
    MultiLayerNetwork network =
        network(InputType.feedForward(3), TinyExperiments.norm(logarithmic));
    Nd4j.getRandom().setSeed(1);
    INDArray features = Nd4j.randn(DataType.DOUBLE, EXAMPLES, 3);
    INDArray labels = Nd4j.zeros(EXAMPLES, TinyExperiments.CLASSES);
    labels.getColumn(0).assign(1);

    network.fit(new DataSet(features, labels));

    INDArray biased = features.var(/* biasCorrected= */ false, 0);
    for (int channel = 0; channel < 3; channel++) {
      double running =
          logarithmic
              ? Math.pow(10, 2 * network.getParam("0_log10stdev").getDouble(channel))
              : network.getParam("0_var").getDouble(channel);
      assertThat(running).isCloseTo(0.9 + 0.1 * biased.getDouble(channel), within(1e-6));
    }
    assertThat(features.var(true, 0).div(biased).meanNumber().doubleValue())
        .as("what PyTorch's is larger by")
        .isCloseTo(EXAMPLES / (EXAMPLES - 1.0), within(ROUNDING));
  }

  /** Rows and images, whose last batch is smaller, in parts too, and computed by oneDNN. */
  @ParameterizedTest(name = "logarithmic: {0}, parts: {1}, {2}")
  @CsvSource({
    "false, 1, FLOAT", "true, 1, FLOAT", "false, 3, FLOAT",
    "false, 1, DOUBLE", "true, 1, DOUBLE", "true, 3, DOUBLE"
  })
  void theRunningVarianceIsUnbiasedIfDeclared(boolean logarithmic, int parts, DataType type) {
    Experiment experiment =
        TinyExperiments.onImages(
                TinyExperiments.constantRecipe(11, 0.1, 0.01, 0.9), RecipeForm.WEIGHT_DECAY)
            .multiLayerNetwork(base -> normalizedInput(base, logarithmic))
            .trainingExamples(15)
            .batchSize(10)
            .trainingData(
                request ->
                    new ListDataSetIterator<>(
                        TinyExperiments.images().subList(0, 15), request.batchSize()))
            .keepUnbiasedVariance()
            .build();
    TrainingRun run =
        TrainingRun.start(
            experiment, RunSettings.of(experiment).withDataType(type).withParts(parts));
    double expected = 1;

    while (run.hasNext()) {
      Batch batch = run.nextBatch();
      double mean = 0;
      for (Batch part : batch.parts(parts)) {
        double variance = unbiasedVariance(part);
        mean += variance * part.examples() / batch.examples();
      }
      expected = logarithmic ? inLogarithms(expected, batch, parts) : 0.9 * expected + 0.1 * mean;
      run.takeStep(batch);

      assertThat(runningVariance(run, logarithmic) / expected)
          .isCloseTo(1, within(type == DataType.DOUBLE ? ROUNDING : 1e-6));
    }
  }

  /** Parts move a logarithm by the mean of their logarithms. */
  private static double inLogarithms(double old, Batch batch, int parts) {
    double moved = 0;
    for (Batch part : batch.parts(parts)) {
      double variance = unbiasedVariance(part);
      moved += Math.log(0.9 * old + 0.1 * variance) * part.examples() / batch.examples();
    }
    return Math.exp(moved);
  }

  private static double unbiasedVariance(Batch batch) {
    INDArray pixels = batch.features().get(0).castTo(DataType.DOUBLE);
    return pixels.reshape(pixels.length()).var(/* biasCorrected= */ true, 0).getDouble(0);
  }

  private static double runningVariance(TrainingRun run, boolean logarithmic) {
    Map<String, INDArray> table = run.network().parameterTable();
    return logarithmic
        ? Math.pow(10, 2 * table.get("0_log10stdev").getDouble(0))
        : table.get("0_var").getDouble(0);
  }

  private static MultiLayerConfiguration normalizedInput(
      NeuralNetConfiguration.Builder base, boolean logarithmic) {
    return TinyExperiments.classifier(
        base,
        TinyExperiments.norm(logarithmic),
        TinyExperiments.convolution(4, false),
        TinyExperiments.norm(logarithmic));
  }

  /** A converted run keeps the variances of larger values, by the same rule. */
  @Test
  void unbiasedVariancesAreConverted() {
    for (boolean logarithmic : new boolean[] {false, true}) {
      TrainingRun declared = unbiased(RecipeForm.WEIGHT_DECAY, logarithmic);
      TrainingRun converted = unbiased(RecipeForm.TEXP_PLUS_PLUS, logarithmic);
      TrainingRun biased = trainedInDouble(images(logarithmic, RecipeForm.WEIGHT_DECAY).build());
      Batch batch = declared.nextBatch();

      INDArray expected = declared.network().output(batch.features().get(0), false);
      assertThat(distance(converted.network().output(batch.features().get(0), false), expected))
          .isLessThan(1e-9);
      assertThat(distance(biased.network().output(batch.features().get(0), false), expected))
          .as("what the option changes")
          .isGreaterThan(1e-6);
    }
  }

  private static TrainingRun unbiased(RecipeForm form, boolean logarithmic) {
    return trainedInDouble(images(logarithmic, form).keepUnbiasedVariance().build());
  }

  private static Experiment.Builder images(boolean logarithmic, RecipeForm form) {
    return TinyExperiments.onImages(TinyExperiments.constantRecipe(20, 0.1, 0.02, 0.9), form)
        .multiLayerNetwork(base -> TinyExperiments.cnn(base, logarithmic));
  }

  private static TrainingRun trainedInDouble(Experiment experiment) {
    TrainingRun run =
        TrainingRun.start(experiment, RunSettings.of(experiment).withDataType(DataType.DOUBLE));
    for (int step = 0; step < 19; step++) {
      run.takeStep(run.nextBatch());
    }
    return run;
  }

  private static double distance(INDArray actual, INDArray expected) {
    return actual.sub(expected).norm2Number().doubleValue() / expected.norm2Number().doubleValue();
  }

  @Test
  void anUnbiasedVarianceNeedsBatchNormalizationOfRowsOrImages() {
    assertThatThrownBy(
            () ->
                trainedInDouble(
                    TinyExperiments.onImages(
                            TinyExperiments.constantRecipe(20, 0.1, 0, 0), RecipeForm.WEIGHT_DECAY)
                        .multiLayerNetwork(TinyExperiments::classifier)
                        .keepUnbiasedVariance()
                        .build()))
        .isInstanceOf(UnsuitableNetworkException.class)
        .hasMessage(
            "the network has no batch normalization whose variance could be unbiased: leave out"
                + " unbiasedVariance of @Normalized");
  }

  @Test
  void statisticsMoveOncePerStepHoweverManyPartsABatchHas() {
    INDArray whole = runningMean(1);
    INDArray inParts = runningMean(4);

    // PyTorch's would have moved by 1 − 0.9⁴ = 0.34 in place of 0.1 of the way.
    assertThat(inParts.sub(whole).norm2Number().doubleValue())
        .isLessThan(ROUNDING * whole.norm2Number().doubleValue());
  }

  private static INDArray runningMean(int parts) {
    Experiment experiment = experiment(0);
    TrainingRun run =
        TrainingRun.start(
            experiment, RunSettings.of(experiment).withDataType(DataType.DOUBLE).withParts(parts));
    run.takeStep(run.nextBatch());
    return run.network().parameterTable().get("1_mean");
  }

  @Test
  void decayIsOnWeightsOnly() {
    Map<String, INDArray> without = parametersAfterOneStep(0);

    assertThat(parametersAfterOneStep(0.5).entrySet())
        .filteredOn(entry -> !entry.getValue().equals(without.get(entry.getKey())))
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("0_W", "3_W", "6_W");
  }

  private static Map<String, INDArray> parametersAfterOneStep(double decay) {
    TrainingRun run = TrainingRun.start(experiment(decay), RunSettings.of(experiment(decay)));
    run.takeStep(run.nextBatch());
    return run.network().parameterTable();
  }

  private static Experiment experiment(double decay) {
    return TinyExperiments.onImages(
            TinyExperiments.constantRecipe(10, 0.1, decay, 0), RecipeForm.WEIGHT_DECAY)
        .multiLayerNetwork(base -> TinyExperiments.mlp(base.biasInit(0.5), false))
        .build();
  }

  @Test
  void theSlopeOfALeakyRectifierIsAFloatsInItsBackwardPass() {
    INDArray negative = Nd4j.valueArrayOf(new long[] {1, 1}, -1, DataType.DOUBLE);
    ActivationLReLU leaky = new ActivationLReLU();

    double forward = -leaky.getActivation(negative.dup(), true).getDouble(0);
    double backward =
        leaky.backprop(negative.dup(), Nd4j.ones(DataType.DOUBLE, 1, 1)).getFirst().getDouble(0);

    assertThat(forward).isEqualTo(0.01);
    assertThat(backward).isEqualTo((double) 0.01f);
    assertThat(backward / forward - 1).isCloseTo(-2.2e-8, within(1e-9));
  }

  @Test
  void gaussianErrorUnitsAreApproximatedByASigmoid() {
    double x = 2.25;
    INDArray at = Nd4j.valueArrayOf(new long[] {1, 1}, x, DataType.DOUBLE);

    double gelu = Activation.GELU.getActivationFunction().getActivation(at, true).getDouble(0);

    // A float's 1.702; the exact xΦ(x) is 2.22249.
    assertThat(gelu).isCloseTo(x / (1 + Math.exp(-1.702 * x)), within(1e-7));
    assertThat(2.22249 - gelu).isCloseTo(0.0202, within(1e-3));
  }

  @Test
  void averagesOverAMarginAreOfWhatIsThere() {
    MultiLayerNetwork network =
        network(
            InputType.convolutional(3, 3, 1),
            new SubsamplingLayer.Builder(PoolingType.AVG)
                .kernelSize(3, 3)
                .stride(1, 1)
                .padding(1, 1)
                .build());

    INDArray corner = network.feedForward(Nd4j.ones(DataType.DOUBLE, 1, 1, 3, 3)).get(1);

    // PyTorch's would be 4/9.
    assertThat(corner.getDouble(0, 0, 0, 0)).isEqualTo(1);
  }

  private static MultiLayerNetwork network(InputType input, Layer layer) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .list()
                .layer(layer)
                .layer(TinyExperiments.output())
                .setInputType(input)
                .build());
    network.init();
    return network;
  }
}
