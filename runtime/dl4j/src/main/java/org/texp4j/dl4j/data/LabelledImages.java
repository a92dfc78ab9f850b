package org.texp4j.dl4j.data;

import java.util.List;
import java.util.Objects;

/**
 * Images of equal size with a class label each, held in memory as bytes.
 *
 * <p>Pixels are 0 … 255 in the order image, channel, row, column; labels are 0 … classes − 1.
 * Immutable and safe for use by several threads.
 */
public final class LabelledImages {

  private final int channels;
  private final int height;
  private final int width;
  private final int classes;
  private final byte[] pixels;
  private final byte[] labels;

  /** Takes ownership of the arrays, which are not checked. */
  LabelledImages(int channels, int height, int width, int classes, byte[] pixels, byte[] labels) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.classes = classes;
    this.pixels = pixels;
    this.labels = labels;
  }

  /**
   * Returns images with copies of pixels and labels, both unsigned bytes.
   *
   * @param classes the number of classes, 1 … 256
   * @param pixels in the order image, channel, row, column
   * @param labels one for each image
   * @throws IllegalArgumentException if a size is less than 1, {@code classes} is out of range, the
   *     arrays do not fit the sizes, or a label is not less than {@code classes}
   */
  public static LabelledImages of(
      int channels, int height, int width, int classes, byte[] pixels, byte[] labels) {
    if (channels < 1 || height < 1 || width < 1 || classes < 1 || classes > 256) {
      throw new IllegalArgumentException(
          "channels, height and width must be at least 1, classes from 1 to 256, not %s, %s, %s, %s"
              .formatted(channels, height, width, classes));
    }
    if (pixels.length != (long) labels.length * channels * height * width) {
      throw new IllegalArgumentException(
          "%s pixels are not %s images of %s×%s×%s"
              .formatted(pixels.length, labels.length, channels, height, width));
    }
    for (int i = 0; i < labels.length; i++) {
      if (Byte.toUnsignedInt(labels[i]) >= classes) {
        throw new IllegalArgumentException(
            "label %s of image %s is not less than the number of classes, %s"
                .formatted(Byte.toUnsignedInt(labels[i]), i, classes));
      }
    }
    return new LabelledImages(channels, height, width, classes, pixels.clone(), labels.clone());
  }

  /**
   * Returns the images of several sets as one, in the order of the sets.
   *
   * @param parts sets of equal size of image and number of classes; at least one
   * @throws IllegalArgumentException if there are none, they differ, or all together have more than
   *     2³¹ − 9 pixel values
   */
  public static LabelledImages join(List<LabelledImages> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("there are no images to join");
    }
    LabelledImages first = parts.get(0);
    long count = 0;
    for (LabelledImages part : parts) {
      count += part.count();
      if (!part.shape().equals(first.shape())) {
        throw new IllegalArgumentException(
            "%s cannot be joined with %s".formatted(part.shape(), first.shape()));
      }
    }
    if (count * first.imageLength() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%s images of %s values are more than fit into one set"
              .formatted(count, first.imageLength()));
    }
    byte[] pixels = new byte[(int) count * first.imageLength()];
    byte[] labels = new byte[(int) count];
    int image = 0;
    for (LabelledImages part : parts) {
      System.arraycopy(part.pixels, 0, pixels, image * first.imageLength(), part.pixels.length);
      System.arraycopy(part.labels, 0, labels, image, part.count());
      image += part.count();
    }
    return new LabelledImages(
        first.channels, first.height, first.width, first.classes, pixels, labels);
  }

  private String shape() {
    return "images of %s×%s×%s in %s classes".formatted(channels, height, width, classes);
  }

  /** The number of images. */
  public int count() {
    return labels.length;
  }

  /** The number of channels: 1 for grey, 3 for red, green, blue. */
  public int channels() {
    return channels;
  }

  /** The height of an image in pixels. */
  public int height() {
    return height;
  }

  /** The width of an image in pixels. */
  public int width() {
    return width;
  }

  /** The number of classes; not all need occur. */
  public int classes() {
    return classes;
  }

  /**
   * Returns the class of an image, from 0.
   *
   * @throws IndexOutOfBoundsException if there is no such image
   */
  public int label(int image) {
    return Byte.toUnsignedInt(labels[image]);
  }

  /**
   * Returns a pixel, 0 … 255.
   *
   * @throws IndexOutOfBoundsException if there is no such pixel
   */
  public int pixel(int image, int channel, int row, int column) {
    Objects.checkIndex(channel, channels);
    Objects.checkIndex(row, height);
    Objects.checkIndex(column, width);
    return Byte.toUnsignedInt(
        pixels[((image * channels + channel) * height + row) * width + column]);
  }

  /** The number of values in an image. */
  int imageLength() {
    return channels * height * width;
  }

  /** All pixels, not copied; not to be modified. */
  byte[] pixels() {
    return pixels;
  }
}
