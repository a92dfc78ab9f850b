package org.texp4j.dl4j.internal.backend.m21;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

@SuppressWarnings("deprecation") // of the Graves layers, which networks still have
class UncachedLayersTest {

  private static final DataSet BATCH = new DataSet(Nd4j.rand(2, 3, 4), Nd4j.rand(2, 2, 4));

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .cacheMode(CacheMode.DEVICE)
                .list()
                .layer(
                    new GravesBidirectionalLSTM.Builder()
                        .nOut(3)
                        .activation(Activation.TANH)
                        .build())
                .layer(
                    new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.recurrent(3, 4))
                .build());
    network.init();
    return network;
  }

  @Test
  void aBidirectionalLayerComputesAgainWhatItWouldKeep() {
    MultiLayerNetwork network = network();
    UncachedLayers.in(network.getLayers());

    assertThatCode(() -> network.fit(BATCH)).doesNotThrowAnyException();
  }

  /** If this fails, the fault is gone, and so can the class be. */
  @Test
  void deeplearning4jsOwnFails() {
    MultiLayerNetwork network = network();

    assertThatThrownBy(() -> network.fit(BATCH)).hasMessageContaining("incorrect workspace");
  }
}
