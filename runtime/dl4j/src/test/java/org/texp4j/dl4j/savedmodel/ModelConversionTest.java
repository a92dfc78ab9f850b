package org.texp4j.dl4j.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.texp4j.dl4j.TinyExperiments.cnn;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.schedules.ConvertedSchedule;
import org.texp4j.dl4j.schedules.ConvertedSgd;
import org.texp4j.dl4j.schedules.ScaleListener;
import org.texp4j.schedule.InconvertibleRecipeException;

/** A converted hand-written network takes the same run under plain {@code fit}. */
class ModelConversionTest {

  private static final int STEPS = 100;
  private static final RunLength LENGTH = new RunLength(STEPS, 10);
  private static final double DECAY = 0.03;
  private static final ISchedule RATE = new StepSchedule(ScheduleType.EPOCH, 0.05, 0.5, 4);
  private static final ISchedule MOMENTUM =
      new MapSchedule(ScheduleType.ITERATION, Map.of(0, 0.9, 60, 0.8));

  /** Rounding that adds up in a hundred steps; wrong rules deviate by 1e-6. */
  private static final double ROUNDING = 1e-11;

  private static final double FAILURE = 1e-6;

  /** Its bias would decay by plain {@code fit}, and not all of its weights. */
  @Test
  void aDepthwiseConvolutionWithABiasIsRefused() {
    MultiLayerConfiguration network =
        TinyExperiments.classifier(
            builder(new Sgd(RATE)).l2(DECAY),
            TinyExperiments.convolution(4, true),
            TinyExperiments.norm(true),
            new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(2).build(),
            TinyExperiments.norm(true));

    assertThatThrownBy(() -> ModelConversion.toExponential(network, LENGTH))
        .isInstanceOf(UnsuitableNetworkException.class)
        .hasMessage(
            "layer 2 has a bias, which Deeplearning4j's fit decays in place of some of its weights:"
                + " write hasBias(false), or train the network by a training class");
  }

  static Stream<Arguments> recipes() {
    return Stream.of(
        Arguments.of("Sgd", with(new Sgd(RATE), base -> base.l2(DECAY))),
        Arguments.of("Nesterovs", with(new Nesterovs(RATE, MOMENTUM), base -> base.l2(DECAY))),
        Arguments.of(
            "Nesterovs, biases under rectifiers",
            TinyExperiments.rectified(
                builder(new Nesterovs(RATE, MOMENTUM)).l2(DECAY),
                /* logarithmicStatistics= */ true)),
        Arguments.of(
            "Nesterovs, decoupled",
            with(new Nesterovs(RATE, MOMENTUM), base -> base.weightDecay(DECAY))));
  }

  private static MultiLayerConfiguration with(
      IUpdater updater, UnaryOperator<NeuralNetConfiguration.Builder> more) {
    return cnn(more.apply(builder(updater)), true);
  }

  private static NeuralNetConfiguration.Builder builder(IUpdater updater) {
    return new NeuralNetConfiguration.Builder().seed(1).dataType(DataType.DOUBLE).updater(updater);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recipes")
  void isOneRunWithTheHandWrittenNetwork(String name, MultiLayerConfiguration declared) {
    MultiLayerConfiguration converted = ModelConversion.toExponential(declared, LENGTH);
    MultiLayerNetwork reference = fitted(declared, STEPS);
    MultiLayerNetwork exponential = network(converted);
    exponential.addListeners(new ScaleListener(schedule(converted)));

    fit(exponential, STEPS);

    assertThat(deviation(exponential, reference, true)).isLessThan(ROUNDING);
    assertThat(deviation(exponential, reference, false)).isLessThan(ROUNDING);
  }

  @Test
  void withoutTheListenerEpsilonAndStatisticsAreLeftBehind() {
    MultiLayerConfiguration declared = with(new Nesterovs(RATE, MOMENTUM), base -> base.l2(DECAY));
    MultiLayerNetwork reference = fitted(declared, STEPS);

    MultiLayerNetwork exponential = fitted(ModelConversion.toExponential(declared, LENGTH), STEPS);

    assertThat(deviation(exponential, reference, true)).isGreaterThan(FAILURE);
    assertThat(deviation(exponential, reference, false)).isGreaterThan(FAILURE);
  }

  @Test
  void theConvertedRateInNesterovsIsAnotherRun() {
    MultiLayerConfiguration declared = with(new Nesterovs(RATE, MOMENTUM), base -> base.l2(DECAY));
    MultiLayerConfiguration naive = ModelConversion.toExponential(declared, LENGTH);
    ConvertedSchedule schedule = schedule(naive);
    for (NeuralNetConfiguration each : naive.getConfs()) {
      if (each.getLayer() instanceof org.deeplearning4j.nn.conf.layers.ConvolutionLayer layer) {
        layer.setIUpdater(new Nesterovs(schedule, MOMENTUM));
      }
    }

    assertThat(deviation(fitted(naive, STEPS), fitted(declared, STEPS), true))
        .isGreaterThan(FAILURE);
  }

  @Test
  void aConfigurationFromJsonTrainsInTheSameBits() {
    MultiLayerConfiguration converted =
        ModelConversion.toExponential(
            with(new Nesterovs(RATE, MOMENTUM), base -> base.l2(DECAY)), LENGTH);

    MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(converted.toJson());

    assertThat(read).isEqualTo(converted);
    assertThat(fitted(read, 20).params()).isEqualTo(fitted(converted, 20).params());
  }

  @Test
  void aSavedModelGoesOnWithoutWeightDecayAndSurvivesSaving(@TempDir Path directory)
      throws Exception {
    File saved = directory.resolve("declared.zip").toFile();
    File converted = directory.resolve("converted.zip").toFile();
    MultiLayerNetwork reference =
        fitted(with(new Nesterovs(RATE, MOMENTUM), base -> base.l2(DECAY)), 30);
    reference.save(saved);

    ConvertedSchedule schedule = ModelConversion.toExponential(saved, converted, LENGTH);
    MultiLayerNetwork exponential = MultiLayerNetwork.load(converted, true);
    exponential.addListeners(new ScaleListener(schedule));
    fit(exponential, 60);
    exponential.save(saved);
    MultiLayerNetwork loaded = MultiLayerNetwork.load(saved, true);
    loaded.addListeners(new ScaleListener(schedule));
    fit(loaded, STEPS);
    fit(reference, STEPS);

    assertThat(schedule.plan().origin()).isEqualTo(30);
    assertThat(deviation(loaded, reference, true)).isLessThan(ROUNDING);
    assertThat(deviation(loaded, reference, false)).isLessThan(ROUNDING);
  }

  @Test
  void pastItsEndTheRecipeSaysSo() {
    MultiLayerNetwork network =
        network(
            ModelConversion.toExponential(
                with(new Sgd(0.05), base -> base.l2(DECAY)), new RunLength(2, 10)));

    assertThatThrownBy(() -> fit(network, 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("iterations 0 … 1, but this is iteration 2");
  }

  static Stream<Arguments> refused() {
    UnaryOperator<NeuralNetConfiguration.Builder> decayed = base -> base.l2(DECAY);
    Sgd sgd = new Sgd(0.05);
    return Stream.of(
        Arguments.of(with(new Adam(1e-3), decayed), "declare @AdamW"),
        Arguments.of(with(new AMSGrad(1e-3), decayed), "trained by AMSGrad"),
        Arguments.of(with(new Nadam(1e-3), decayed), "trained by Nadam"),
        Arguments.of(with(new RmsProp(1e-3), decayed), "divides each gradient by the size"),
        Arguments.of(with(new AdaGrad(1e-3), decayed), "Write Sgd or Nesterovs"),
        Arguments.of(with(sgd, base -> base.l1(DECAY)), "L1 penalty"),
        Arguments.of(with(sgd, base -> base.l1(DECAY).l2(DECAY)), "L1 penalty"),
        Arguments.of(
            with(sgd, base -> base.weightDecay(DECAY, false)),
            "write .weightDecay(coefficient / learningRate, true)"),
        Arguments.of(with(sgd, base -> base.l2(DECAY).l2Bias(DECAY)), "remove .l2Bias(…)"),
        Arguments.of(
            with(
                sgd,
                base ->
                    base.l2(DECAY)
                        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                        .gradientNormalizationThreshold(1)),
            "clips or normalizes its gradient"),
        Arguments.of(
            with(
                sgd,
                base ->
                    base.l2(DECAY)
                        .constrainWeights(
                            new org.deeplearning4j.nn.conf.constraint.MaxNormConstraint(1, 1))),
            "a constraint fixes the scale of the weights"),
        Arguments.of(with(sgd, base -> base), "it has no weight decay"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("refused")
  void whatHasNoEquivalentIsRefusedWithWhatToWrite(
      MultiLayerConfiguration declared, String message) {
    assertThatThrownBy(() -> ModelConversion.toExponential(declared, LENGTH))
        .isInstanceOf(UnsuitableNetworkException.class)
        .hasMessageContaining(message);
  }

  @Test
  void tooStrongADecayIsRefused() {
    MultiLayerConfiguration declared = with(new Nesterovs(0.5, 0.9), base -> base.l2(0.5));

    assertThatThrownBy(() -> ModelConversion.toExponential(declared, LENGTH))
        .isInstanceOf(InconvertibleRecipeException.class);
  }

  private static ConvertedSchedule schedule(MultiLayerConfiguration converted) {
    var layer =
        (org.deeplearning4j.nn.conf.layers.ConvolutionLayer) converted.getConf(0).getLayer();
    return ((ConvertedSgd) layer.getIUpdater()).schedule();
  }

  private static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration.clone());
    network.init();
    return network;
  }

  private static MultiLayerNetwork fitted(MultiLayerConfiguration configuration, int steps) {
    MultiLayerNetwork network = network(configuration);
    fit(network, steps);
    return network;
  }

  /** Continues to an iteration, in epochs of ten batches. */
  private static void fit(MultiLayerNetwork network, int end) {
    List<DataSet> images = TinyExperiments.images();
    while (network.getIterationCount() < end) {
      int batch = network.getIterationCount() % 10;
      network.setEpochCount(network.getIterationCount() / 10);
      network.fit(DataSet.merge(images.subList(16 * batch, 16 * batch + 16)));
    }
  }

  private static double deviation(
      MultiLayerNetwork actual, MultiLayerNetwork expected, boolean training) {
    INDArray features =
        DataSet.merge(TinyExperiments.images().subList(0, 32))
            .getFeatures()
            .castTo(DataType.DOUBLE);
    return actual
        .output(features, training)
        .sub(expected.output(features, training))
        .amaxNumber()
        .doubleValue();
  }
}
