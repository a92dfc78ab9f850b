package org.texp4j.dl4j.invariance;

/**
 * What the analysis says of one weight tensor.
 *
 * <p>Where {@code invariant} holds, the loss does not change when the tensor alone is multiplied by
 * any positive number, once the ε of {@code normalization} is multiplied by its square.
 *
 * @param layer the key of the layer
 * @param parameter the name of the tensor within the layer, such as {@code W}
 * @param invariant whether scale invariance is proven
 * @param normalization the key of the batch normalization that absorbs the scale; empty where
 *     nothing is proven
 * @param reason why, as a sentence without its full stop
 */
public record Verdict(
    String layer, String parameter, boolean invariant, String normalization, String reason) {

  static Verdict proven(String layer, String parameter, String normalization, String reason) {
    return new Verdict(layer, parameter, true, normalization, reason);
  }

  static Verdict notProven(String layer, String parameter, String reason) {
    return new Verdict(layer, parameter, false, "", reason);
  }

  /** The tensor's name in a network's parameter table. */
  public String tensor() {
    return layer + "_" + parameter;
  }
}
