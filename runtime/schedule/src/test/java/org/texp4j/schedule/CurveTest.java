package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
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

  @Test
  void cosineIsHalfAWaveOfTheGeneralOne() {
    Curve curve = Curve.cosineDecay(0.4, 0.1, 97);
    Curve general = Curve.cosine(0.4, 0.1, 0.5, 97);
    for (long step = 0; step <= 100; step++) {
      assertThat(curve.at(step)).as("step %s", step).isEqualTo(general.at(step));
    }
    assertThat(curve.at(0)).isEqualTo(0.4);
    assertThat(curve.at(97)).isEqualTo(0.1);
    assertThat(curve.at(970)).isEqualTo(0.1);
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

  /** A user's curve is whatever it gives, and nothing is said of it. */
  @Test
  void lambdaIsACurve() {
    Curve curve = step -> 1 / (1.0 + step);
    assertThat(curve.scaled(3).at(2)).isEqualTo(1);
    assertThat(curve.nextBreak(5)).isEqualTo(Long.MAX_VALUE);
    assertThat(curve.isConstantFrom(5)).isFalse();
    assertThat(curve.range()).isEqualTo(Range.UNKNOWN);
    assertThat(curve.clamped(0.1, 0.5).range()).isEqualTo(new Range(0.1, 0.5));
    assertThat(Curve.linearWarmup(0, 3, curve).range()).isEqualTo(Range.UNKNOWN);
  }

  @Test
  void clampingDoesNotHideWhatIsNotANumber() {
    Curve curve = step -> Double.NaN;
    assertThatThrownBy(() -> curve.clamped(0, 1).at(7))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("step 7");
  }

  /** min(n^(−½), n · warmup^(−3/2)) over √d, with n from 1: the formula as printed in the paper. */
  @Test
  void noamIsTheScheduleOfTheTransformer() {
    int width = 512;
    long warmup = 4000;
    Curve curve = Curve.noam(1 / Math.sqrt(width * (double) warmup), warmup);
    for (long n = 1; n < 20_000; n += 7) {
      double rise = n * Math.pow(warmup, -1.5);
      double paper = Math.pow(width, -0.5) * Math.min(Math.pow(n, -0.5), rise);
      // Four roundings there, four here.
      assertThat(curve.at(n - 1)).isCloseTo(paper, withinPercentage(100 * 0x1p-50));
    }
    assertThat(curve.at(warmup - 1)).isEqualTo(1 / Math.sqrt(width * (double) warmup));
  }

  @Test
  void endsAreExact() {
    // 0.3 − (0.3 − 0.1) and 0.1 + (0.3 − 0.1) are not what they should be in doubles.
    long[] lengths = {1, 3, 49, 1_000_000_000_000L};
    for (long steps : lengths) {
      for (Curve curve :
          List.of(
              Curve.linear(0.3, 0.1, steps),
              Curve.polynomial(0.3, 0.1, 0.7, steps, false),
              Curve.cosineDecay(0.3, 0.1, steps),
              Curve.cosine(0.3, 0.1, 1.5, steps),
              Curve.cosine(0.3, 0.1, 12.5, steps),
              Curve.warmupStableDecay(0.3, 0.1, 0, steps, DecayShape.ONE_MINUS_SQRT))) {
        assertThat(curve.at(0)).as("%s", curve).isEqualTo(0.3);
        assertThat(curve.at(steps)).as("%s", curve).isEqualTo(0.1);
        assertThat(curve.at(Long.MAX_VALUE)).as("%s", curve).isEqualTo(0.1);
      }
    }
    Curve cyclic = Curve.cyclic(0.1, 0.3, 7, 13, CyclicMode.TRIANGULAR, 1);
    assertThat(cyclic.at(20 * 1_000_000_000L)).isEqualTo(0.1);
    assertThat(cyclic.at(20 * 1_000_000_000L + 7)).isEqualTo(0.3);
    assertThat(Curve.cosine(0.3, 0.1, 1000, 12_345).at(12_345)).isEqualTo(0.3);
  }

  /** Periods of 10, 11, 12.1, 13.31, 14.641 … steps: restarts at 10, 21, 33, 46, 61, rounded. */
  @Test
  void restartsOfAFractionalMultiplierAreWholeSteps() {
    Curve curve = Curve.cosineRestarts(1, 0, 10, 1.1, 1);
    assertThat(LongStream.range(0, 70).filter(step -> curve.at(step) == 1))
        .containsExactly(0L, 10L, 21L, 33L, 46L, 61L);
  }

  /** By definition: the first step of a period whose peak is below the minimum it falls to. */
  @Test
  void aRestartBelowTheMinimumContradictsIt() {
    Random random = new Random(20);
    int contradictions = 0;
    for (int i = 0; i < 1_000; i++) {
      double initial = random.nextInt(5) * 0.25;
      double minimum = random.nextInt(5) * 0.25;
      int steps = 1 + random.nextInt(60);
      Curve curve =
          Curve.cosineRestarts(
              initial, minimum, 1 + random.nextInt(9), 1 + random.nextInt(2), 0.2 + i % 5 * 0.2);
      OptionalLong rising =
          LongStream.range(1, steps)
              .filter(step -> curve.at(step) < minimum && initial >= minimum)
              .findFirst();
      assertThat(curve.firstContradiction(steps)).as("%s of %d", curve, steps).isEqualTo(rising);
      contradictions += rising.isPresent() ? 1 : 0;
    }
    assertThat(contradictions).isBetween(100, 900);
  }

  @Test
  void onlyRoundingIsNoContradiction() {
    Curve curve = Curve.cosineRestarts(0.7, 0.07, 4, 1, 0.1);
    assertThat(curve.at(4)).isLessThan(0.07);
    assertThat(curve.firstContradiction(8)).isEmpty();
    assertThat(curve.firstContradiction(9)).hasValue(8);
    assertThat(Curve.cosineRestarts(1, 0.5, 1, 1, 0.999999).firstContradiction(1_000_000_000_000L))
        .hasValue(693_147);
  }

  @Test
  void contradictionsShowThroughCombinations() {
    Curve curve = Curve.cosineRestarts(0.1, 0.05, 4, 1, 0.1);
    Curve after = Curve.linearWarmup(0, 5, curve);

    assertThat(after.firstContradiction(9)).isEmpty();
    assertThat(after.firstContradiction(10)).hasValue(9);
    assertThat(curve.scaled(2).firstContradiction(10)).hasValue(4);
    assertThat(curve.clamped(0.05, 1).firstContradiction(10)).isEmpty();
    assertThat(Curve.join(List.of(curve, Curve.constant(1)), 4).firstContradiction(10)).isEmpty();
    assertThat(Curve.join(List.of(curve, curve), 4).firstContradiction(10)).hasValue(8);
  }

  @Test
  void goOnToTheLastStepOfAll() {
    for (Curve curve :
        List.of(
            Curve.cosineRestarts(1, 0.5, 1, 1, 1),
            Curve.cosineRestarts(1, 0.5, 7, 1.5, 0.9),
            Curve.cosineRestarts(1, 0.5, 1, 0x1p62, 0.9),
            Curve.cyclic(0.5, 1, Long.MAX_VALUE, Long.MAX_VALUE, CyclicMode.TRIANGULAR, 1),
            Curve.polynomial(1, 0.5, 2, 3, true),
            Curve.exponential(1, 0.999, Long.MAX_VALUE, true),
            Curve.join(List.of(Curve.constant(1), Curve.exponential(1, 0.5, 1, true)), 5)
                .clamped(0.5, 1))) {
      assertThat(curve.at(Long.MAX_VALUE - 1)).as("%s", curve).isBetween(0.5, 1.0);
      assertThat(curve.nextBreak(Long.MAX_VALUE - 1)).as("%s", curve).isEqualTo(Long.MAX_VALUE);
    }
  }

  @Test
  void warmupOverTheCurveIsAFactor() {
    Curve main = Curve.stepDecay(0.8, 0.5, 3, 7);
    Curve curve =
        Curve.warmup(new Warmup(4, 0.0625, WarmupShape.EXPONENTIAL, WarmupPlacement.OVER), main);
    // A sixteenth, doubled at every step; all of these are exact.
    assertThat(LongStream.range(0, 8).mapToDouble(curve::at).toArray())
        .containsExactly(0.05, 0.1, 0.2, 0.2, 0.4, 0.4, 0.4, 0.2);
    assertThat(breaks(curve)).containsExactly(3L, 4L, 7L);
    assertThat(curve.isConstantFrom(4)).isTrue();
  }

  @Test
  void warmupInTheShapeOfACosineIsLevelAtBothEnds() {
    Curve curve =
        Curve.warmup(
            new Warmup(4, 0.2, WarmupShape.COSINE, WarmupPlacement.BEFORE), Curve.constant(5));
    double quarter = (1 - Math.sqrt(0.5)) / 2;
    assertThat(LongStream.range(0, 6).mapToDouble(curve::at).toArray())
        .containsExactly(
            new double[] {1, 1 + 4 * quarter, 3, 5 - 4 * quarter, 5, 5}, within(2 * Math.ulp(5.0)));
  }

  @Test
  void valuesAreFoundWithoutAllocation() {
    RandomCurves curves = new RandomCurves(3);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<String> names = new ArrayList<>(RandomCurves.shapes());
    names.addAll(RandomCurves.combinations());
    for (String name : names) {
      Curve curve = curves.draw(name).curve();
      double sum = curve.at(0);
      long before = threads.getCurrentThreadAllocatedBytes();
      for (long step = 0; step < 10_000; step++) {
        sum += curve.at(step);
      }
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      // Loading a class or compiling a method may cost some; one object a step would cost 160,000.
      assertThat(bytes).as("%s: %s", name, sum).isLessThan(80_000);
    }
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
      assertRefused(() -> Curve.linear(1, wrong, 1), "end");
      assertRefused(() -> Curve.polynomial(1, 0, wrong, 1, false), "power");
      assertRefused(() -> Curve.exponential(1, wrong, 1, false), "factor");
      assertRefused(() -> Curve.inverseTime(1, wrong, 1, 1, false), "rate");
      assertRefused(() -> Curve.inverseTime(1, 1, 1, wrong, false), "power");
      assertRefused(() -> Curve.inverseSquareRoot(wrong, 1), "initial");
      assertRefused(() -> Curve.noam(wrong, 1), "peak");
      assertRefused(() -> Curve.sigmoid(1, wrong, 1), "slope");
      assertRefused(() -> Curve.cosine(1, 0, wrong, 1), "cycles");
      assertRefused(() -> Curve.cosineRestarts(1, 0, 1, wrong, 1), "multiplier");
      assertRefused(() -> Curve.cosineRestarts(1, 0, 1, 1, wrong), "decay");
      assertRefused(() -> Curve.cyclic(wrong, 1, 1, 1, CyclicMode.TRIANGULAR, 1), "minimum");
      assertRefused(() -> Curve.oneCycle(wrong, 9, OneCycle.DEFAULT), "maximum");
      assertRefused(() -> Curve.oneCycleMomentum(wrong, 1, 9, OneCycle.DEFAULT), "base");
      assertRefused(() -> OneCycle.DEFAULT.withStart(wrong), "start");
      assertRefused(() -> OneCycle.DEFAULT.withDivisors(wrong, 1), "initialDivisor");
      assertRefused(() -> Curve.flatThenCosine(wrong, 0, 1, 2), "initial");
      assertRefused(() -> Curve.constant(1).scaled(wrong), "value");
      assertRefused(() -> Curve.constant(1).clamped(wrong, 1), "minimum");
      assertRefused(() -> Curve.piecewiseConstant(List.of(wrong)), "value");
    }
    assertRefused(() -> Curve.linearWarmup(-0.1, 1, Curve.constant(1)), "-0.1");
    assertRefused(() -> Curve.linearWarmup(1.1, 1, Curve.constant(1)), "1.1");
    assertRefused(() -> Curve.linearWarmup(0, 0, Curve.constant(1)), "steps must be at least 1");
    assertRefused(() -> Curve.linear(1, 0, 0), "steps must be at least 1");
    assertRefused(() -> Curve.exponential(1, 0, 1, false), "factor must be finite and above 0");
    assertRefused(() -> Curve.exponential(1, 0.5, 0, false), "every must be at least 1");
    assertRefused(() -> Curve.cosineRestarts(1, 0, 1, 0.9, 1), "multiplier must be at least 1");
    assertRefused(
        () -> Curve.cosineRestarts(1, 0, 1, 1, 1.1), "decay must be above 0 and at most 1");
    assertRefused(() -> Curve.cyclic(0, 1, 1, 1, CyclicMode.TRIANGULAR, 0.9), "EXPONENTIAL_RANGE");
    assertRefused(() -> Curve.flatThenCosine(1, 0, 5, 5), "flat must be at least 0 and less than");
    assertRefused(
        () -> Curve.warmupStableDecay(1, 0, -1, 5, DecayShape.LINEAR), "stable must be at least 0");
    assertRefused(() -> OneCycle.DEFAULT.withDivisors(0.5, 4), "would exceed the maximum");
    assertRefused(() -> OneCycle.DEFAULT.withDivisors(4, 0.2), "would exceed the maximum");
    assertRefused(() -> OneCycle.DEFAULT.withStart(0.6).withThreePhase(true), "at most 0.5");
    assertRefused(() -> Curve.constant(1).clamped(2, 1), "bound 2.0 must not exceed");
    assertRefused(
        () -> new Warmup(5, 0, WarmupShape.EXPONENTIAL, WarmupPlacement.BEFORE),
        "cannot rise from 0");
    assertRefused(() -> new Range(2, 1), "the minimum 2.0 of a range must not exceed");
    assertRefused(() -> Curve.cosineDecay(1, 0, 0), "steps must be at least 1");
  }

  @Test
  void refusesBoundariesThatDoNotIncrease() {
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
