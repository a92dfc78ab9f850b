package org.texp4j.dl4j.internal.invariance;

/**
 * What the analysis says of one weight tensor.
 *
 * @param layer the key of the layer or vertex
 * @param parameter the name of the tensor within it, such as {@code W}
 * @param group the number of the group it may be scaled with, from 1 on; 0 if it has to be kept
 * @param reason why, as a clause without its full stop
 * @param remedy what the author can do to have it converted, as a clause; empty where nothing is
 *     wrong or nothing is known to help
 */
public record Verdict(String layer, String parameter, int group, String reason, String remedy) {

  /** Whether scale invariance is proven, alone or jointly with the rest of the group. */
  public boolean invariant() {
    return group > 0;
  }

  /** The tensor's name in a network's parameter table. */
  public String tensor() {
    return layer + "_" + parameter;
  }

  /** Reason and remedy in one line. */
  public String sentence() {
    return remedy.isEmpty() ? reason : reason + "; " + remedy;
  }
}
