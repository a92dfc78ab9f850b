package org.texp4j.dl4j.normalization;

/**
 * Root-mean-square normalization: y = γ z / √(mean(z²) + ε), over all of an example (Zhang and
 * Sennrich, 2019, arXiv 1910.07467).
 *
 * <p>It is {@link LayerNormalization} without the mean and without β, over the same values: all of
 * an image or vector, each position of a sequence. On vectors and sequences this is PyTorch's
 * {@code RMSNorm(C)}.
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
  public long groupCount(long channels) {
    return 1;
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
  public static final class Builder extends ExampleNormalization.Builder<Builder> {

    /** Starts with all defaults. */
    public Builder() {}

    @Override
    Builder self() {
      return this;
    }

    @Override
    public RmsNormalization build() {
      return new RmsNormalization(this);
    }
  }
}
