package org.texp4j.processor.check;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.schedule.Conversion;
import org.texp4j.schedule.FixedPoint;
import org.texp4j.schedule.InconvertibleRecipeException;
import org.texp4j.schedule.Plan;

/**
 * The largest weight decay, learning rate and momentum, each with the other two kept, for which a
 * recipe can be converted whatever its length: λη ≤ (1 − √γ)², four digits, rounded down.
 */
final class Largest {

  private static final int DIGITS = 4;

  private final DeclaredRecipe recipe;
  private final Conversion conversion;
  private final long stepsPerEpoch;

  Largest(DeclaredRecipe recipe, Conversion conversion, long stepsPerEpoch) {
    this.recipe = recipe;
    this.conversion = conversion;
    this.stepsPerEpoch = stepsPerEpoch;
  }

  /** The three, as one would write them. */
  String remedies() {
    double bound = FixedPoint.bound(recipe.momentum());
    double largestRate = recipe.largestRate(stepsPerEpoch);
    double strength = recipe.weightDecay() * largestRate;
    double root = 1 - Math.sqrt(strength);
    List<String> remedies = new ArrayList<>();
    remedies.add("@WeightDecay(" + largest(bound / largestRate, recipe::withWeightDecay) + ")");
    remedies.add(
        "learningRate = "
            + largest(recipe.learningRate() * (bound / strength), recipe::withLearningRate));
    // Without momentum the bound is λη < 1, and past it there is no momentum to recommend.
    if (root > 0) {
      remedies.add("@Momentum(" + largest(root * root, recipe::withMomentum) + ")");
    }
    return String.join(" or ", remedies);
  }

  /** A number in the four digits it is shown with. */
  static String rounded(double value) {
    return text(new BigDecimal(value).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN)));
  }

  private String largest(double limit, DoubleFunction<DeclaredRecipe> with) {
    BigDecimal value = new BigDecimal(limit).round(new MathContext(DIGITS, RoundingMode.DOWN));
    value = value.setScale(value.scale() + DIGITS - value.precision());
    // At the bound itself α may still round to 0; one in the last digit below it does not.
    while (!converts(with.apply(value.doubleValue()))) {
      value = value.subtract(value.ulp());
    }
    return text(value);
  }

  private boolean converts(DeclaredRecipe candidate) {
    try {
      Plan.of(candidate.inSteps(stepsPerEpoch), conversion);
      return true;
    } catch (InconvertibleRecipeException tooLarge) {
      return false;
    }
  }

  private static String text(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
  }
}
