package org.texp4j.dl4j.internal.invariance;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.texp4j.dl4j.internal.invariance.Propagation.Follower;
import org.texp4j.dl4j.internal.invariance.Propagation.Normalized;

/**
 * What the analysis has proven of a network: which tensors may be multiplied by any positive
 * number, alone or only jointly, and what has to be scaled along with them.
 *
 * <p>Immutable.
 */
public final class Proof {

  private final List<Verdict> verdicts;
  private final List<Set<String>> groups;
  private final List<Set<String>> asserted;
  private final List<Normalized> normalized;
  private final Map<String, Follower> followers;

  Proof(
      List<Verdict> verdicts,
      List<Set<String>> groups,
      List<Set<String>> asserted,
      List<Normalized> normalized,
      Map<String, Follower> followers) {
    this.verdicts = List.copyOf(verdicts);
    this.groups = List.copyOf(groups);
    this.asserted = List.copyOf(asserted);
    this.normalized = List.copyOf(normalized);
    this.followers = new LinkedHashMap<>(followers);
  }

  /** A verdict on every weight tensor, in the order of the layers. */
  public List<Verdict> verdicts() {
    return verdicts;
  }

  /**
   * The finest partition: the smallest sets of tensors that may be scaled by a factor of their own
   * without changing the loss. The first group has the number 1 in the verdicts.
   */
  public List<Set<String>> groups() {
    return groups;
  }

  /** Whether the author asserts a group, and the analysis did not prove it. */
  boolean isAsserted(Set<String> group) {
    return asserted.contains(group);
  }

  /** The tensors of all groups; in a converted run all of them are scaled by one P. */
  public Set<String> tensors() {
    Set<String> all = new LinkedHashSet<>();
    groups.forEach(all::addAll);
    return all;
  }

  /**
   * The degrees of what is normalized with an ε: when the given tensors are multiplied by c, the ε
   * of a layer has to be multiplied by c^2d and its running statistics by c^d and c^2d for the loss
   * and the evaluation to stay as they are (Li and Arora 2020, Lemma 1.3 and Section 4).
   *
   * @param scaled groups of this proof, joined
   * @return degrees of at least 1 by the key of the layer; what is not scaled is left out
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
   * The degrees of the biases that scale along: they are multiplied by c^d for the loss to stay as
   * it is, and running means those of what is normalized.
   *
   * @param scaled groups of this proof, joined
   * @return degrees of at least 1 by the name of the tensor
   */
  public Map<String, Integer> biases(Collection<String> scaled) {
    Map<String, Integer> degrees = new LinkedHashMap<>();
    followers.forEach(
        (bias, follower) -> {
          int degree = follower.degree().in(scaled);
          if (degree > 0) {
            degrees.put(bias, degree);
          }
        });
    return degrees;
  }

  /**
   * The powers d of P by which the gradients of a converted run differ from those of the declared
   * one, g = P^d g̃: of converted tensors, of biases, and of the running statistics of batch
   * normalization, which Deeplearning4j takes for gradients and which scale the other way. A
   * running logarithm is moved by differences, which are the same.
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
              degrees.put(layer + "_" + BatchNormalizationParamInitializer.GLOBAL_MEAN, -degree);
              degrees.put(layer + "_" + BatchNormalizationParamInitializer.GLOBAL_VAR, -2 * degree);
            });
    return degrees;
  }

  /** Whether a bias has no gradient, since batch normalization subtracts it wherever it gets to. */
  public boolean isSubtracted(String bias) {
    return followers.get(bias).subtracted();
  }
}
