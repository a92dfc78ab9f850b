package org.texp4j.annotations;

/** A hyperparameter that can have a shape. */
public enum Hyperparameter {
  /** The learning rate η; its initial value is given by {@link Schedule}. */
  LEARNING_RATE,
  /** The weight decay λ; its initial value is given by {@link WeightDecay}. */
  WEIGHT_DECAY,
  /**
   * The momentum γ, or β₁ of {@link AdamW}; its initial value is given by {@link Momentum} or
   * {@link AdamW}.
   */
  MOMENTUM
}
