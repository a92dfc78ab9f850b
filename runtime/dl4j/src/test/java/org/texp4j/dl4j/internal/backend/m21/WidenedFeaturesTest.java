package org.texp4j.dl4j.internal.backend.m21;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.internal.network.NetworkModel;

/** A network in double computes on features in float what it computes on the same in double. */
class WidenedFeaturesTest {

  private static final InputType SEQUENCES = InputType.recurrent(3, 12);
  private static final InputType IMAGES = InputType.convolutional(8, 8, 3);
  private static final Layer RECTIFIER = new ActivationLayer(Activation.RELU);

  static Stream<Arguments> firstLayers() {
    return Stream.of(
        Arguments.of(SEQUENCES, new Convolution1DLayer.Builder(3).nOut(4).build()),
        Arguments.of(IMAGES, new Deconvolution2D.Builder(3, 3).nOut(4).build()),
        Arguments.of(IMAGES, RECTIFIER));
  }

  @ParameterizedTest
  @MethodSource("firstLayers")
  void theGradientIsTheSameToTheBit(InputType input, Layer layer) {
    INDArray features = features(input);
    NetworkModel network = NetworkModel.of(network(input, layer));

    assertThat(gradient(network, features))
        .isEqualTo(gradient(network, features.castTo(DataType.DOUBLE)));
    assertThat(Bits.of(network.output(features, false)))
        .isEqualTo(Bits.of(network.output(features.castTo(DataType.DOUBLE), false)));
  }

  /** If this fails, {@link WidenedFeatures} may no longer be needed. */
  @Test
  void deeplearning4jsOwnStillFails() {
    assertThatThrownBy(
            () -> network(IMAGES, RECTIFIER).fit(new DataSet(features(IMAGES), labels())))
        .hasMessage("Op [relu_bp] execution failed");
  }

  private static double[] gradient(NetworkModel network, INDArray features) {
    network.computeGradient(Batch.of(new DataSet(features, labels())));
    return Bits.of(network.updater().getFlattenedGradientsView());
  }

  private static INDArray features(InputType input) {
    Nd4j.getRandom().setSeed(3);
    long[] shape = input.getShape(true);
    shape[0] = TinyExperiments.CLASSES;
    return Nd4j.randn(DataType.FLOAT, shape);
  }

  private static INDArray labels() {
    return Nd4j.eye(TinyExperiments.CLASSES);
  }

  private static MultiLayerNetwork network(InputType input, Layer layer) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .list()
                .layer(layer)
                .layer(new GlobalPoolingLayer(PoolingType.AVG))
                .layer(TinyExperiments.output())
                .setInputType(input)
                .build());
    network.init();
    return network;
  }
}
