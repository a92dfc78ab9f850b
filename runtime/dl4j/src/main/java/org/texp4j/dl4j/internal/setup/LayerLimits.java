package org.texp4j.dl4j.internal.setup;

import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;

/** Layers of Deeplearning4j 1.0.0-M2.1 that cannot do what a run needs. */
final class LayerLimits {

  private LayerLimits() {}

  /**
   * Refuses a network with a layer that no run can hold.
   *
   * @throws UnsuitableNetworkException if it has one
   */
  static void check(NetworkDescription network) {
    for (Node node : network.nodes()) {
      if (node.layer() instanceof OCNNOutputLayer) {
        throw new UnsuitableNetworkException(
            node.label()
                + " is an OCNNOutputLayer, whose threshold depends on a count of epochs that"
                + " Deeplearning4j keeps outside of its parameters, so that no run could be resumed"
                + " or converted: use an OutputLayer with XENT, or another detector of outliers");
      }
    }
  }

  /**
   * Refuses a network with a layer that Deeplearning4j computes in float only.
   *
   * @throws UnsuitableNetworkException if it has one
   */
  static void checkForDouble(NetworkDescription network) {
    for (Node node : network.nodes()) {
      if (hasRandomSlopes(node.layer())) {
        throw new UnsuitableNetworkException(
            node.label()
                + " has a randomized rectifier, which Deeplearning4j computes in float only, while"
                + " verify and the test of an exponential form compute in double: use LEAKYRELU, or"
                + " train as WEIGHT_DECAY");
      }
    }
  }

  private static boolean hasRandomSlopes(Layer layer) {
    return layer instanceof ActivationLayer activation
            && activation.getActivationFn() instanceof ActivationRReLU
        || layer instanceof BaseLayer base && base.getActivationFn() instanceof ActivationRReLU;
  }
}
