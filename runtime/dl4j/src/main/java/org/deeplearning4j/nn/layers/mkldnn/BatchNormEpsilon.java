package org.deeplearning4j.nn.layers.mkldnn;

/**
 * Access to the ε that Deeplearning4j's oneDNN batch normalization holds on to.
 *
 * <p>{@link MKLDNNBatchNormHelper} passes ε to its forward operation once, when the operation is
 * first used, and reads it from the configuration for the backward pass. Changing the configuration
 * alone would leave the two passes with different values. The operation is visible to this package
 * only.
 */
public final class BatchNormEpsilon {

  private BatchNormEpsilon() {}

  /** Sets the ε of the forward operation, where there already is one. */
  public static void set(MKLDNNBatchNormHelper helper, double epsilon) {
    if (helper.context != null) {
      helper.context.setTArguments(epsilon);
    }
  }
}
