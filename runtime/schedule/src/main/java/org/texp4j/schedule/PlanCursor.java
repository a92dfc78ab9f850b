package org.texp4j.schedule;

/**
 * A walk along a plan, one step at a time: the master recursion.
 *
 * <p>From P = 1 and κ = 0 each step takes μ = λ + γκ, α = 1 − ημ, κ' = μ/α, P' = P/α and η̃ = PP'η.
 * This contains Theorems 2.1, 2.9, 2.12 and 2.13 of Li and Arora 2020. It never divides by a rate,
 * so warm-up from zero and a rate of zero are exact.
 *
 * <p>P grows by factors very near 1 for millions of steps. It is held as mantissa and exponent with
 * a second mantissa for what rounding leaves over, so its relative error stays near one unit in the
 * last place instead of growing with the number of steps.
 *
 * <p>Not safe for use by several threads. A step costs a few nanoseconds; {@link #advance} does not
 * allocate.
 */
public final class PlanCursor {

  private final Recipe recipe;
  private final Conversion conversion;

  private long next;
  private double high = 1;
  private double low;
  private long exponent;
  private double kappa;

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
        ScaledDouble.of(mantissaBefore * high * eta, exponentBefore + exponent));
  }

  /**
   * Takes the next step.
   *
   * @throws InconvertibleRecipeException if α ≤ 0
   */
  public void advance() {
    eta = recipe.learningRate().at(next);
    lambda = recipe.weightDecay().at(next);
    gamma = recipe.momentum().at(next);
    mantissaBefore = high;
    exponentBefore = exponent;
    kappaBefore = kappa;
    if (conversion == Conversion.WEIGHT_DECAY) {
      alpha = 1;
    } else {
      double mu = lambda + gamma * kappa;
      double oneMinusAlpha = eta * mu;
      alpha = 1 - oneMinusAlpha;
      if (!(alpha > 0)) {
        throw new InconvertibleRecipeException(next, noStep());
      }
      // On its fixed point the recursion returns κ itself; iterating would only add rounding.
      if (conversion == Conversion.TEXP_PLUS_PLUS) {
        kappa = mu / alpha;
      }
      grow(oneMinusAlpha / alpha);
    }
    next++;
  }

  /** P ← P (1 + growth), where growth = 1/α − 1. */
  private void grow(double growth) {
    double increment = high * growth;
    double sum = high + increment;
    double shadow = sum - high;
    double lost = (high - (sum - shadow)) + (increment - shadow);
    low += low * growth + lost;
    high = sum + low;
    low -= high - sum;
    int shift = Math.getExponent(high);
    if (shift != 0) {
      high = Math.scalb(high, -shift);
      low = Math.scalb(low, -shift);
      exponent += shift;
    }
  }

  private String noStep() {
    return "no equivalent exponential rate at step "
        + next
        + ": α = "
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
