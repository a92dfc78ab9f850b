package org.texp4j.dl4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The standardization of pixels per channel: (pixel / 255 − mean) / deviation.
 *
 * <p>Compute it from the <em>training</em> images and use it for the evaluation images as well: a
 * network must read both on the same scale. Immutable and safe for use by several threads.
 *
 * @param means the mean of each channel, for pixels scaled to 0 … 1
 * @param deviations the standard deviation of each channel, for pixels scaled to 0 … 1; greater
 *     than 0
 */
public record Standardization(List<Double> means, List<Double> deviations) {

  private static final int VALUES = 256;

  /**
   * Creates a standardization.
   *
   * @throws IllegalArgumentException if the lists are empty or differ in length, a number is not
   *     finite or a deviation not greater than 0
   */
  public Standardization {
    means = List.copyOf(means);
    deviations = List.copyOf(deviations);
    if (means.isEmpty() || means.size() != deviations.size()) {
      throw new IllegalArgumentException(
          "there must be one mean and one deviation per channel, not %s and %s"
              .formatted(means.size(), deviations.size()));
    }
    for (int c = 0; c < means.size(); c++) {
      double deviation = deviations.get(c);
      if (!Double.isFinite(means.get(c)) || !(deviation > 0 && Double.isFinite(deviation))) {
        throw new IllegalArgumentException(
            "the mean of channel %s must be finite and its deviation greater than 0, not %s and %s"
                .formatted(c, means.get(c), deviation));
      }
    }
  }

  /**
   * Returns the standardization that gives each channel of some images mean 0 and deviation 1.
   *
   * <p>A channel of a single value gets deviation 1 and so becomes 0.
   *
   * @throws IllegalArgumentException if there are no images
   */
  public static Standardization of(LabelledImages images) {
    if (images.count() == 0) {
      throw new IllegalArgumentException("there are no images to compute mean and deviation from");
    }
    int area = images.height() * images.width();
    double total = (double) images.count() * area;
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (long[] counts : histograms(images, area)) {
      double mean = 0;
      for (int value = 0; value < VALUES; value++) {
        mean += counts[value] / total * value / 255;
      }
      double variance = 0;
      for (int value = 0; value < VALUES; value++) {
        double difference = value / 255.0 - mean;
        variance += counts[value] / total * difference * difference;
      }
      boolean oneValue = Arrays.stream(counts).anyMatch(count -> count == total);
      means.add(mean);
      deviations.add(oneValue ? 1 : Math.sqrt(variance));
    }
    return new Standardization(means, deviations);
  }

  /** Returns the standardization to 0 … 1: mean 0 and deviation 1 for every channel. */
  public static Standardization unit(int channels) {
    return new Standardization(
        Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0));
  }

  /** Returns the standardized values of the 256 pixel values, by channel. */
  float[][] table() {
    float[][] table = new float[means.size()][VALUES];
    for (int c = 0; c < table.length; c++) {
      for (int value = 0; value < VALUES; value++) {
        table[c][value] = (float) ((value / 255.0 - means.get(c)) / deviations.get(c));
      }
    }
    return table;
  }

  private static long[][] histograms(LabelledImages images, int area) {
    long[][] counts = new long[images.channels()][VALUES];
    byte[] pixels = images.pixels();
    for (int i = 0; i < pixels.length; i++) {
      counts[i / area % counts.length][Byte.toUnsignedInt(pixels[i])]++;
    }
    return counts;
  }
}
