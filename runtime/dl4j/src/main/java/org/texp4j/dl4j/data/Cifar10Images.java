package org.texp4j.dl4j.data;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reader of the binary version of CIFAR-10.
 *
 * <p>A directory holds {@code data_batch_1.bin}, {@code data_batch_2.bin} and so on for training,
 * as many as there are, read in the order of their numbers, and {@code test_batch.bin} for
 * evaluation. A record has 3073 bytes: the label, then 32×32 values each of red, green and blue,
 * row by row.
 */
public final class Cifar10Images {

  private static final int CHANNELS = 3;
  private static final int SIDE = 32;
  private static final int CLASSES = 10;
  private static final int IMAGE = CHANNELS * SIDE * SIDE;
  private static final int RECORD = 1 + IMAGE;
  private static final int MAX_RECORDS = (Integer.MAX_VALUE - 8) / IMAGE;

  private static final Pattern TRAINING_FILE = Pattern.compile("data_batch_(\\d{1,9})\\.bin");
  private static final String EVALUATION_FILE = "test_batch.bin";

  private Cifar10Images() {}

  /**
   * Reads the images of a directory: 3 channels, 32×32 pixels, 10 classes.
   *
   * @throws DataException if a file is missing, damaged, or of another kind
   */
  public static LabelledImages read(Path directory, Split split) {
    List<byte[]> files =
        fileNames(directory, split).stream()
            .map(name -> DataFile.in(directory, name))
            .map(Cifar10Images::records)
            .toList();
    long count = files.stream().mapToLong(file -> file.length / RECORD).sum();
    if (count > MAX_RECORDS) {
      throw new DataException(
          "directory %s has %s images, more than the %s that can be read; remove some of its files"
              .formatted(directory, count, MAX_RECORDS));
    }
    byte[] pixels = new byte[(int) count * IMAGE];
    byte[] labels = new byte[(int) count];
    int image = 0;
    for (byte[] file : files) {
      for (int at = 0; at < file.length; at += RECORD, image++) {
        labels[image] = file[at];
        System.arraycopy(file, at + 1, pixels, image * IMAGE, IMAGE);
      }
    }
    return new LabelledImages(CHANNELS, SIDE, SIDE, CLASSES, pixels, labels);
  }

  private static List<String> fileNames(Path directory, Split split) {
    if (split == Split.EVALUATION) {
      return List.of(EVALUATION_FILE);
    }
    List<String> names =
        DataFile.list(directory).stream()
            .map(TRAINING_FILE::matcher)
            .filter(Matcher::matches)
            .sorted(Comparator.comparingInt(name -> Integer.parseInt(name.group(1))))
            .map(Matcher::group)
            .toList();
    if (names.isEmpty()) {
      throw DataFile.missing(directory, "data_batch_1.bin (CIFAR-10, the binary version)");
    }
    return names;
  }

  private static byte[] records(DataFile file) {
    byte[] bytes = file.read(ByteReader::rest);
    if (bytes.length == 0 || bytes.length % RECORD != 0) {
      throw new DataException(
          "%s has %s bytes, %s: it is truncated, or not of the binary version; fetch it again"
              .formatted(
                  file.name(),
                  bytes.length,
                  bytes.length == 0
                      ? "so no image"
                      : "not a multiple of the " + RECORD + " of a CIFAR-10 record"));
    }
    for (int at = 0; at < bytes.length; at += RECORD) {
      int label = Byte.toUnsignedInt(bytes[at]);
      if (label >= CLASSES) {
        throw new DataException(
            "%s has the label %s in record %s, outside 0 … 9: it is corrupt; fetch it again"
                .formatted(file.name(), label, at / RECORD));
      }
    }
    return bytes;
  }
}
