package org.texp4j.dl4j.normalization;

import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Group normalization: neighbouring channels share a mean and a variance (Wu and He, 2018, arXiv
 * 1803.08494).
 *
 * <p>The first C / G channels are the first group, and so on, each over all pixels; γ and β have
 * one value per channel. This is PyTorch's {@code GroupNorm(G, C)}. With one group it is {@link
 * LayerNormalization}, with one per channel {@link InstanceNormalization}.
 */
public final class GroupNormalization extends ExampleNormalization {

  private static final long serialVersionUID = 1;

  private long groups;

  private GroupNormalization() {
    super(new Builder(1));
  }

  private GroupNormalization(Builder builder) {
    super(builder);
    groups = builder.groups;
  }

  /** The number of groups, G. */
  public long getGroups() {
    return groups;
  }

  @Override
  String kind() {
    return "group normalization";
  }

  @Override
  public long groupCount(long channels) {
    return groups;
  }

  @Override
  void checkChannels(long channels) {
    if (channels % groups != 0) {
      throw new DL4JInvalidConfigException(
          label()
              + " cannot divide "
              + channels
              + " channels into "
              + groups
              + " groups of equal size: choose a divisor of "
              + channels);
    }
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && groups == ((GroupNormalization) other).groups;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), groups);
  }

  /** Builds a group normalization. */
  public static final class Builder
      extends ExampleNormalization.Builder<Builder, GroupNormalization> {

    private final long groups;

    /**
     * Starts with defaults for all else.
     *
     * @param groups the number of groups; it must divide the number of channels
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder(long groups) {
      super(GroupNormalization::new);
      if (groups <= 0) {
        throw new IllegalArgumentException("groups must be positive, not " + groups);
      }
      this.groups = groups;
    }
  }
}
