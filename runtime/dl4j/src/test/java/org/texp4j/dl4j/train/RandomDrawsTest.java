package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.schedule.RecipeForm;

/** What a layer draws at a step does not depend on what was drawn before it. */
class RandomDrawsTest {

  private static final int STEPS = 3;

  /** Noise that the user adds by a layer of his own. */
  public static final class Noise extends SameDiffLambdaLayer {

    private static final long serialVersionUID = 1;

    @Override
    public SDVariable defineLayer(SameDiff graph, SDVariable input) {
      return input.add(graph.random().normal(0, 1, DataType.FLOAT, TinyExperiments.BATCH, 4));
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
      return input;
    }
  }

  static List<Arguments> layers() {
    return List.of(
        layers("dropout", dense(), new DropoutLayer(0.5)),
        layers("dropout of inputs", new DenseLayer.Builder().nOut(4).dropOut(0.5).build()),
        layers(
            "dropped connections",
            new DenseLayer.Builder().nOut(4).weightNoise(new DropConnect(0.5)).build()),
        layers("randomized rectifiers", dense(), new ActivationLayer(Activation.RRELU)),
        layers(
            "randomized rectifiers of a layer",
            new DenseLayer.Builder().nOut(4).activation(Activation.RRELU).build()),
        layers("a layer of the user's own", dense(), new Noise()),
        layers("a frozen layer of the user's own", dense(), new FrozenLayer(new Noise())),
        layers(
            "dropout in a wrapper",
            dense(),
            new RepeatVector.Builder<>(3).build(),
            new LastTimeStep(recurrent())),
        layers(
            "dropout in both directions",
            dense(),
            new RepeatVector.Builder<>(3).build(),
            new LastTimeStep(new Bidirectional(recurrent()))));
  }

  private static Arguments layers(String name, Layer... layers) {
    return Arguments.of(name, List.of(layers));
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nOut(4).activation(Activation.TANH).build();
  }

  private static LSTM recurrent() {
    return new LSTM.Builder().nOut(3).dropOut(0.5).build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void aStepDrawsTheSameWhateverWasDrawnBefore(String name, List<Layer> layers) {
    TrainingRun run = trained(layers, 7);

    assertThat(Bits.of(trained(layers, 8).network().parameters()))
        .isEqualTo(Bits.of(run.network().parameters()));
  }

  private static TrainingRun trained(List<Layer> layers, long seed) {
    Experiment experiment =
        TinyExperiments.onImages(
                TinyExperiments.constantRecipe(STEPS, 0.1, 0, 0), RecipeForm.WEIGHT_DECAY)
            .multiLayerNetwork(base -> network(base, layers))
            .build();
    TrainingRun run = TrainingRun.start(experiment, RunSettings.of(experiment));
    while (run.hasNext()) {
      Nd4j.getRandom().setSeed(seed);
      run.takeStep(run.nextBatch());
    }
    return run;
  }

  private static MultiLayerConfiguration network(
      NeuralNetConfiguration.Builder base, List<Layer> layers) {
    return TinyExperiments.classifier(
        base, layers.stream().map(Layer::clone).toArray(Layer[]::new));
  }
}
