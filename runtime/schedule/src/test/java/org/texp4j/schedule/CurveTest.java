package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CurveTest {

  @Test
  void constant() {
    Curve curve = Curve.constant(0.3);
    assertThat(curve.at(0)).isEqualTo(0.3);
    assertThat(curve.at(Long.MAX_VALUE)).isEqualTo(0.3);
    assertThat(breaks(curve)).isEmpty();
    assertThat(curve.isConstantFrom(17)).isTrue();
  }

  /** initial · factor^n, where n counts the boundaries at or before the step. */
  @Test
  void stepDecayFallsAtItsBoundaries() {
    Curve curve = Curve.stepDecay(0.1, 0.5, 1, 10, 11);
    for (long step = 0; step < 20; step++) {
      double expected = 0.1;
      for (long boundary : new long[] {1, 10, 11}) {
        expected *= boundary <= step ? 0.5 : 1;
      }
      // Halving is exact.
      assertThat(curve.at(step)).as("step %s", step).isEqualTo(expected);
    }
    assertThat(breaks(curve)).containsExactly(1L, 10L, 11L);
    assertThat(curve.isConstantFrom(0)).isTrue();
    assertThat(Curve.stepDecay(0.1, 0.5).at(5)).isEqualTo(0.1);
  }

  @Test
  void stepDecayMayRise() {
    assertThat(Curve.stepDecay(1, 3, 2).at(2)).isEqualTo(3);
  }

  @Test
  void piecewiseConstantTakesEachValueFromItsBoundary() {
    Curve curve = Curve.piecewiseConstant(List.of(1.0, 0.0, 7.0), 3, 5);
    double[] expected = {1, 1, 1, 0, 0, 7, 7};
    for (int step = 0; step < expected.length; step++) {
      assertThat(curve.at(step)).isEqualTo(expected[step]);
    }
    assertThat(breaks(curve)).containsExactly(3L, 5L);
    assertThat(curve.isConstantFrom(3)).isTrue();
  }

  /** The mean of the ends plus half their difference times the cosine of half a turn. */
  @Test
  void cosineFallsAlongHalfATurn() {
    long steps = 97;
    Curve curve = Curve.cosineDecay(0.4, 0.1, steps);
    for (long step = 0; step <= steps; step++) {
      double expected = 0.25 + 0.15 * Math.sin(Math.PI / 2 - Math.PI * step / steps);
      // Sine and cosine of arguments up to π: a few units in the last place of 0.4.
      assertThat(curve.at(step)).as("step %s", step).isCloseTo(expected, within(2e-16));
    }
    assertThat(curve.at(0)).isEqualTo(0.4);
    assertThat(curve.at(steps)).isEqualTo(0.1);
    assertThat(curve.at(10 * steps)).isEqualTo(0.1);
  }

  @Test
  void cosineReachesZeroExactlyAndStaysThere() {
    Curve curve = Curve.cosineDecay(0.1, 0, 10);
    assertThat(curve.at(9)).isPositive();
    assertThat(curve.at(10)).isZero();
    assertThat(breaks(curve)).containsExactly(10L);
    assertThat(curve.isConstantFrom(0)).isFalse();
    assertThat(curve.isConstantFrom(10)).isTrue();
  }

  @Test
  void cosineBetweenEqualEndsIsConstant() {
    Curve curve = Curve.cosineDecay(0.1, 0.1, 10);
    assertThat(curve.isConstantFrom(0)).isTrue();
    assertThat(breaks(curve)).isEmpty();
    assertThat(curve.at(3)).isEqualTo(0.1);
  }

  @Test
  void warmupRisesToTheFirstValueAndJoins() {
    Curve main = Curve.cosineDecay(0.8, 0, 50);
    Curve curve = Curve.linearWarmup(0.25, 10, main);
    assertThat(curve.at(0)).isEqualTo(0.2);
    for (long step = 0; step < 10; step++) {
      double expected = 0.2 + (0.8 - 0.2) * step / 10;
      // Two ways to interpolate linearly: rounding of values below 1.
      assertThat(curve.at(step)).as("step %s", step).isCloseTo(expected, within(3e-16));
    }
    assertThat(curve.at(10)).as("the join").isEqualTo(0.8);
    for (long step = 10; step < 70; step++) {
      assertThat(curve.at(step)).isEqualTo(main.at(step - 10));
    }
    assertThat(breaks(curve)).containsExactly(10L, 60L);
    assertThat(curve.isConstantFrom(9)).isFalse();
    assertThat(curve.isConstantFrom(60)).isTrue();
  }

  @Test
  void warmupFromZeroStartsAtZero() {
    assertThat(Curve.linearWarmup(0, 5, Curve.constant(0.1)).at(0)).isZero();
  }

  @Test
  void warmupShiftsTheBoundariesBehindIt() {
    Curve curve = Curve.linearWarmup(0, 100, Curve.stepDecay(1, 0.5, 30));
    assertThat(curve.at(129)).isEqualTo(1);
    assertThat(curve.at(130)).isEqualTo(0.5);
    assertThat(breaks(curve)).containsExactly(100L, 130L);
  }

  @Test
  void warmupOfOneStepAndFromOne() {
    assertThat(Curve.linearWarmup(0.5, 1, Curve.constant(2)).at(0)).isEqualTo(1);
    assertThat(Curve.linearWarmup(0.5, 1, Curve.constant(2)).at(1)).isEqualTo(2);
    assertThat(Curve.linearWarmup(1, 9, Curve.constant(2)).isConstantFrom(0)).isTrue();
  }

  @Test
  void refusesWrongNumbers() {
    for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(() -> Curve.constant(wrong), "value");
      assertRefused(() -> Curve.stepDecay(wrong, 0.1), "initial");
      assertRefused(() -> Curve.stepDecay(0.1, wrong), "factor");
      assertRefused(() -> Curve.cosineDecay(wrong, 0, 1), "initial");
      assertRefused(() -> Curve.cosineDecay(0, wrong, 1), "minimum");
      assertRefused(() -> Curve.linearWarmup(wrong, 1, Curve.constant(1)), "from");
      assertRefused(() -> Curve.piecewiseConstant(List.of(wrong)), "value");
    }
    assertRefused(() -> Curve.linearWarmup(-0.1, 1, Curve.constant(1)), "-0.1");
    assertRefused(() -> Curve.linearWarmup(1.1, 1, Curve.constant(1)), "1.1");
    assertRefused(() -> Curve.linearWarmup(0, 0, Curve.constant(1)), "steps must be at least 1");
    assertRefused(() -> Curve.cosineDecay(1, 0, 0), "steps must be at least 1");
  }

  @Test
  void refusesBoundariesThatDoNotRise() {
    assertRefused(() -> Curve.stepDecay(1, 0.1, 0), "at least 1, but 0");
    assertRefused(() -> Curve.stepDecay(1, 0.1, 5, 5), "5 follows 5");
    assertRefused(() -> Curve.stepDecay(1, 0.1, 8, 5), "5 follows 8");
    assertRefused(() -> Curve.piecewiseConstant(List.of(1.0, 2.0, 3.0), 8, 5), "5 follows 8");
    assertRefused(() -> Curve.piecewiseConstant(List.of(1.0), 8), "1 boundaries");
  }

  /** The breaks of a curve that has finitely many. */
  private static List<Long> breaks(Curve curve) {
    return LongStream.iterate(
            curve.nextBreak(0), step -> step < Long.MAX_VALUE, step -> curve.nextBreak(step))
        .boxed()
        .toList();
  }

  private static void assertRefused(Runnable creation, String why) {
    assertThatThrownBy(creation::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
