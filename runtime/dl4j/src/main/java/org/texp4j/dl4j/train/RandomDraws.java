package org.texp4j.dl4j.train;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;

/**
 * Whether a network may draw random numbers at every step, for which each step then has a seed of
 * its own: by dropout, weight noise, randomized rectifiers, or code of the user.
 */
final class RandomDraws {

  private static final List<String> LIBRARIES =
      List.of("org.deeplearning4j.", "org.texp4j.dl4j.normalization.");

  private RandomDraws() {}

  static boolean in(NetworkDescription network) {
    return network.nodes().stream().anyMatch(RandomDraws::in);
  }

  private static boolean in(Node node) {
    return node.layer() == null
        ? isOfUser(node.vertex())
        : node.preprocessor() != null && isOfUser(node.preprocessor())
            || layers(node.layer()).stream().anyMatch(RandomDraws::in);
  }

  private static boolean isOfUser(Object part) {
    return LIBRARIES.stream().noneMatch(part.getClass().getName()::startsWith);
  }

  /** A layer and those that it holds. */
  private static List<Layer> layers(Layer layer) {
    List<Layer> layers = new ArrayList<>(List.of(layer));
    if (layer instanceof BaseWrapperLayer wrapper) {
      layers.addAll(layers(wrapper.getUnderlying()));
    } else if (layer instanceof FrozenLayer frozen) {
      layers.addAll(layers(frozen.getLayer()));
    } else if (layer instanceof Bidirectional both) {
      layers.addAll(layers(both.getFwd()));
      layers.addAll(layers(both.getBwd()));
    }
    return layers;
  }

  private static boolean in(Layer layer) {
    return layer.getIDropout() != null
        || layer instanceof BaseLayer base
            && (base.getWeightNoise() != null || isRandom(base.getActivationFn()))
        || layer instanceof ActivationLayer activation && isRandom(activation.getActivationFn())
        || isOfUser(layer);
  }

  private static boolean isRandom(IActivation activation) {
    return activation instanceof ActivationRReLU
        || activation != null && !activation.getClass().getName().startsWith("org.nd4j.");
  }
}
