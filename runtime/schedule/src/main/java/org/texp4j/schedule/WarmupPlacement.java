package org.texp4j.schedule;

/** Where a {@link Warmup} is placed. */
public enum WarmupPlacement {
  /**
   * In front: the rate rises to the first value of the main curve, which then begins at its own
   * step 0 (Hugging Face, optax, timm with {@code warmup_prefix}).
   */
  BEFORE,
  /**
   * Over the first steps of the main curve, which is multiplied by the factor (PyTorch's LinearLR
   * and ConstantLR chained with another scheduler).
   */
  OVER
}
