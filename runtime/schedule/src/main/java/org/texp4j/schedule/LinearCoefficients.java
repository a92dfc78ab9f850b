package org.texp4j.schedule;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The four numbers of a linear step on weights θ, velocity v and gradient g: θ ← θ − hv − rg and v
 * ← av + bg, both from the old v.
 *
 * @param velocityToWeights h
 * @param gradientToWeights r
 * @param velocityToVelocity a
 * @param gradientToVelocity b
 */
public record LinearCoefficients(
    double velocityToWeights,
    double gradientToWeights,
    double velocityToVelocity,
    double gradientToVelocity) {

  /** The step that leaves weights and velocity as they are. */
  public static final LinearCoefficients NONE = new LinearCoefficients(0, 0, 1, 0);

  /** Returns the step whose effect on the weights is multiplied by a factor: h and r. */
  public LinearCoefficients scaled(double factor) {
    return new LinearCoefficients(
        factor * velocityToWeights,
        factor * gradientToWeights,
        velocityToVelocity,
        gradientToVelocity);
  }

  /** The columns of a printed schedule for these numbers, as they are in a form. */
  static List<StepColumn> columns(RecipeForm form) {
    Function<Step, LinearCoefficients> coefficients =
        form.isConverted() ? Step::converted : Step::declared;
    return List.of(
        column("velocity_to_weights", coefficients, LinearCoefficients::velocityToWeights),
        column("gradient_to_weights", coefficients, LinearCoefficients::gradientToWeights),
        column("velocity_to_velocity", coefficients, LinearCoefficients::velocityToVelocity),
        column("gradient_to_velocity", coefficients, LinearCoefficients::gradientToVelocity));
  }

  private static StepColumn column(
      String name,
      Function<Step, LinearCoefficients> coefficients,
      ToDoubleFunction<LinearCoefficients> number) {
    return new StepColumn(name, step -> number.applyAsDouble(coefficients.apply(step)));
  }
}
