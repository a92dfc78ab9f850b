package org.texp4j.dl4j.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.PlanCursor;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;

/** What is said of a plan agrees with a walk along it. */
class PlanTextTest {

  private static final Curve MOMENTUM = Curve.constant(0.9);

  static Stream<Plan> plans() {
    Curve decay = Curve.constant(0.02);
    return Stream.of(
            new Recipe(6000, Curve.constant(0.1), decay, MOMENTUM),
            new Recipe(6000, Curve.stepDecay(0.1, 0.1, 2000, 4000), decay, MOMENTUM),
            new Recipe(
                6000, Curve.linearWarmup(0, 50, Curve.stepDecay(0.1, 1.2, 3000)), decay, MOMENTUM),
            new Recipe(9000, Curve.cosineDecay(0.1, 0, 9000), decay, MOMENTUM),
            new Recipe(9000, Curve.cosineDecay(0.1, 0, 9000), Curve.constant(1e-4), MOMENTUM),
            // A rate that overflows at first and has fallen far below at the end of its phase.
            new Recipe(
                100, Curve.cosineDecay(4e38, 0, 100), Curve.constant(1e-42), Curve.constant(0)),
            // A rate far above 1 overflows before the scale does.
            new Recipe(2000, Curve.stepDecay(1e-3, 1e9, 1500), Curve.constant(1e-9), MOMENTUM),
            new Recipe(300, Curve.constant(1e35), Curve.constant(1e-37), Curve.constant(0)),
            new Recipe(100, Curve.constant(0.1), decay, MOMENTUM))
        .map(recipe -> Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void theFirstOverflowIsThatOfAWalkOverAllSteps(Plan plan) {
    OptionalLong first = OptionalLong.empty();
    for (PlanCursor cursor = plan.cursor(); cursor.hasNext() && first.isEmpty(); ) {
      Step step = cursor.next();
      if (step.rate().log2() >= 128 || 2 * step.after().scale().log2() >= 128) {
        first = OptionalLong.of(step.index());
      }
    }

    assertThat(plan.firstFloatOverflow()).isEqualTo(first);
  }

  @Test
  void theRecipeIsToldPhaseByPhase() {
    Plan plan =
        Plan.of(
            new Recipe(
                60,
                Curve.linearWarmup(0, 10, Curve.stepDecay(0.1, 0.1, 20, 40)),
                Curve.constant(5e-4),
                MOMENTUM),
            RecipeForm.TEXP_PLUS_PLUS);

    assertThat(PlanText.recipe(plan, 10))
        .isEqualTo(
            "SGD with momentum 0.9, weight decay 0.0005 and learning rate 0 to 0.09, then 0.1, then"
                + " 0.01, then 0.001, for 60 steps in epochs of 10");
  }
}
