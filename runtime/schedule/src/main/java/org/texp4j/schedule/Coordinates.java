package org.texp4j.schedule;

import java.util.Objects;

/**
 * The change of coordinates between the two runs before a step: θ̃ = Pθ and ṽ = (v − κθ)/P; the
 * other way θ = θ̃/P and v = Pṽ + κθ̃/P.
 *
 * @param scale P, greater than 0
 * @param kappa κ, at least 0: how much of the weights the declared run's velocity carries
 */
public record Coordinates(ScaledDouble scale, double kappa) {

  /** P = 1 and κ = 0: both runs in one state. */
  public static final Coordinates IDENTITY = new Coordinates(ScaledDouble.ONE, 0);

  /** Creates coordinates. */
  public Coordinates {
    Objects.requireNonNull(scale);
  }
}
