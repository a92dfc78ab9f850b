package org.texp4j.dl4j.internal.setup;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.internal.network.FrozenLayers;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;

/** Layers of Deeplearning4j 1.0.0-M2.1 that cannot do what a run needs. */
final class LayerLimits {

  private static final List<Class<? extends Layer>> LOSSES =
      List.of(
          BaseOutputLayer.class,
          LossLayer.class,
          RnnLossLayer.class,
          CnnLossLayer.class,
          Cnn3DLossLayer.class,
          Yolo2OutputLayer.class,
          SameDiffOutputLayer.class);

  private LayerLimits() {}

  /**
   * Refuses a network with an output without loss, or a layer that no run can hold.
   *
   * @throws UnsuitableNetworkException if it has one
   */
  static void check(NetworkDescription network) {
    for (Node node : network.nodes()) {
      if (network.outputs().contains(node.key()) && !mayHaveLoss(node.layer())) {
        throw new UnsuitableNetworkException(
            node.label()
                + " is an output of the network but has no loss to train it for: end the network in"
                + " an OutputLayer, or in a LossLayer, which has no weights");
      }
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

  /** Whether a layer can be that of an output; one of the user's own may be. */
  private static boolean mayHaveLoss(Layer layer) {
    Optional<Layer> held = FrozenLayers.held(layer);
    if (held.isPresent()) {
      return mayHaveLoss(held.get());
    }
    return layer != null
        && (LOSSES.stream().anyMatch(kind -> kind.isInstance(layer))
            || !layer.getClass().getName().startsWith("org.deeplearning4j."));
  }

  private static boolean hasRandomSlopes(Layer layer) {
    return layer instanceof ActivationLayer activation
            && activation.getActivationFn() instanceof ActivationRReLU
        || layer instanceof BaseLayer base && base.getActivationFn() instanceof ActivationRReLU;
  }
}
