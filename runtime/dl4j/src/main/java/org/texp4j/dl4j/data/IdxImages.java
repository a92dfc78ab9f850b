package org.texp4j.dl4j.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * A reader of idx files, the format of MNIST and Fashion-MNIST.
 *
 * <p>A directory holds {@code train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte} for
 * training, {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte} for evaluation, each
 * plain or with {@code .gz}; if both exist, the plain one is read. The content, not the name,
 * decides whether a file is decompressed.
 */
public final class IdxImages {

  private static final long IMAGES_MAGIC = 0x803;
  private static final long LABELS_MAGIC = 0x801;
  private static final int MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 8;

  private IdxImages() {}

  /**
   * Reads images from a directory.
   *
   * @param classes the number of classes, 1 … 256; 10 for MNIST and Fashion-MNIST
   * @throws DataException if a file is missing, damaged, or of another kind
   * @throws IllegalArgumentException if {@code classes} is out of range
   */
  public static LabelledImages read(Path directory, Split split, int classes) {
    return read(name -> DataFile.in(directory, name, name + ".gz"), split, classes);
  }

  /**
   * Reads images from the class path.
   *
   * @param anchor the class to whose package the folder is relative, as in {@link
   *     Class#getResource}
   * @param folder the folder
   * @param classes the number of classes, 1 … 256
   * @throws DataException if a file is missing, damaged, or of another kind
   * @throws IllegalArgumentException if {@code classes} is out of range
   */
  public static LabelledImages fromClassPath(
      Class<?> anchor, String folder, Split split, int classes) {
    return read(name -> DataFile.onClassPath(anchor, folder, name, name + ".gz"), split, classes);
  }

  /**
   * Reads the images of two files of any name; several such pairs are one data set by {@link
   * LabelledImages#join}.
   *
   * @param classes the number of classes, 1 … 256
   * @throws DataException if a file is missing, damaged, or of another kind
   * @throws IllegalArgumentException if {@code classes} is out of range
   */
  public static LabelledImages read(Path images, Path labels, int classes) {
    requireClasses(classes);
    return read(DataFile.at(images), DataFile.at(labels), classes);
  }

  private record Pixels(int count, int height, int width, byte[] bytes) {}

  private static LabelledImages read(Function<String, DataFile> files, Split split, int classes) {
    requireClasses(classes);
    String prefix =
        switch (split) {
          case TRAINING -> "train";
          case EVALUATION -> "t10k";
        };
    return read(
        files.apply(prefix + "-images-idx3-ubyte"),
        files.apply(prefix + "-labels-idx1-ubyte"),
        classes);
  }

  private static void requireClasses(int classes) {
    if (classes < 1 || classes > 256) {
      throw new IllegalArgumentException("classes must be from 1 to 256, but is " + classes);
    }
  }

  private static LabelledImages read(DataFile imageFile, DataFile labelFile, int classes) {
    Pixels pixels = imageFile.read(bytes -> pixels(imageFile, bytes));
    byte[] labels = labelFile.read(bytes -> labels(labelFile, bytes));
    if (pixels.count != labels.length) {
      throw new DataException(
          "%s has %s images, but %s has %s labels; the two must come from the same set"
              .formatted(imageFile.name(), pixels.count, labelFile.name(), labels.length));
    }
    for (int i = 0; i < labels.length; i++) {
      int label = Byte.toUnsignedInt(labels[i]);
      if (label >= classes) {
        throw new DataException(
            "%s has the label %s at image %s, outside 0 … %s; it is corrupt, or of another data set"
                .formatted(labelFile.name(), label, i, classes - 1));
      }
    }
    return new LabelledImages(1, pixels.height, pixels.width, classes, pixels.bytes, labels);
  }

  private static Pixels pixels(DataFile file, ByteReader bytes) throws IOException {
    requireMagic(file, bytes.unsignedInt("magic number"), IMAGES_MAGIC);
    long count = bytes.unsignedInt("number of images");
    long height = bytes.unsignedInt("height");
    long width = bytes.unsignedInt("width");
    requireSize(file, count, height, width);
    byte[] pixels = bytes.bytes((int) (count * height * width));
    bytes.end();
    return new Pixels((int) count, (int) height, (int) width, pixels);
  }

  private static byte[] labels(DataFile file, ByteReader bytes) throws IOException {
    requireMagic(file, bytes.unsignedInt("magic number"), LABELS_MAGIC);
    long count = bytes.unsignedInt("number of labels");
    requireSize(file, count, 1, 1);
    byte[] labels = bytes.bytes((int) count);
    bytes.end();
    return labels;
  }

  private static void requireMagic(DataFile file, long magic, long expected) {
    if (magic != expected) {
      boolean swapped = magic == IMAGES_MAGIC || magic == LABELS_MAGIC;
      throw new DataException(
          "%s starts with 0x%08x, %s, but 0x%08x, %s, is needed here; %s"
              .formatted(
                  file.name(),
                  magic,
                  kind(magic),
                  expected,
                  kind(expected),
                  swapped ? "the files may have been swapped" : "fetch it again"));
    }
  }

  private static String kind(long magic) {
    if (magic == IMAGES_MAGIC) {
      return "the magic number of idx images";
    } else if (magic == LABELS_MAGIC) {
      return "the magic number of idx labels";
    } else if (magic >>> 16 == 0x1f8b) {
      return "the magic number of a gzip file within the gzip file";
    } else {
      return "which is not that of idx images or labels";
    }
  }

  private static void requireSize(DataFile file, long count, long height, long width) {
    // As doubles: the product of three numbers below 2³² may not fit a long.
    double length = (double) count * height * width;
    if (!(length >= 1 && length <= MAX_ARRAY_LENGTH)) {
      throw new DataException(
          "%s announces %s items of %s×%s bytes, which is %s"
              .formatted(
                  file.name(),
                  count,
                  height,
                  width,
                  length < 1
                      ? "nothing to read; its header is damaged; fetch it again"
                      : "more than the 2 GiB that can be read; use fewer images or, if the file is"
                          + " smaller than that, fetch it again"));
    }
  }
}
