package org.deeplearning4j.nn.layers.convolution;

import org.deeplearning4j.nn.layers.mkldnn.DirectConvolutionHelper;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;

/** Access to a convolution's helper, which is visible to this package only. */
public final class FastConvolution {

  private FastConvolution() {}

  /** Exchanges the oneDNN helper for the faster one, where the layer has it. */
  public static void speedUp(ConvolutionLayer layer) {
    if (layer.helper instanceof MKLDNNConvHelper) {
      layer.helper = new DirectConvolutionHelper();
    }
  }
}
