package org.texp4j.annotations;

/** How the velocity enters the update. */
public enum MomentumRule {
  /** v ← γv + g, θ ← θ − ηv: the rate multiplies the whole velocity, as in PyTorch's SGD. */
  HEAVY_BALL,
  /** v ← γv + g, θ ← θ − η(g + γv): PyTorch's SGD with {@code nesterov=True}. */
  NESTEROV,
  /** v ← γv + ηg, θ ← θ − v: the rate is inside the velocity, as in Keras and Caffe. */
  RATE_IN_VELOCITY,
  /**
   * v ← γv + ηg, θ ← θ − (ηg + γv): Deeplearning4j's {@code Nesterovs}, and Keras's SGD with {@code
   * nesterov=True}.
   */
  NESTEROV_RATE_IN_VELOCITY
}
