package org.texp4j.dl4j.internal.backend.m21;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.layers.recurrent.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;

/**
 * Layers that must not keep what they computed in a forward pass for the backward pass.
 *
 * <p>{@code GravesBidirectionalLSTM} keeps it in a workspace where its output may not lie, so that
 * a network with {@code CacheMode.DEVICE} fails.
 */
@SuppressWarnings("deprecation") // of the Graves layers, which networks still have
public final class UncachedLayers {

  private UncachedLayers() {}

  /** Lets these among the layers of a network compute everything again. */
  public static void in(Layer[] layers) {
    for (Layer layer : layers) {
      Layer inner = layer instanceof BaseWrapperLayer wrapper ? wrapper.getUnderlying() : layer;
      if (inner instanceof GravesBidirectionalLSTM) {
        inner.setCacheMode(CacheMode.NONE);
      }
    }
  }
}
