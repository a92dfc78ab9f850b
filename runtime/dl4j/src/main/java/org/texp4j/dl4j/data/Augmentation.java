package org.texp4j.dl4j.data;

/**
 * Data augmentation: a random shift and reflection of training images, which keep their class.
 *
 * <p>An image is surrounded by black pixels (0, before standardization), cropped back to its size
 * at a random place, and mirrored left to right with probability ½. The change of an example is a
 * pure function of seed, epoch and example. Immutable.
 *
 * @param padding the pixels added on each side, and so the largest shift; at least 0
 * @param mirror whether images are mirrored with probability ½
 */
public record Augmentation(int padding, boolean mirror) {

  /** No change. */
  public static final Augmentation NONE = new Augmentation(0, false);

  /** The usual one for CIFAR: shifts of up to 4 pixels, and mirroring. */
  public static final Augmentation CIFAR = new Augmentation(4, true);

  /**
   * Creates an augmentation.
   *
   * @throws IllegalArgumentException if {@code padding} is negative
   */
  public Augmentation {
    if (padding < 0) {
      throw new IllegalArgumentException("padding must be at least 0, but is " + padding);
    }
  }

  /** The change of one image: the row and column of its new top left corner, and mirroring. */
  record Change(int row, int column, boolean mirrored) {}

  /** Draws a change. */
  Change draw(RandomStream random) {
    return new Change(
        random.nextInt(2 * padding + 1) - padding,
        random.nextInt(2 * padding + 1) - padding,
        mirror && random.nextInt(2) == 1);
  }
}
