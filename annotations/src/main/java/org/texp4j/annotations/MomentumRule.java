package org.texp4j.annotations;

/** How the velocity enters the update. */
public enum MomentumRule {
  /** v ← γv + g, θ ← θ − ηv: the rate multiplies the whole velocity, as in PyTorch's SGD. */
  @UpdateRule(
      states = "v",
      momentum = "momentum",
      requires = {"momentum >= 0", "momentum < 1", "dampening >= 0", "dampening < 1"},
      step = {"v = momentum * v + (1 - dampening) * g", "w = w - rate * v"})
  HEAVY_BALL,
  /** v ← γv + g, θ ← θ − η(g + γv): PyTorch's SGD with {@code nesterov=True}. */
  @UpdateRule(
      states = "v",
      momentum = "momentum",
      requires = {"momentum >= 0", "momentum < 1"},
      step = {"v = momentum * v + g", "w = w - rate * (g + momentum * v)"})
  NESTEROV,
  /** v ← γv + ηg, θ ← θ − v: the rate is inside the velocity, as in Keras and Caffe. */
  @UpdateRule(
      states = "v",
      momentum = "momentum",
      requires = {"momentum >= 0", "momentum < 1", "dampening >= 0", "dampening < 1"},
      step = {"v = momentum * v + rate * (1 - dampening) * g", "w = w - v"})
  RATE_IN_VELOCITY,
  /**
   * v ← γv + ηg, θ ← θ − (ηg + γv): Deeplearning4j's {@code Nesterovs}, and Keras's SGD with {@code
   * nesterov=True}.
   */
  @UpdateRule(
      states = "v",
      momentum = "momentum",
      requires = {"momentum >= 0", "momentum < 1"},
      step = {"v = momentum * v + rate * g", "w = w - (rate * g + momentum * v)"})
  NESTEROV_RATE_IN_VELOCITY
}
