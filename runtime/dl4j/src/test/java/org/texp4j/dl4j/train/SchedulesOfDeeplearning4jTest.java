package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.nd4j.linalg.schedule.ScheduleType.ITERATION;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.schedule.CycleSchedule;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.RampSchedule;
import org.nd4j.linalg.schedule.SigmoidSchedule;
import org.nd4j.linalg.schedule.StepSchedule;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Interpolation;
import org.texp4j.schedule.Warmup;
import org.texp4j.schedule.WarmupPlacement;
import org.texp4j.schedule.WarmupShape;

/** Deeplearning4j's own schedules, and how each is written as a curve. */
class SchedulesOfDeeplearning4jTest {

  @Test
  void decays() {
    assertSame(new FixedSchedule(0.1), Curve.constant(0.1));
    assertSame(
        new MapSchedule(ITERATION, Map.of(0, 0.1, 20, 0.05, 35, 0.2)),
        Curve.piecewiseConstant(List.of(0.1, 0.05, 0.2), 20, 35));
    assertSame(
        new ExponentialSchedule(ITERATION, 0.1, 0.97), Curve.exponential(0.1, 0.97, 1, false));
    assertSame(new StepSchedule(ITERATION, 0.1, 0.5, 7), Curve.exponential(0.1, 0.5, 7, true));
    assertSame(
        new InverseSchedule(ITERATION, 0.1, 0.3, 0.75),
        Curve.inverseTime(0.1, 0.3, 1, 0.75, false));
  }

  /** It rises for γ above 0, where the curve falls for a slope above 0. */
  @Test
  void sigmoid() {
    assertSame(new SigmoidSchedule(ITERATION, 0.1, 0.2, 25), Curve.sigmoid(0.1, -0.2, 25));
    assertSame(new SigmoidSchedule(ITERATION, 0.1, -0.2, 25), Curve.sigmoid(0.1, 0.2, 25));
  }

  /** It skips the rate 0: the first of n steps already has 1/n. */
  @Test
  void ramp() {
    Warmup ramp = new Warmup(8 - 1, 1 / 8.0, WarmupShape.LINEAR, WarmupPlacement.OVER);
    assertSame(
        new RampSchedule(new ExponentialSchedule(ITERATION, 0.1, 0.97), 8),
        Curve.warmup(ramp, Curve.exponential(0.1, 0.97, 1, false)));
  }

  @Test
  void cycle() {
    // A cycle of 50 steps, of which 20 rise, 20 fall and 10 decay.
    Curve triangle = Curve.interpolated(List.of(0.01, 0.1, 0.01), Interpolation.LINEAR, 20, 40);
    assertSame(
        new CycleSchedule(ITERATION, 0.01, 0.1, 50, 10, 0.7),
        Curve.join(List.of(triangle, Curve.exponential(0.01, 0.7, 1, false)), 40));
  }

  private static void assertSame(ISchedule schedule, Curve curve) {
    for (int step = 0; step < 50; step++) {
      // Some ten roundings on each side.
      assertThat(curve.at(step))
          .as("step %s of %s", step, schedule)
          .isCloseTo(schedule.valueAt(step, 0), withinPercentage(100 * 0x1p-48));
    }
  }
}
