package org.texp4j.examples;

import java.util.Random;

/** Images of noise. */
final class NoiseImages {

  private NoiseImages() {}

  /** In the layout of CIFAR-10: a label, then 32×32 red, green and blue values. */
  static byte[] cifar10(int count) {
    byte[] records = new byte[count * 3073];
    new Random(1).nextBytes(records);
    for (int i = 0; i < count; i++) {
      records[i * 3073] = (byte) (i % 10);
    }
    return records;
  }
}
