package org.texp4j.dl4j.internal.invariance;

/**
 * The result of the analysis for one weight tensor.
 *
 * @param layer the key of the layer or vertex
 * @param parameter the name of the tensor within it, such as {@code W}
 * @param group the number of its invariant group, from 1; 0 if it has none
 * @param reason why, as a clause without a full stop
 * @param remedy what the author can do to have it converted, as a clause; empty if there is nothing
 *     to do
 */
public record Verdict(String layer, String parameter, int group, String reason, String remedy) {

  /** Whether it is scale invariant, alone or jointly with the rest of its group. */
  public boolean invariant() {
    return group > 0;
  }

  /** The tensor's name in a network's parameter table. */
  public String tensor() {
    return layer + "_" + parameter;
  }

  /** The reason and the remedy in one line. */
  public String sentence() {
    return remedy.isEmpty() ? reason : reason + "; " + remedy;
  }
}
