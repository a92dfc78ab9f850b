package org.texp4j.schedule;

import java.util.List;
import java.util.Objects;

/**
 * The change of coordinates before a step, from the declared run to the converted one: θ̃ = Pθ and
 * ṽ = (v − κθ)/P; its inverse is θ = θ̃/P and v = Pṽ + κθ̃/P.
 *
 * @param scale P, greater than 0
 *     <p>A rule may have several states to which weight decay adds a part of the weights; then each
 *     has a κ of its own.
 * @param kappas κ, the part of the weights that weight decay has added to a state, by state; empty
 *     if all are 0
 */
public record Coordinates(ScaledDouble scale, List<Double> kappas) {

  /** P = 1 and κ = 0: both runs have the same state. */
  public static final Coordinates IDENTITY = new Coordinates(ScaledDouble.ONE, List.of());

  /** Creates coordinates. */
  public Coordinates {
    Objects.requireNonNull(scale);
    kappas = kappas.stream().allMatch(kappa -> kappa == 0) ? List.of() : List.copyOf(kappas);
  }

  /** Creates coordinates of a rule with one velocity. */
  public Coordinates(ScaledDouble scale, double kappa) {
    this(scale, List.of(kappa));
  }

  /** κ of the velocity, or of the first state that decay reaches. */
  public double kappa() {
    return kappa(0);
  }

  /**
   * κ of a state that decay reaches; 0 for all others.
   *
   * @param index its index among those
   */
  public double kappa(int index) {
    return index < kappas.size() ? kappas.get(index) : 0;
  }
}
