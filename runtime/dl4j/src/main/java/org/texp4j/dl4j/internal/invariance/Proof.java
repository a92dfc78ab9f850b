package org.texp4j.dl4j.internal.invariance;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.texp4j.dl4j.internal.invariance.Propagation.Normalized;
import org.texp4j.dl4j.internal.invariance.Propagation.ScalingBias;
import org.texp4j.dl4j.internal.network.RunningStatistic;

/**
 * The result of the analysis of a network: which weight tensors may be multiplied by any positive
 * number, alone or only jointly, and what must be scaled with them.
 *
 * <p>An <em>invariant group</em> is a set of tensors that may be multiplied by one number, while no
 * part of it may. Immutable.
 */
public final class Proof {

  private final List<Verdict> verdicts;
  private final List<Set<String>> groups;
  private final List<Set<String>> asserted;
  private final List<Normalized> normalized;
  private final Map<String, ScalingBias> scalingBiases;

  Proof(
      List<Verdict> verdicts,
      List<Set<String>> groups,
      List<Set<String>> asserted,
      List<Normalized> normalized,
      Map<String, ScalingBias> scalingBiases) {
    this.verdicts = List.copyOf(verdicts);
    this.groups = List.copyOf(groups);
    this.asserted = List.copyOf(asserted);
    this.normalized = List.copyOf(normalized);
    this.scalingBiases = new LinkedHashMap<>(scalingBiases);
  }

  /** The verdicts on all weight tensors, in the order of the layers. */
  public List<Verdict> verdicts() {
    return verdicts;
  }

  /**
   * The invariant groups: the finest partition into sets of tensors that may each be scaled by a
   * factor of its own without changing the loss. The first group has number 1 in the verdicts.
   */
  public List<Set<String>> groups() {
    return groups;
  }

  /** Whether a group is asserted by the author rather than proven. */
  boolean isAsserted(Set<String> group) {
    return asserted.contains(group);
  }

  /** The tensors of all invariant groups; a converted run scales all of them by one P. */
  public Set<String> tensors() {
    Set<String> all = new LinkedHashSet<>();
    groups.forEach(all::addAll);
    return all;
  }

  /**
   * Returns the degrees of the inputs of normalizations with an ε. When the given tensors are
   * multiplied by c, the ε of a layer must be multiplied by c^2d, its running mean by c^d and its
   * running variance by c^2d for loss and evaluation to stay the same (Li and Arora 2020, Lemma 1.3
   * and Section 4).
   *
   * @param scaled the tensors of some invariant groups
   * @return degrees of at least 1 by the key of the layer; layers of degree 0 are omitted
   */
  public Map<String, Integer> normalizations(Collection<String> scaled) {
    Map<String, Integer> degrees = new LinkedHashMap<>();
    for (Normalized each : normalized) {
      int degree = each.degree().in(scaled);
      if (each.hasEpsilon() && degree > 0) {
        degrees.put(each.key(), degree);
      }
    }
    return degrees;
  }

  /**
   * Returns the degrees of the biases that scale with the given tensors: when those are multiplied
   * by c, a bias must be multiplied by c^d for the loss to stay the same.
   *
   * @param scaled the tensors of some invariant groups
   * @return degrees of at least 1 by the name of the tensor
   */
  public Map<String, Integer> biases(Collection<String> scaled) {
    Map<String, Integer> degrees = new LinkedHashMap<>();
    scalingBiases.forEach(
        (bias, scalingBias) -> {
          int degree = scalingBias.degree().in(scaled);
          if (degree > 0) {
            degrees.put(bias, degree);
          }
        });
    return degrees;
  }

  /**
   * Returns the powers d of P by which gradients of the declared run exceed those of the converted
   * run, g = P^d g̃: of converted tensors, of biases, and of running statistics, whose changes
   * Deeplearning4j treats as gradients and which scale the other way. Those of a running logarithm
   * are the same in both runs.
   *
   * @return degrees other than 0 by the name of the tensor
   */
  public Map<String, Integer> gradientDegrees() {
    Set<String> scaled = tensors();
    Map<String, Integer> degrees = new HashMap<>(biases(scaled));
    scaled.forEach(tensor -> degrees.put(tensor, 1));
    normalizations(scaled)
        .forEach(
            (layer, degree) -> {
              for (RunningStatistic statistic : RunningStatistic.values()) {
                if (statistic.degree() > 0) {
                  degrees.put(statistic.in(layer), -statistic.degree() * degree);
                }
              }
            });
    return degrees;
  }

  /**
   * Whether a bias that scales has no gradient, since batch normalization subtracts it wherever it
   * goes.
   */
  public boolean isSubtracted(String bias) {
    return scalingBiases.get(bias).subtracted();
  }
}
