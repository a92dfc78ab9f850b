package org.texp4j.dl4j.internal.invariance;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of an array that flows through the network.
 *
 * @param degree the degree of the array
 * @param biases the constants per channel in it that a batch normalization would still subtract, by
 *     the names of their tensors
 */
record Signal(Degree degree, List<String> biases) {

  static final Signal UNSCALED = new Signal(Degree.ZERO, List.of());

  static Signal of(Degree degree) {
    return new Signal(degree, List.of());
  }

  Signal with(String bias) {
    List<String> more = new ArrayList<>(biases);
    more.add(bias);
    return new Signal(degree, List.copyOf(more));
  }
}
