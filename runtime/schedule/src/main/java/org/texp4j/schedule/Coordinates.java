package org.texp4j.schedule;

import java.util.Objects;

/**
 * The change of coordinates before a step, from the declared run to the converted one: θ̃ = Pθ and
 * ṽ = (v − κθ)/P; its inverse is θ = θ̃/P and v = Pṽ + κθ̃/P.
 *
 * @param scale P, greater than 0
 * @param kappa κ, at least 0: the part of the weights that weight decay has added to the velocity
 */
public record Coordinates(ScaledDouble scale, double kappa) {

  /** P = 1 and κ = 0: both runs have the same state. */
  public static final Coordinates IDENTITY = new Coordinates(ScaledDouble.ONE, 0);

  /** Creates coordinates. */
  public Coordinates {
    Objects.requireNonNull(scale);
  }
}
