package org.texp4j.dl4j.internal.network;

import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;

/** Deeplearning4j's two kinds of frozen layers, in a configuration. */
public final class FrozenLayers {

  private FrozenLayers() {}

  /** Returns the layer that a frozen layer holds; empty if a layer is not frozen, or null. */
  public static Optional<Layer> held(Layer layer) {
    if (layer instanceof FrozenLayer frozen) {
      return Optional.of(frozen.getLayer());
    }
    return layer instanceof FrozenLayerWithBackprop frozen
        ? Optional.of(frozen.getUnderlying())
        : Optional.empty();
  }
}
