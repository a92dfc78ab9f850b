package org.texp4j.dl4j.normalization;

/**
 * Layer normalization: all of an example is one group (Ba, Kiros and Hinton, 2016, arXiv
 * 1607.06450).
 *
 * <p>An image is normalized over channels, height and width, with γ and β a channel: PyTorch's
 * {@code GroupNorm(1, C)}. PyTorch's {@code LayerNorm([C, H, W])} takes the same mean and variance,
 * but has a γ and β for every value; its {@code LayerNorm(C)} and Keras' {@code LayerNormalization}
 * normalize the last axis only. On vectors all of these are the same. A sequence is normalized over
 * its channels, position by position, as {@code LayerNorm(C)} does there.
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
  public long groupCount(long channels) {
    return 1;
  }

  @Override
  public boolean subtractsMean() {
    return true;
  }

  @Override
  boolean readsSequences() {
    return true;
  }

  /** Builds a layer normalization. */
  public static final class Builder extends ExampleNormalization.Builder<Builder> {

    /** Starts with all defaults. */
    public Builder() {}

    @Override
    Builder self() {
      return this;
    }

    @Override
    public LayerNormalization build() {
      return new LayerNormalization(this);
    }
  }
}
