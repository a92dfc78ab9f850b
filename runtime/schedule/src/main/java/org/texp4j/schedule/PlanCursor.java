package org.texp4j.schedule;

import java.util.NoSuchElementException;

/**
 * A walk along a plan, one step at a time: the master recursion.
 *
 * <p>From P = 1 and κ = 0 each step takes μ = λ + γκ, α = 1 − ημ, κ' = μ/α, P' = P/α and η̃ = PP'η.
 * This contains Theorems 2.1, 2.9, 2.12 and 2.13 of Li and Arora 2020. It never divides by a rate,
 * so warm-up from zero and a rate of zero are exact.
 *
 * <p>P grows by factors very near 1 for millions of steps, and κ is a fixed point that amplifies
 * rounding by 1/(1 − γ). Both are therefore held in twice the precision of double, P with an
 * exponent of its own: the numbers handed out are right to a few units in the last place however
 * long the run.
 *
 * <p>Not safe for use by several threads. A step costs some twenty nanoseconds; {@link #advance}
 * does not allocate.
 */
public final class PlanCursor {

  private final Recipe recipe;
  private final Conversion conversion;

  private long next;
  private double high = 1;
  private double low;
  private long exponent;
  private double kappa;
  private double kappaLow;

  private double eta;
  private double lambda;
  private double gamma;
  private double alpha;
  private double mantissaBefore;
  private long exponentBefore;
  private double kappaBefore;

  PlanCursor(Recipe recipe, Conversion conversion) {
    this.recipe = recipe;
    this.conversion = conversion;
    if (conversion == Conversion.EXPONENTIAL) {
      kappa =
          FixedPoint.of(
                  recipe.learningRate().at(0), recipe.weightDecay().at(0), recipe.momentum().at(0))
              .kappa();
    }
  }

  /** The step that {@link #advance} takes next; the number of steps taken. */
  public long position() {
    return next;
  }

  /** Whether the run has a further step. */
  public boolean hasNext() {
    return next < recipe.steps();
  }

  /** The coordinates before the next step. */
  public Coordinates coordinates() {
    return new Coordinates(ScaledDouble.of(high, exponent), kappa);
  }

  /**
   * Takes the next step and returns it.
   *
   * @throws NoSuchElementException at the end of the run
   * @throws InconvertibleRecipeException if α ≤ 0
   */
  public Step next() {
    advance();
    ScaledDouble before = ScaledDouble.of(mantissaBefore, exponentBefore);
    ScaledDouble after = ScaledDouble.of(high, exponent);
    return new Step(
        next - 1,
        eta,
        lambda,
        gamma,
        alpha,
        new Coordinates(before, kappaBefore),
        new Coordinates(after, kappa),
        before.times(after).times(ScaledDouble.of(eta, 0)));
  }

  /**
   * Takes the next step.
   *
   * @throws NoSuchElementException at the end of the run
   * @throws InconvertibleRecipeException if α ≤ 0
   */
  public void advance() {
    if (!hasNext()) {
      throw new NoSuchElementException("the run ends after " + recipe.steps() + " steps");
    }
    eta = recipe.learningRate().at(next);
    lambda = recipe.weightDecay().at(next);
    gamma = recipe.momentum().at(next);
    mantissaBefore = high;
    exponentBefore = exponent;
    kappaBefore = kappa;
    if (conversion == Conversion.WEIGHT_DECAY) {
      alpha = 1;
    } else {
      recur();
    }
    next++;
  }

  /** μ, α, κ' and P', each with what its rounding leaves over. */
  private void recur() {
    double carried = gamma * kappa;
    double mu = lambda + carried;
    double muLow =
        lostBySum(lambda, carried, mu) + Math.fma(gamma, kappa, -carried) + gamma * kappaLow;
    double decay = eta * mu;
    double decayLow = Math.fma(eta, mu, -decay) + eta * muLow;
    alpha = 1 - decay;
    double alphaLow = lostBySum(1, -decay, alpha) - decayLow;
    if (!(alpha > 0)) {
      throw new InconvertibleRecipeException(next, noStep());
    }
    // On its fixed point the recursion returns κ itself; iterating would only add rounding.
    if (conversion == Conversion.TEXP_PLUS_PLUS) {
      double quotient = mu / alpha;
      kappaLow = (Math.fma(-quotient, alpha, mu) + muLow - quotient * alphaLow) / alpha;
      kappa = quotient + kappaLow;
      kappaLow -= kappa - quotient;
    }
    // 1/α − 1 = ηκ', free of the cancellation.
    double growth = eta * kappa;
    grow(growth, Math.fma(eta, kappa, -growth) + eta * kappaLow);
  }

  /** P ← P (1 + growth). */
  private void grow(double growth, double growthLow) {
    double increment = high * growth;
    double sum = high + increment;
    low +=
        low * growth
            + high * growthLow
            + Math.fma(high, growth, -increment)
            + lostBySum(high, increment, sum);
    high = sum + low;
    low -= high - sum;
    int shift = Math.getExponent(high);
    if (shift != 0) {
      high = Math.scalb(high, -shift);
      low = Math.scalb(low, -shift);
      exponent += shift;
    }
  }

  /** Returns a + b − sum exactly, where sum is a + b rounded (Knuth's two-sum). */
  private static double lostBySum(double a, double b, double sum) {
    double shadow = sum - a;
    return (a - (sum - shadow)) + (b - shadow);
  }

  private String noStep() {
    return "no equivalent exponential rate at step "
        + next
        + ", counted from 0: α = "
        + alpha
        + " is not positive (η = "
        + eta
        + ", λ = "
        + lambda
        + ", γ = "
        + gamma
        + "); λη ≤ (1 − √γ)² = "
        + FixedPoint.bound(gamma)
        + " at every step is enough";
  }
}
