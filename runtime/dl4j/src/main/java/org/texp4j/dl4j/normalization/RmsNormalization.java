package org.texp4j.dl4j.normalization;

/**
 * Root-mean-square normalization: y = γ z / √(mean(z²) + ε), each example being one group (Zhang
 * and Sennrich, 2019, arXiv 1910.07467).
 *
 * <p>It is {@link LayerNormalization} without mean and β, over the same values: a whole image or
 * vector, or one position of a sequence. On vectors and sequences this is PyTorch's {@code
 * RMSNorm(C)}.
 */
public final class RmsNormalization extends ExampleNormalization {

  private static final long serialVersionUID = 1;

  /** Creates the layer with all defaults. */
  public RmsNormalization() {
    this(new Builder());
  }

  private RmsNormalization(Builder builder) {
    super(builder);
  }

  @Override
  String kind() {
    return "RMS normalization";
  }

  @Override
  public boolean subtractsMean() {
    return false;
  }

  @Override
  boolean readsSequences() {
    return true;
  }

  /** Builds a root-mean-square normalization. */
  public static final class Builder
      extends ExampleNormalization.Builder<Builder, RmsNormalization> {

    /** Starts with all defaults. */
    public Builder() {
      super(RmsNormalization::new);
    }
  }
}
