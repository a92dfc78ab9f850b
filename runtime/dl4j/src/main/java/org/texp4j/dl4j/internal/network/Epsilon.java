package org.texp4j.dl4j.internal.network;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.layers.mkldnn.BatchNormEpsilon;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNBatchNormHelper;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.texp4j.dl4j.normalization.AdjustableEpsilon;

/** The ε of a normalization layer, wherever the layer keeps it. */
public interface Epsilon {

  /** Returns the present ε. */
  double get();

  /** Sets ε for the next pass, forward and backward. */
  void set(double epsilon);

  /**
   * The ε of a layer.
   *
   * @throws IllegalArgumentException if the layer normalizes nothing
   */
  static Epsilon of(Layer layer) {
    if (layer
        instanceof org.deeplearning4j.nn.layers.normalization.BatchNormalization normalization) {
      return new OfBatchNormalization(normalization);
    }
    if (layer instanceof AdjustableEpsilon adjustable) {
      return new OfAdjustable(adjustable);
    }
    if (layer instanceof BaseWrapperLayer wrapper) {
      return of(wrapper.getUnderlying());
    }
    throw new IllegalArgumentException("no epsilon in " + layer.getClass().getName());
  }

  /**
   * The ε of batch normalization, which is in the configuration and in a copy that oneDNN keeps.
   */
  record OfBatchNormalization(org.deeplearning4j.nn.layers.normalization.BatchNormalization layer)
      implements Epsilon {

    @Override
    public double get() {
      return configuration().getEps();
    }

    @Override
    public void set(double epsilon) {
      configuration().setEps(epsilon);
      if (layer.getHelper() instanceof MKLDNNBatchNormHelper helper) {
        BatchNormEpsilon.set(helper, epsilon);
      }
    }

    private BatchNormalization configuration() {
      return (BatchNormalization) layer.conf().getLayer();
    }
  }

  /** The ε of one of this project's layers. */
  record OfAdjustable(AdjustableEpsilon layer) implements Epsilon {

    @Override
    public double get() {
      return layer.epsilon();
    }

    @Override
    public void set(double epsilon) {
      layer.epsilon(epsilon);
    }
  }
}
