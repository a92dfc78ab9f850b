package org.texp4j.annotations;

/** What a shape is a shape of. */
public enum Hyperparameter {
  /** The learning rate η; its initial value is that in {@link Schedule}. */
  LEARNING_RATE,
  /** The weight decay λ; its initial value is that in {@link WeightDecay}. */
  WEIGHT_DECAY,
  /**
   * The momentum γ, or β₁ of {@link AdamW}; its initial value is that in {@link Momentum} or {@link
   * AdamW}.
   */
  MOMENTUM
}
