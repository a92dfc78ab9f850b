package org.texp4j.dl4j.internal.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.internal.network.Deeplearning4jNetwork;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.train.Backend;

/** Batches of shapes for which a network was not made: an error before anything is read. */
class WrongShapesTest {

  private static final int EXAMPLES = 8;

  @BeforeAll
  static void start() {
    Backend.start();
  }

  private static MultiLayerNetwork network(InputType input, Layer first) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.FLOAT)
                .list(
                    first, new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(input)
                .build());
    network.init();
    return network;
  }

  private static NetworkModel dense() {
    return NetworkModel.of(
        network(InputType.feedForward(4), new DenseLayer.Builder().nOut(5).build()));
  }

  private static INDArray zeros(long... shape) {
    return Nd4j.zeros(DataType.FLOAT, shape);
  }

  private static Batch batch(INDArray features, INDArray labels) {
    return new Batch(List.of(features), List.of(labels), List.of(), List.of());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 9, 1_000_000})
  void featuresOfAnotherWidth(int columns) {
    NetworkModel network = dense();
    INDArray features = zeros(EXAMPLES, columns);
    for (boolean trainedBefore : new boolean[] {false, true}) {
      if (trainedBefore) {
        network.computeGradient(batch(zeros(EXAMPLES, 4), zeros(EXAMPLES, 3)));
      }
      assertThatThrownBy(() -> network.computeGradient(batch(features, zeros(EXAMPLES, 3))))
          .hasMessageContaining("[8, " + columns + "]")
          .hasMessageContaining("4");
      assertThatThrownBy(() -> network.output(features, false))
          .hasMessageContaining("[8, " + columns + "]")
          .hasMessageContaining("4");
    }
  }

  @Test
  void aWrongBatchDoesNotKeepTheNextFromItsProgram() {
    NetworkModel network = dense();
    assertThatThrownBy(() -> network.output(zeros(EXAMPLES, 5), false)).isNotNull();
    network.computeGradient(batch(zeros(EXAMPLES, 4), zeros(EXAMPLES, 3)));
    assertThat(network.computedBy()).isEqualTo("oneDNN");
  }

  static Stream<Layer> imageLayers() {
    return Stream.of(
        new ConvolutionLayer.Builder(3, 3).nOut(4).build(),
        new BatchNormalization(),
        new DenseLayer.Builder().nOut(5).build());
  }

  @ParameterizedTest
  @MethodSource("imageLayers")
  void imagesOfAnotherShape(Layer first) {
    NetworkModel network = NetworkModel.of(network(InputType.convolutional(6, 6, 2), first));
    for (long[] shape :
        new long[][] {
          {EXAMPLES, 3, 6, 6},
          {EXAMPLES, 1, 6, 6},
          {EXAMPLES, 2, 7, 6},
          {EXAMPLES, 3, 4, 6},
          {EXAMPLES, 2, 36}
        }) {
      assertThatThrownBy(() -> network.output(zeros(shape), false)).isNotNull();
      assertThatThrownBy(() -> network.computeGradient(batch(zeros(shape), zeros(EXAMPLES, 3))))
          .isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 4000})
  void labelsOfAnotherWidth(int columns) {
    NetworkModel network = dense();
    assertThatThrownBy(
            () -> network.computeGradient(batch(zeros(EXAMPLES, 4), zeros(EXAMPLES, columns))))
        .hasMessageContaining("labels")
        .hasMessageContaining("[8, " + columns + "]")
        .hasMessageContaining("[8, 3]");
  }

  @Test
  void masksAreLeftToDeeplearning4j() {
    MultiLayerNetwork network =
        network(InputType.feedForward(4), new DenseLayer.Builder().nOut(5).build());
    OneDnnNetwork engine =
        OneDnnNetwork.createIfSupported(Deeplearning4jNetwork.of(network)).orElseThrow();
    List<INDArray> features = List.of(zeros(EXAMPLES, 4));
    List<INDArray> labels = List.of(zeros(EXAMPLES, 3));
    List<INDArray> mask = List.of(zeros(EXAMPLES, 1));
    assertThat(engine.supports(new Batch(features, labels, List.of(), List.of()))).isTrue();
    assertThat(engine.supports(new Batch(features, labels, mask, List.of()))).isFalse();
    assertThat(engine.supports(new Batch(features, labels, List.of(), mask))).isFalse();
  }

  /** As they lie in views and in other types: what is read is copied first. */
  @Test
  void otherStridesAndTypesAreRead() {
    NetworkModel network = dense();
    INDArray features = Nd4j.randn(DataType.FLOAT, EXAMPLES, 4);
    INDArray expected = network.output(features, false);
    assertThat(network.output(features.dup('f'), false)).isEqualTo(expected);
    assertThat(network.output(features.transpose().dup().transpose(), false)).isEqualTo(expected);
    assertThat(network.output(features.castTo(DataType.DOUBLE), false)).isEqualTo(expected);
  }
}
