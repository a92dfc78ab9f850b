package org.texp4j.dl4j.normalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.train.Backend;

class ExampleNormalizationTest {

  private static final InputType IMAGES = InputType.convolutional(4, 4, 6);

  @BeforeAll
  static void startBackend() {
    Backend.start();
  }

  @Test
  void decayActsOnNeitherGammaNorBeta() {
    MultiLayerNetwork network = network(new LayerNormalization());
    network.setParam("1_gamma", Nd4j.valueArrayOf(4, 3f));
    double penalty = network.calcRegularizationScore(true);

    network.setParam("1_gamma", Nd4j.valueArrayOf(4, 300f));

    assertThat(network.calcRegularizationScore(true)).isEqualTo(penalty).isPositive();
    for (String parameter : List.of("gamma", "beta")) {
      var layer = network.getLayer(1).conf().getLayer();
      assertThat(layer.getRegularizationByParam(parameter)).isNull();
      assertThat(layer.getUpdaterByParam(parameter)).isEqualTo(new Sgd(0.1));
    }
  }

  @Test
  void anUpdaterOfItsOwnTrainsGammaAndBeta() {
    MultiLayerNetwork network =
        network(new LayerNormalization.Builder().updater(new NoOp()).build());
    INDArray weights = network.getParam("0_W").dup();
    INDArray labels = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}});

    network.fit(new DataSet(Nd4j.rand(DataType.FLOAT, 2, 3), labels));

    assertThat(network.getParam("0_W")).isNotEqualTo(weights);
    assertThat(network.getLayer(1).conf().getLayer().getUpdaterByParam("gamma"))
        .isEqualTo(new NoOp());
    assertThat(network.getUpdater().getStateViewArray()).isNull();
  }

  @Test
  void parametersStartAsTheIdentity() {
    MultiLayerNetwork network = network(new LayerNormalization());
    assertThat(network.getParam("1_gamma")).isEqualTo(Nd4j.ones(DataType.FLOAT, 4));
    assertThat(network.getParam("1_beta")).isEqualTo(Nd4j.zeros(DataType.FLOAT, 4));
    assertThat(network(new RmsNormalization()).getLayer(1).paramTable()).containsOnlyKeys("gamma");
  }

  @Test
  void everySettingCounts() {
    GroupNormalization layer = new GroupNormalization.Builder(2).epsilon(1e-3).name("n").build();

    assertThat(layer)
        .isEqualTo(new GroupNormalization.Builder(2).epsilon(1e-3).name("n").build())
        .isEqualTo(layer.clone())
        .isNotEqualTo(new GroupNormalization.Builder(3).epsilon(1e-3).name("n").build())
        .isNotEqualTo(new GroupNormalization.Builder(2).epsilon(1e-4).name("n").build())
        .isNotEqualTo(
            new GroupNormalization.Builder(2).epsilon(1e-3).name("n").affine(false).build())
        .isNotEqualTo(new GroupNormalization.Builder(2).epsilon(1e-3).name("m").build())
        .isNotEqualTo(new LayerNormalization.Builder().epsilon(1e-3).name("n").build());
    assertThat(new LayerNormalization()).isNotEqualTo(new InstanceNormalization());
    assertThat(layer.getEpsilon()).isEqualTo(1e-3);
    assertThat(layer.getGroups()).isEqualTo(2);
    assertThat(new LayerNormalization().getEpsilon()).isEqualTo(1e-5);
  }

  @Test
  void groupsThatDoNotDivideTheChannelsAreRefused() {
    assertThatThrownBy(
            () -> network(IMAGES, new GroupNormalization.Builder(4).name("norm 1").build()))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessage(
            "group normalization 'norm 1' cannot divide 6 channels into 4 groups of equal size:"
                + " choose a divisor of 6");
    assertThatThrownBy(
            () -> network(null, new GroupNormalization.Builder(4).name("n").channels(6).build()))
        .hasMessageContaining("cannot divide 6 channels into 4 groups");
  }

  @Test
  void singleValuesAreNotNormalized() {
    assertThatThrownBy(() -> network(InputType.feedForward(5), new InstanceNormalization()))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContaining("would normalize single values")
        .hasMessageContaining("5 channels");
    assertThatThrownBy(() -> network(InputType.convolutional(1, 1, 3), new InstanceNormalization()))
        .hasMessageContaining("would normalize single values");
  }

  @Test
  void inputsThatItCannotReadAreRefused() {
    assertThatThrownBy(
            () ->
                network(
                    InputType.convolutional(4, 4, 6, CNN2DFormat.NHWC), new LayerNormalization()))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContaining("reads images in the format NCHW, vectors and sequences, not");
    assertThatThrownBy(
            () -> network(InputType.recurrent(6), new GroupNormalization.Builder(2).build()))
        .hasMessageContaining("reads images in the format NCHW and vectors, not");
    assertThatThrownBy(() -> network(null, new LayerNormalization()))
        .hasMessageContaining("does not know its number of channels: call setInputType(…)");
    assertThatThrownBy(
            () -> network(IMAGES, new LayerNormalization()).output(Nd4j.ones(2, 5, 4, 4)))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("of 6 channels cannot read an array of shape [2, 5, 4, 4]");
  }

  @Test
  void otherDataTypesAreRefused() {
    var configuration =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.FLOAT16)
            .list()
            .layer(new RmsNormalization.Builder().name("norm").build())
            .setInputType(IMAGES)
            .build();

    assertThatThrownBy(() -> new MultiLayerNetwork(configuration).init())
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessage("RMS normalization 'norm' computes in FLOAT or DOUBLE, not in HALF");
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new GroupNormalization.Builder(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("groups must be positive, not 0");
    assertThatThrownBy(() -> new LayerNormalization.Builder().epsilon(-1))
        .hasMessage("epsilon must be finite and not negative, not -1.0");
    assertThatThrownBy(() -> new LayerNormalization.Builder().channels(0))
        .hasMessage("channels must be positive, not 0");
  }

  private static MultiLayerNetwork network(ExampleNormalization layer) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(0.1))
                .l2(0.01)
                .list()
                .layer(new DenseLayer.Builder().nOut(4).activation(Activation.TANH).build())
                .layer(layer)
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(3))
                .build());
    network.init();
    return network;
  }

  private static MultiLayerNetwork network(InputType input, ExampleNormalization layer) {
    var list = new NeuralNetConfiguration.Builder().list().layer(layer);
    MultiLayerNetwork network =
        new MultiLayerNetwork((input == null ? list : list.setInputType(input)).build());
    network.init();
    return network;
  }
}
