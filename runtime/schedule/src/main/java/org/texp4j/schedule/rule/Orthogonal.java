package org.texp4j.schedule.rule;

/**
 * The nearly orthogonal matrix of Muon: five Newton–Schulz steps x ← ax + (b xxᵀ + c (xxᵀ)²)x from
 * x/(‖x‖ + ε), transposed if it is taller than wide.
 *
 * <p>Source: K. Jordan and others, "Muon: an optimizer for hidden layers in neural networks", 2024.
 */
public final class Orthogonal {

  /** The number of steps. */
  public static final int STEPS = 5;

  /** a of a step. */
  public static final double A = 3.4445;

  /** b of a step. */
  public static final double B = -4.7750;

  /** c of a step. */
  public static final double C = 2.0315;

  /** ε, which is added to the norm. */
  static final Expression EPSILON = new Expression.Literal(1e-7, "1e-7", Place.NOWHERE);

  private Orthogonal() {}

  /** Returns ε as a constant of the call at a place, where the text does not show it. */
  static Expression epsilon(Place place) {
    return new Expression.Literal(1e-7, "the 1e-7 of orthogonalize", place);
  }
}
