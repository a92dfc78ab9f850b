package org.texp4j.dl4j.normalization;

/**
 * Instance normalization: each channel of an image is normalized by itself (Ulyanov, Vedaldi and
 * Lempitsky, 2016, arXiv 1607.08022).
 *
 * <p>This is PyTorch's {@code InstanceNorm2d(C)} without running statistics, but affine by default
 * like the other normalizations of this package. It reads images of more than one pixel: a channel
 * of a vector is a single value, which is 0 after subtracting its mean.
 */
public final class InstanceNormalization extends ExampleNormalization {

  private static final long serialVersionUID = 1;

  /** Creates the layer with all defaults. */
  public InstanceNormalization() {
    this(new Builder());
  }

  private InstanceNormalization(Builder builder) {
    super(builder);
  }

  @Override
  String kind() {
    return "instance normalization";
  }

  @Override
  public long groupCount(long channels) {
    return channels;
  }

  /** Builds an instance normalization. */
  public static final class Builder
      extends ExampleNormalization.Builder<Builder, InstanceNormalization> {

    /** Starts with all defaults. */
    public Builder() {
      super(InstanceNormalization::new);
    }
  }
}
