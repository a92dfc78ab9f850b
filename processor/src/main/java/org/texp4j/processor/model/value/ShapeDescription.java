package org.texp4j.processor.model.value;

/**
 * A shape in words, for the documentation of a training class.
 *
 * @param standalone what follows "a learning rate": "of 0.1 that is multiplied by 0.1 after 8
 *     epochs"
 * @param afterWarmup what follows "rises to 0.1 and then": "is multiplied by 0.1 after 8 epochs"
 */
public record ShapeDescription(String standalone, String afterWarmup) {

  /** A shape that starts at its initial value: "is multiplied by 0.1 after 8 epochs". */
  public static ShapeDescription startingAt(double initial, String predicate) {
    return new ShapeDescription("of " + Decimals.shown(initial) + " that " + predicate, predicate);
  }

  /** A shape that moves from its initial value: "falls" and "to 0 along half a cosine". */
  public static ShapeDescription movingFrom(double initial, String verb, String where) {
    return new ShapeDescription(
        "that " + verb + " from " + Decimals.shown(initial) + " " + where, verb + " " + where);
  }

  /** A shape that starts elsewhere than at its initial value: "rises from 0.004 to 0.1". */
  public static ShapeDescription of(String predicate) {
    return new ShapeDescription("that " + predicate, predicate);
  }
}
