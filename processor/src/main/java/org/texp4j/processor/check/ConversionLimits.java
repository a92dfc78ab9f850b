package org.texp4j.processor.check;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.value.Hyperparameter;
import org.texp4j.schedule.InconvertibleRecipeException;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/**
 * The largest weight decay, learning rate and momentum for which a recipe can be converted, each
 * with the other two unchanged: four digits, rounded down.
 *
 * <p>If decay and momentum are constant, the values are valid for a run of any length, by the bound
 * of the rule at the largest rate. If they vary, the bound at their largest values would be too
 * strict, so the search finds the largest values that this run allows; so it does for a rule
 * without a bound.
 */
final class ConversionLimits {

  private static final int DIGITS = 4;

  /** Enough halvings to get from any float to any other. */
  private static final int ORDERS = 280;

  /** A momentum below a thousandth of the declared one is not worth recommending. */
  private static final int ORDERS_OF_MOMENTUM = 10;

  /** Enough halvings of an interval to find four digits. */
  private static final int HALVINGS = 40;

  /** Runs of up to this many steps are searched by converting them about a hundred times. */
  private static final long LONGEST_SEARCH = 300_000;

  private final DeclaredRecipe recipe;
  private final RecipeForm form;
  private final long stepsPerEpoch;
  private final boolean forAnyLength;
  private final boolean isKnown;
  private final BiFunction<Hyperparameter, String, String> written;

  /**
   * The largest values for a recipe.
   *
   * @param written how the author would write an initial value of a hyperparameter
   */
  ConversionLimits(
      DeclaredRecipe recipe,
      RecipeForm form,
      long stepsPerEpoch,
      BiFunction<Hyperparameter, String, String> written) {
    this.written = written;
    this.recipe = recipe;
    this.form = form;
    this.stepsPerEpoch = stepsPerEpoch;
    boolean hasBound = !Double.isNaN(recipe.rule().bound(0));
    boolean isLong = recipe.run(stepsPerEpoch).steps() > LONGEST_SEARCH;
    this.forAnyLength =
        hasBound && (recipe.weightDecay().isConstant() && recipe.momentum().isConstant() || isLong);
    this.isKnown = hasBound || !isLong;
  }

  /** The three values as an author would write them, and which runs they are valid for. */
  String remedies() {
    boolean momentumMatters = recipe.rule().bound(0) != recipe.rule().bound(0.5);
    List<String> remedies =
        Stream.of(
                Hyperparameter.WEIGHT_DECAY, Hyperparameter.LEARNING_RATE, Hyperparameter.MOMENTUM)
            .filter(of -> isKnown && (of != Hyperparameter.MOMENTUM || momentumMatters))
            .flatMap(of -> largest(of).map(value -> written.apply(of, value)).stream())
            .toList();
    if (remedies.isEmpty()) {
      return "smaller values in the shapes of weight decay, learning rate or momentum";
    }
    return String.join(" or ", remedies)
        + (remedies.size() == 1 ? ", the largest that " : ", each the largest that ")
        + (forAnyLength ? "a run of any length allows" : "this run allows");
  }

  /** A number rounded to the four digits it is shown with. */
  static String rounded(double value) {
    return text(new BigDecimal(value).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN)));
  }

  /** The largest initial value, if any positive one works. */
  private Optional<String> largest(Hyperparameter of) {
    DoubleFunction<DeclaredRecipe> with = value -> recipe.with(of, value);
    Predicate<Double> does = value -> holds(with.apply(value));
    double high = recipe.of(of).initial();
    double low = high;
    int orders = of == Hyperparameter.MOMENTUM ? ORDERS_OF_MOMENTUM : ORDERS;
    for (int i = 0; i < orders && !does.test(low); i++) {
      high = low;
      low /= 2;
    }
    if (!(low > 0) || !does.test(low)) {
      return Optional.empty();
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = low + (high - low) / 2;
      if (does.test(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Optional.of(roundedDown(low, does));
  }

  private static String roundedDown(double limit, Predicate<Double> does) {
    BigDecimal value = new BigDecimal(limit).round(new MathContext(DIGITS, RoundingMode.DOWN));
    value = value.setScale(value.scale() + DIGITS - value.precision());
    // At the bound itself α may still round to 0; one in the last digit below it does not.
    while (!does.test(value.doubleValue())) {
      value = value.subtract(value.ulp());
    }
    return text(value);
  }

  private boolean holds(DeclaredRecipe candidate) {
    try {
      Recipe inSteps = candidate.inSteps(stepsPerEpoch);
      if (forAnyLength && !isWithinBound(inSteps)) {
        return false;
      }
      Plan.of(inSteps, form);
      return true;
    } catch (InconvertibleRecipeException tooLarge) {
      return false;
    }
  }

  /** Whether the ranges of the curves alone show that λη never exceeds the bound. */
  static boolean isWithinBound(Recipe recipe) {
    double gamma = recipe.momentum().range().maximum();
    return Hyperparameter.MOMENTUM.admits(gamma)
        && recipe.weightDecay().range().maximum() * recipe.learningRate().range().maximum()
            <= recipe.rule().bound(gamma);
  }

  private static String text(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
  }
}
