package org.texp4j.dl4j.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nd4j.linalg.schedule.ScheduleType.EPOCH;
import static org.nd4j.linalg.schedule.ScheduleType.ITERATION;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.schedule.CycleSchedule;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.RampSchedule;
import org.nd4j.linalg.schedule.SigmoidSchedule;
import org.nd4j.linalg.schedule.StepSchedule;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Range;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/** Deeplearning4j's schedules as curves: their own values, and no false word about them. */
class ScheduleCurvesTest {

  private static final int STEPS_PER_EPOCH = 7;
  private static final long STEPS = 300;

  static Stream<Arguments> schedules() {
    return Stream.of(ITERATION, EPOCH)
        .flatMap(
            type ->
                Stream.of(
                    Arguments.of(new FixedSchedule(0.1), true),
                    Arguments.of(new StepSchedule(type, 0.1, 0.5, 3), true),
                    // 0.1 · k is not a whole number of tenths in double.
                    Arguments.of(new StepSchedule(type, 0.1, 0.9, 2.1), true),
                    Arguments.of(new StepSchedule(type, 0.1, 0.9, 0.3), true),
                    Arguments.of(new MapSchedule(type, Map.of(0, 0.1, 4, 0.3, 20, 0.0)), true),
                    Arguments.of(new ExponentialSchedule(type, 0.1, 0.97), true),
                    Arguments.of(new ExponentialSchedule(type, 0.1, 1.01), false),
                    Arguments.of(new InverseSchedule(type, 0.1, 0.2, 0.75), true),
                    Arguments.of(new SigmoidSchedule(type, 0.1, 0.3, 10), true),
                    Arguments.of(new CycleSchedule(type, 0.01, 0.1, 17, 4, 0.1), true),
                    Arguments.of(new RampSchedule(new FixedSchedule(0.1), 20), false),
                    Arguments.of(new Zigzag(), false)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("schedules")
  void areTheirOwnValues(ISchedule schedule, boolean known) {
    Curve curve = ScheduleCurves.of(schedule, STEPS_PER_EPOCH);

    for (int step = 0; step < STEPS; step++) {
      assertThat(curve.at(step)).isEqualTo(schedule.valueAt(step, step / STEPS_PER_EPOCH));
      assertThat(curve.at(step)).isBetween(curve.range().minimum(), curve.range().maximum());
    }
    assertThat(curve.range() != Range.UNKNOWN).isEqualTo(known);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("schedules")
  void areConstantWhereTheySaySo(ISchedule schedule, boolean known) {
    Curve curve = ScheduleCurves.of(schedule, STEPS_PER_EPOCH);

    for (long step = 0; step < STEPS; step++) {
      long next = curve.nextBreak(step);
      assertThat(next).isGreaterThan(step);
      if (curve.isConstantFrom(step)) {
        for (long same = step; same < Math.min(next, STEPS); same++) {
          assertThat(curve.at(same)).as("step %d from %d", same, step).isEqualTo(curve.at(step));
        }
      }
    }
  }

  @Test
  void theStairsOfAStepScheduleArePhasesOfTexp() {
    Curve rate = ScheduleCurves.of(new StepSchedule(EPOCH, 0.1, 0.1, 10), STEPS_PER_EPOCH);
    Recipe recipe = new Recipe(200, rate, Curve.constant(5e-4), Curve.constant(0.9));

    assertThat(Plan.of(recipe, RecipeForm.TEXP).phases())
        .extracting(phase -> phase.first().index())
        .containsExactly(0L, 70L, 140L);
  }

  @Test
  void aPolyScheduleIsRefusedWithWhatToWrite() {
    assertThatThrownBy(
            () -> ScheduleCurves.of(new PolySchedule(EPOCH, 0.1, 2, 30), STEPS_PER_EPOCH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.1 · (1 + i/30)^2.0")
        .hasMessageContaining("Curve.polynomial(0.1, 0, 2.0, 210, false)");
  }

  /** A schedule of a user's own. */
  private static final class Zigzag implements ISchedule {

    private static final long serialVersionUID = 1;

    @Override
    public double valueAt(int iteration, int epoch) {
      return 0.1 * (iteration % 2) + 0.01 * epoch;
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod")
    public Zigzag clone() {
      return this;
    }
  }
}
