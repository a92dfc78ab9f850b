package org.texp4j.dl4j.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;

import java.util.List;
import org.deeplearning4j.nn.conf.serde.JsonMappers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/** A plan as a schedule of Deeplearning4j. */
class ConvertedScheduleTest {

  private static final Recipe RECIPE =
      new Recipe(
          200,
          Curve.linearWarmup(0, 20, Curve.cosineDecay(0.1, 0, 180)),
          Curve.piecewiseConstant(List.of(5e-4, 1e-3), 100),
          Curve.constant(0.9));

  private static final Plan PLAN = Plan.of(RECIPE, RecipeForm.TEXP_PLUS_PLUS);

  @Test
  void isTheRateOfThePlan() {
    ConvertedSchedule schedule = ConvertedSchedule.tabulate(PLAN);

    for (int step = 199; step >= 0; step--) {
      assertThat(schedule.valueAt(step, 0))
          .isCloseTo(PLAN.at(step).rate().toDouble(), withinPercentage(1e-13));
    }
  }

  @Test
  void isTheSameAfterJson() throws Exception {
    ConvertedSchedule schedule = ConvertedSchedule.tabulate(PLAN);

    String json = JsonMappers.getMapper().writeValueAsString(schedule);
    ISchedule read = JsonMappers.getMapper().readValue(json, ISchedule.class);

    assertThat(read).isEqualTo(schedule);
    for (int step = 0; step < 200; step++) {
      assertThat(read.valueAt(step, 0)).isEqualTo(schedule.valueAt(step, 0));
    }
  }

  @Test
  void aTableHoldsEveryChangeOnceAndKnowsWhereItIsConstant() {
    TableSchedule table = TableSchedule.tabulate(RECIPE.weightDecay(), 200);

    assertThat(table).isEqualTo(new TableSchedule(new int[] {0, 100}, new double[] {5e-4, 1e-3}));
    assertThat(ScheduleCurves.of(table, 1).nextBreak(0)).isEqualTo(100);
    assertThat(ScheduleCurves.of(table, 1).isConstantFrom(0)).isTrue();
  }

  @Test
  void aTableWhoseStepsDoNotIncreaseFromZeroIsRefused() {
    assertThatThrownBy(() -> new TableSchedule(new int[] {0, 5, 5}, new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("increase from 0");
    assertThatThrownBy(() -> new TableSchedule(new int[] {1}, new double[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"EXPONENTIAL", "TEXP", "TEXP_MINUS_MINUS", "WEIGHT_DECAY"})
  void formsWhoseVelocityIsCorrectedAreRefused(RecipeForm form) {
    Plan plan = Plan.of(constantRecipe(10, 0.1, 5e-4, 0.9), form);

    assertThatThrownBy(() -> ConvertedSchedule.tabulate(plan))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS)");
  }

  @Test
  void adamWIsRefused() {
    Recipe recipe =
        new Recipe(
            10,
            Curve.constant(0.1),
            Curve.constant(0.1),
            Curve.constant(0.9),
            new AdamW(0.999, 1e-8));

    assertThatThrownBy(() -> ConvertedSchedule.tabulate(Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("converts stochastic gradient descent only, not AdamW");
  }

  @Test
  void theUpdaterStopsBeforeFloatEnds() {
    Plan doubling = Plan.of(constantRecipe(2000, 0.5, 1, 0), RecipeForm.TEXP_PLUS_PLUS);
    GradientUpdater<ConvertedSgd> update =
        new ConvertedSgd(ConvertedSchedule.tabulate(doubling))
            .instantiate(Nd4j.create(DataType.FLOAT, 3), /* initialize= */ true);
    INDArray gradient = Nd4j.create(DataType.FLOAT, 3);

    update.applyUpdater(gradient, 39, 0);
    assertThatThrownBy(() -> update.applyUpdater(gradient, 40, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("at iteration 40 the weights have grown by 2^41")
        .hasMessageContaining("or in DOUBLE");
  }
}
