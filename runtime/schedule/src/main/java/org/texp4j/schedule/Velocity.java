package org.texp4j.schedule;

/** How the velocity of {@link Sgd} enters the update. */
public enum Velocity {
  /**
   * v ← γv + g, θ ← θ − ηv: the rate multiplies the whole velocity. PyTorch's SGD; Li and Arora
   * 2020, Definition 1.2.
   */
  HEAVY_BALL(false, false),
  /** v ← γv + g, θ ← θ − η(g + γv): PyTorch's SGD with {@code nesterov=True}. */
  NESTEROV(true, false),
  /** v ← γv + ηg, θ ← θ − v: the rate inside the velocity, as in Keras and Caffe. */
  RATE_IN_VELOCITY(false, true),
  /**
   * v ← γv + ηg, θ ← θ − ηg − γv: Keras' SGD with {@code nesterov=True} and Deeplearning4j's {@code
   * Nesterovs}, which both keep v with the opposite sign.
   */
  NESTEROV_RATE_IN_VELOCITY(true, true);

  private final boolean looksAhead;
  private final boolean rateInside;

  Velocity(boolean looksAhead, boolean rateInside) {
    this.looksAhead = looksAhead;
    this.rateInside = rateInside;
  }

  /** Whether the step uses the velocity that the next multiplication by γ will give. */
  boolean looksAhead() {
    return looksAhead;
  }

  /** Whether the rate multiplies the gradient as it enters the velocity. */
  boolean rateInside() {
    return rateInside;
  }
}
