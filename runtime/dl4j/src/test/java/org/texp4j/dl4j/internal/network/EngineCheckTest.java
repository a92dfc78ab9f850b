package org.texp4j.dl4j.internal.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.internal.backend.RandomState;
import org.texp4j.dl4j.train.Backend;

class EngineCheckTest {

  private static final int EXAMPLES = 9;

  @BeforeAll
  static void start() {
    Backend.start();
  }

  private static MultiLayerNetwork network(int channels, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(1).dataType(DataType.FLOAT).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            list.layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(5, 5, channels))
                .build());
    network.init();
    return network;
  }

  private static Layer convolution() {
    return new ConvolutionLayer.Builder(3, 3).nOut(4).convolutionMode(ConvolutionMode.Same).build();
  }

  private static Batch batch(int channels) {
    Nd4j.getRandom().setSeed(5);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, EXAMPLES, 3);
    for (int i = 0; i < EXAMPLES; i++) {
      labels.putScalar(i, i % 3, 1);
    }
    return new Batch(
        List.of(Nd4j.randn(DataType.FLOAT, EXAMPLES, channels, 5, 5)),
        List.of(labels),
        List.of(),
        List.of());
  }

  private static NetworkModel prepared(int channels, MultiLayerNetwork network) {
    NetworkModel model = NetworkModel.of(network);
    model.prepare(batch(channels), 3);
    return model;
  }

  @Test
  void aSoundNetworkIsRunAsAProgramThoughItDrawsRandomNumbers() {
    NetworkModel model =
        prepared(
            2,
            network(
                2,
                convolution(),
                new BatchNormalization(),
                new ActivationLayer(new ActivationRReLU()),
                new DenseLayer.Builder()
                    .nOut(5)
                    .dropOut(new Dropout(0.5))
                    .weightNoise(new DropConnect(0.5))
                    .build()));
    assertThat(model.computedBy()).startsWith("oneDNN, except these by Deeplearning4j: ");
  }

  /** Without its dropout, the first layer of a row leaves Deeplearning4j's workspace. */
  @Test
  void aNetworkMayBeginWithDropout() {
    NetworkModel model = prepared(2, network(2, new DropoutLayer(0.5), convolution()));

    assertThat(model.computedBy()).startsWith("oneDNN, except these by Deeplearning4j: dropout");
  }

  /** Deeplearning4j has a gradient of what is no parameter then, in memory that is gone. */
  @Test
  void scaleAndShiftMayBeLocked() {
    NetworkModel model =
        prepared(
            2,
            network(
                2, convolution(), new BatchNormalization.Builder().lockGammaBeta(true).build()));

    assertThat(model.computedBy()).isEqualTo("oneDNN");
  }

  @Test
  void nothingChanges() {
    MultiLayerNetwork network =
        network(
            2,
            convolution(),
            new BatchNormalization(),
            new DenseLayer.Builder().nOut(5).dropOut(new Dropout(0.5)).build());
    INDArray parameters = network.params().dup();
    String configuration = network.getLayerWiseConfigurations().toJson();
    NetworkModel model = NetworkModel.of(network);
    INDArray gradient = network.getGradientsViewArray().dup();
    Batch batch = batch(2);
    RandomState before = RandomState.now();

    model.prepare(batch, 3);

    assertThat(RandomState.now()).isEqualTo(before);
    assertThat(network.params()).isEqualTo(parameters);
    assertThat(network.getGradientsViewArray()).isEqualTo(gradient);
    assertThat(network.getLayerWiseConfigurations().toJson()).isEqualTo(configuration);
  }

  /** Deeplearning4j 1.0.0-M2.1 computes something else there; whoever is right, they differ. */
  @Test
  void theLayerThatDiffersIsNamed() {
    Layer separable =
        new SeparableConvolution2D.Builder(3, 3)
            .nOut(1)
            .convolutionMode(ConvolutionMode.Same)
            .build();
    MultiLayerNetwork network = network(1, separable, new DenseLayer.Builder().nOut(5).build());
    NetworkModel model = prepared(1, network);
    assertThat(model.computedBy())
        .isEqualTo(
            "Deeplearning4j, since in a oneDNN program layer 0 (SeparableConvolution2DLayer) would"
                + " compute something else than Deeplearning4j's");
    Batch batch = batch(1);
    assertThat(model.output(batch.features().get(0), false))
        .isEqualTo(network.output(batch.features().get(0), false));
  }

  /** Right where Deeplearning4j's networks compute it, and twice as much in a program. */
  public static final class Deceiver extends SameDiffLambdaLayer {

    private static final long serialVersionUID = 1;

    /** Deeplearning4j makes its own. */
    public Deceiver() {}

    @Override
    public SDVariable defineLayer(SameDiff graph, SDVariable input) {
      boolean inProgram =
          Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread().stream()
              .anyMatch(each -> each.getId().equals("TEXP_FALLBACK") && each.isScopeActive());
      return input.mul(inProgram ? 2 : 1);
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
      return input;
    }
  }

  @Test
  void aFallbackThatDiffersIsFound() {
    NetworkModel model = prepared(2, network(2, convolution(), new Deceiver(), convolution()));
    assertThat(model.computedBy())
        .startsWith("Deeplearning4j, since in a oneDNN program its results would differ");
  }
}
