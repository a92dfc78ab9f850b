package org.texp4j.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The options of a one-cycle schedule; see {@link Curve#oneCycle}.
 *
 * <p>Source: L. N. Smith and N. Topin, "Super-convergence", 2019, with the formulas and defaults of
 * PyTorch's OneCycleLR.
 *
 * @param start the fraction of the run that the rise takes, at least 0 and less than 1; with three
 *     phases at most ½, since the fall back takes as long
 * @param initialDivisor the first rate is the maximum divided by this; at least 1
 * @param finalDivisor the last rate is the first divided by this; at least 1/initialDivisor
 * @param annealing how the rate changes from one value to the next
 * @param threePhase whether the rate first falls back to its first value and then to its last
 *     (Smith and Topin), or to its last value at once (fast.ai)
 */
public record OneCycle(
    double start,
    double initialDivisor,
    double finalDivisor,
    Annealing annealing,
    boolean threePhase) {

  /** PyTorch's defaults: a rise over 0.3 of the run, divisors 25 and 10⁴, cosine, two phases. */
  public static final OneCycle DEFAULT = new OneCycle(0.3, 25, 1e4, Annealing.COSINE, false);

  /**
   * Creates options.
   *
   * @throws IllegalArgumentException if a number leaves its range
   */
  public OneCycle {
    double end = threePhase ? 0.5 : Math.nextDown(1.0);
    if (!(start >= 0 && start <= end)) {
      throw new IllegalArgumentException(
          "start must be at least 0 and "
              + (threePhase ? "with three phases at most 0.5" : "less than 1")
              + ", but is "
              + start);
    }
    Require.positive("initialDivisor", initialDivisor);
    Require.positive("finalDivisor", finalDivisor);
    if (initialDivisor < 1 || initialDivisor * finalDivisor < 1) {
      throw new IllegalArgumentException(
          "initialDivisor must be at least 1, and finalDivisor at least 1/initialDivisor, or a rate"
              + " would exceed the maximum; but they are "
              + initialDivisor
              + " and "
              + finalDivisor);
    }
    Objects.requireNonNull(annealing, "annealing");
  }

  /** Returns these options with another fraction of the run for the rise. */
  public OneCycle withStart(double start) {
    return new OneCycle(start, initialDivisor, finalDivisor, annealing, threePhase);
  }

  /** Returns these options with other divisors of the maximum and of the first rate. */
  public OneCycle withDivisors(double initialDivisor, double finalDivisor) {
    return new OneCycle(start, initialDivisor, finalDivisor, annealing, threePhase);
  }

  /** Returns these options with another annealing. */
  public OneCycle withAnnealing(Annealing annealing) {
    return new OneCycle(start, initialDivisor, finalDivisor, annealing, threePhase);
  }

  /** Returns these options with three phases or two. */
  public OneCycle withThreePhase(boolean threePhase) {
    return new OneCycle(start, initialDivisor, finalDivisor, annealing, threePhase);
  }

  Curve rate(double maximum, long steps) {
    double first = maximum / initialDivisor;
    return through(steps, first, maximum, first, first / finalDivisor);
  }

  Curve momentum(double base, double maximum, long steps) {
    return through(steps, maximum, base, maximum, maximum);
  }

  /** PyTorch's positions: the peak at start · steps − 1, usually between two steps. */
  private Curve through(long steps, double first, double peak, double back, double last) {
    double rise = start * steps - 1;
    List<Double> positions = new ArrayList<>(List.of(0.0, rise));
    List<Double> values = new ArrayList<>(List.of(first, peak));
    if (threePhase) {
      positions.add(2 * rise);
      values.add(back);
    }
    positions.add(steps - 1.0);
    values.add(last);
    // A rise of less than a step: the schedule begins with the fall.
    while (positions.size() > 1 && positions.get(1) <= 0) {
      positions.remove(0);
      values.remove(0);
    }
    return new Interpolated(values, positions, annealing.blend);
  }
}
