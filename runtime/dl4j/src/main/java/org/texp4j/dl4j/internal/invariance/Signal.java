package org.texp4j.dl4j.internal.invariance;

import java.util.ArrayList;
import java.util.List;

/**
 * An array that flows through a network.
 *
 * @param degree its degree of homogeneity
 * @param biases the names of the biases that it contains as constants per channel, which a batch
 *     normalization would subtract
 */
record Signal(Degree degree, List<String> biases) {

  /** A signal that does not scale with any tensor. */
  static final Signal UNSCALED = new Signal(Degree.ZERO, List.of());

  /** A signal without biases that could be subtracted. */
  static Signal of(Degree degree) {
    return new Signal(degree, List.of());
  }

  /** This signal plus a bias. */
  Signal with(String bias) {
    List<String> more = new ArrayList<>(biases);
    more.add(bias);
    return new Signal(degree, List.copyOf(more));
  }
}
