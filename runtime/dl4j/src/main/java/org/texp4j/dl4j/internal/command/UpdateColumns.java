package org.texp4j.dl4j.internal.command;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.LinearCoefficients;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.ScaledDouble;
import org.texp4j.schedule.Step;

/**
 * The columns of a schedule that say what a rule other than the heavy ball does in a step; none for
 * the heavy ball, which its rate and momentum tell whole.
 *
 * @param header their names, each after a comma
 * @param numbers the numbers of a step, in the same order
 */
record UpdateColumns(String header, Function<Step, double[]> numbers) {

  static UpdateColumns of(Plan plan) {
    Rule rule = plan.recipe().rule();
    if (rule.equals(Rule.HEAVY_BALL)) {
      return new UpdateColumns("", step -> new double[0]);
    }
    if (rule instanceof AdamW adam) {
      return new UpdateColumns(
          ",adam_rate_log2,moment_scale,log2_epsilon", step -> adamW(step, adam));
    }
    boolean declared = plan.form() == RecipeForm.WEIGHT_DECAY;
    return new UpdateColumns(
        ",velocity_to_weights,gradient_to_weights,velocity_to_velocity,gradient_to_velocity",
        step -> linear(declared ? step.declared() : step.converted()));
  }

  private static double[] linear(LinearCoefficients form) {
    return new double[] {
      form.velocityToWeights(),
      form.gradientToWeights(),
      form.velocityToVelocity(),
      form.gradientToVelocity()
    };
  }

  private static double[] adamW(Step step, AdamW adam) {
    ScaledDouble scale = step.reached().scale();
    return new double[] {
      step.convertedRate().log2(),
      step.alpha(),
      ScaledDouble.of(adam.epsilon(), 0).log2() - scale.log2()
    };
  }

  /** The numbers of a step, each after a comma. */
  String row(Step step) {
    return Arrays.stream(numbers.apply(step))
        .mapToObj(number -> "," + number)
        .collect(Collectors.joining());
  }
}
