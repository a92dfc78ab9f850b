package org.texp4j.dl4j.internal.invariance;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * A degree of homogeneity, as a linear form in the weight tensors: how many times each of them is a
 * factor. When the tensors of a set are multiplied by c, a quantity of this degree is multiplied by
 * c^d, d = {@link #in}. Immutable.
 *
 * @param factors how many times a tensor is a factor, by its name
 */
record Degree(Map<String, Integer> factors) {

  static final Degree ZERO = new Degree(Map.of());

  Degree {
    factors = Map.copyOf(factors);
  }

  /** The degree of a tensor itself. */
  static Degree of(String tensor) {
    return new Degree(Map.of(tensor, 1));
  }

  /** The degree of a product. */
  Degree plus(Degree other) {
    if (factors.isEmpty()) {
      return other;
    }
    Map<String, Integer> sum = new TreeMap<>(factors);
    other.factors.forEach((tensor, times) -> sum.merge(tensor, times, Integer::sum));
    return new Degree(sum);
  }

  /** The degree of a power. */
  Degree times(int power) {
    Map<String, Integer> product = new TreeMap<>();
    factors.forEach((tensor, times) -> product.put(tensor, times * power));
    return new Degree(product);
  }

  boolean isZero() {
    return factors.isEmpty();
  }

  /** The degree when the tensors of a set are scaled and all others are not. */
  int in(Collection<String> scaled) {
    int degree = 0;
    for (Map.Entry<String, Integer> factor : factors.entrySet()) {
      degree += scaled.contains(factor.getKey()) ? factor.getValue() : 0;
    }
    return degree;
  }
}
