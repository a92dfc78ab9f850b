package org.texp4j.dl4j.invariance;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of an array that flows through the network: its degree, up to constants per channel
 * that would still be subtracted by a batch normalization.
 *
 * @param degree the degree of the array without those constants
 * @param biases the constants
 */
record Signal(Degree degree, List<Bias> biases) {

  static final Signal UNSCALED = new Signal(Degree.ZERO, List.of());

  /**
   * A bias, and the degree of what it is added to.
   *
   * @param layer the layer's label
   */
  record Bias(String tensor, String layer, Degree degree) {}

  static Signal of(Degree degree) {
    return new Signal(degree, List.of());
  }

  Signal with(Bias bias) {
    List<Bias> more = new ArrayList<>(biases);
    more.add(bias);
    return new Signal(degree, List.copyOf(more));
  }
}
