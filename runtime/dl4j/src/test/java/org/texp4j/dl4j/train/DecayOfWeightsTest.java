package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.schedule.RecipeForm;

/** A decay acts on weights only, wherever Deeplearning4j keeps them. */
class DecayOfWeightsTest {

  private static final double RATE = 0.1;
  private static final double DECAY = 0.3;

  static List<Layer> layers() {
    return List.of(
        new ConvolutionLayer.Builder(3, 3).nOut(4).build(),
        new Deconvolution2D.Builder(3, 3).nOut(4).build(),
        new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(4).build(),
        new SeparableConvolution2D.Builder(3, 3).nOut(4).build(),
        new LocallyConnected2D.Builder()
            .kernelSize(3, 3)
            .nOut(4)
            .activation(Activation.TANH)
            .build());
  }

  /** Of depthwise and separable convolutions, Deeplearning4j's {@code fit} gets that wrong. */
  @ParameterizedTest
  @MethodSource("layers")
  void aDecayActsOnWeightsAndOnNothingElse(Layer layer) {
    Map<String, INDArray> without = afterOneStep(layer, 0);
    Map<String, INDArray> with = afterOneStep(layer, DECAY);
    Map<String, INDArray> initial = start(layer, 0).network().parameterTable();

    initial.forEach(
        (name, tensor) -> {
          double decay = name.endsWith("W") ? RATE * DECAY : 0;
          assertThat(without.get(name).sub(with.get(name)).distance2(tensor.mul(decay)))
              .as(name)
              .isCloseTo(0, within(1e-14));
        });
  }

  private static Map<String, INDArray> afterOneStep(Layer layer, double decay) {
    TrainingRun run = start(layer, decay);
    run.takeStep(run.nextBatch());
    return run.network().parameterTable();
  }

  private static TrainingRun start(Layer layer, double decay) {
    Experiment experiment =
        TinyExperiments.onImages(
                TinyExperiments.constantRecipe(1, RATE, decay, 0), RecipeForm.WEIGHT_DECAY)
            .multiLayerNetwork(
                base ->
                    TinyExperiments.classifier(
                        base.biasInit(0.2),
                        TinyExperiments.convolution(2, false),
                        layer.clone(),
                        new GlobalPoolingLayer(PoolingType.AVG)))
            .build();
    return TrainingRun.start(experiment, RunSettings.of(experiment).withDataType(DataType.DOUBLE));
  }
}
