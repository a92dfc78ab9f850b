package org.texp4j.dl4j.internal.invariance;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * A degree of homogeneity before it is decided which tensors are scaled: a linear form that counts
 * how often each tensor is a factor. A quantity of this degree is multiplied by c^d, d = {@link
 * #in}, when the tensors of a set are multiplied by c.
 *
 * @param factors the number of times a tensor is a factor, by its name; no zeros
 */
record Degree(Map<String, Integer> factors) {

  static final Degree ZERO = new Degree(Map.of());

  Degree {
    factors = Map.copyOf(factors);
  }

  static Degree of(String tensor) {
    return new Degree(Map.of(tensor, 1));
  }

  Degree plus(Degree other) {
    if (factors.isEmpty()) {
      return other;
    }
    Map<String, Integer> sum = new TreeMap<>(factors);
    other.factors.forEach((tensor, times) -> sum.merge(tensor, times, Integer::sum));
    return new Degree(sum);
  }

  Degree times(int power) {
    Map<String, Integer> product = new TreeMap<>();
    factors.forEach((tensor, times) -> product.put(tensor, times * power));
    return new Degree(product);
  }

  boolean isZero() {
    return factors.isEmpty();
  }

  /** The degree in a set of tensors, all others being left as they are. */
  int in(Collection<String> scaled) {
    int degree = 0;
    for (Map.Entry<String, Integer> factor : factors.entrySet()) {
      degree += scaled.contains(factor.getKey()) ? factor.getValue() : 0;
    }
    return degree;
  }
}
