package org.texp4j.dl4j.normalization;

/**
 * Layer normalization: each example is one group (Ba, Kiros and Hinton, 2016, arXiv 1607.06450).
 *
 * <p>An image is normalized over channels, height and width, with one γ and β per channel, as by
 * PyTorch's {@code GroupNorm(1, C)}. PyTorch's {@code LayerNorm([C, H, W])} uses the same mean and
 * variance, but one γ and β per value; its {@code LayerNorm(C)} and Keras' {@code
 * LayerNormalization} normalize the last axis only. On vectors all of these are the same. A
 * sequence is normalized over its channels, each position by itself, as by {@code LayerNorm(C)}.
 */
public final class LayerNormalization extends ExampleNormalization {

  private static final long serialVersionUID = 1;

  /** Creates the layer with all defaults. */
  public LayerNormalization() {
    this(new Builder());
  }

  private LayerNormalization(Builder builder) {
    super(builder);
  }

  @Override
  String kind() {
    return "layer normalization";
  }

  @Override
  boolean readsSequences() {
    return true;
  }

  /** Builds a layer normalization. */
  public static final class Builder
      extends ExampleNormalization.Builder<Builder, LayerNormalization> {

    /** Starts with all defaults. */
    public Builder() {
      super(LayerNormalization::new);
    }
  }
}
