package org.texp4j.dl4j.data;

/**
 * Random changes of training images that keep their class: a shift and a reflection.
 *
 * <p>An image is surrounded by black pixels (0, before standardization), cropped back to its size
 * at a random place, and mirrored left to right half of the time. Which change an example gets is a
 * pure function of seed, epoch and example.
 *
 * @param padding the pixels added on each side, at least 0: the largest shift
 * @param mirror whether images are mirrored half of the time
 */
public record Augmentation(int padding, boolean mirror) {

  /** Images as they are. */
  public static final Augmentation NONE = new Augmentation(0, false);

  /** The usual for CIFAR: shifts of up to 4 pixels, and mirrored half of the time. */
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

  /** What is done to one image: the row and column its top left corner is taken from. */
  record Change(int row, int column, boolean mirrored) {}

  Change draw(RandomStream random) {
    return new Change(
        random.below(2 * padding + 1) - padding,
        random.below(2 * padding + 1) - padding,
        mirror && random.below(2) == 1);
  }
}
