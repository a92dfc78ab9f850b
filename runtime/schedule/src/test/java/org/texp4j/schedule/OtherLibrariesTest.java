package org.texp4j.schedule;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The schedules of PyTorch, Hugging Face, timm, optax and Keras, and how each is written here.
 *
 * <p>The figures in {@code other-libraries.csv} are what these libraries themselves give; {@code
 * other-libraries.py} beside it has the calls, the file's first line the versions.
 */
class OtherLibrariesTest {

  private static final String FIGURES = "other-libraries.csv";

  private static final Map<String, Curve> CURVES =
      Map.ofEntries(
          entry("StepLR", Curve.exponential(0.05, 0.1, 3, true)),
          entry("MultiStepLR", Curve.stepDecay(0.05, 0.1, 2, 5, 9)),
          entry("ExponentialLR", Curve.exponential(0.05, 0.9, 1, false)),
          entry("LinearLR", over(WarmupShape.LINEAR, 0.25, 5, Curve.constant(0.05))),
          entry("ConstantLR", over(WarmupShape.CONSTANT, 0.5, 4, Curve.constant(0.05))),
          entry("PolynomialLR", Curve.polynomial(0.05, 0, 2, 12, false)),
          entry("CosineAnnealingLR", Curve.cosineDecay(0.05, 0.01, 20)),
          entry("CosineAnnealingWarmRestarts", Curve.cosineRestarts(0.05, 0.001, 5, 2, 1)),
          entry("CyclicLR triangular", cyclic(0.01, 0.1, CyclicMode.TRIANGULAR, 1)),
          entry("CyclicLR triangular momentum", cyclic(0.9, 0.8, CyclicMode.TRIANGULAR, 1)),
          entry("CyclicLR triangular2", cyclic(0.01, 0.1, CyclicMode.TRIANGULAR2, 1)),
          entry("CyclicLR triangular2 momentum", cyclic(0.9, 0.8, CyclicMode.TRIANGULAR2, 1)),
          entry("CyclicLR exp_range", cyclic(0.01, 0.1, CyclicMode.EXPONENTIAL_RANGE, 0.97)),
          entry(
              "CyclicLR exp_range momentum", cyclic(0.9, 0.8, CyclicMode.EXPONENTIAL_RANGE, 0.97)),
          entry("OneCycleLR", Curve.oneCycle(0.1, 24, OneCycle.DEFAULT)),
          entry("OneCycleLR momentum", Curve.oneCycleMomentum(0.85, 0.95, 24, OneCycle.DEFAULT)),
          entry("OneCycleLR linear", Curve.oneCycle(0.1, 24, linear())),
          entry("OneCycleLR linear momentum", Curve.oneCycleMomentum(0.85, 0.95, 24, linear())),
          entry("OneCycleLR three_phase", Curve.oneCycle(0.1, 24, threePhase())),
          entry(
              "OneCycleLR three_phase momentum",
              Curve.oneCycleMomentum(0.85, 0.95, 24, threePhase())),
          entry("OneCycleLR options", Curve.oneCycle(0.1, 20, allOptions())),
          entry("OneCycleLR options momentum", Curve.oneCycleMomentum(0.8, 0.9, 20, allOptions())),
          entry("OneCycleLR short", Curve.oneCycle(0.1, 3, OneCycle.DEFAULT)),
          entry(
              "ChainedScheduler",
              over(WarmupShape.LINEAR, 0.25, 5, Curve.exponential(0.05, 0.5, 4, true))),
          entry("SequentialLR", Curve.linearWarmup(0.1, 5, Curve.cosineDecay(0.05, 0, 15))),
          entry("linear", Curve.linearWarmup(0, 4, Curve.linear(0.05, 0, 16))),
          entry("cosine 1.25", Curve.linearWarmup(0, 4, Curve.cosine(0.05, 0, 1.25, 16))),
          entry("hard restarts", Curve.linearWarmup(0, 4, hardRestarts())),
          entry("inverse_sqrt", Curve.linearWarmup(0, 5, Curve.inverseSquareRoot(0.05, 9))),
          entry(
              "polynomial", Curve.linearWarmup(0, 4, Curve.polynomial(0.05, 0.001, 2, 16, false))),
          entry("wsd linear", Curve.linearWarmup(0.1, 4, stableDecay(DecayShape.LINEAR))),
          entry("wsd cosine", Curve.linearWarmup(0.1, 4, stableDecay(DecayShape.COSINE))),
          entry("wsd 1-sqrt", Curve.linearWarmup(0.1, 4, stableDecay(DecayShape.ONE_MINUS_SQRT))),
          entry("timm decay", Curve.cosineRestarts(0.05, 0.001, 6, 2, 0.5)),
          entry("timm 1.5", Curve.cosineRestarts(0.05, 0, 4, 1.5, 1)),
          entry("timm warmup_prefix", Curve.linearWarmup(0.1, 4, Curve.cosineDecay(0.05, 0, 16))),
          entry("optax interpolate linear", interpolated(Interpolation.LINEAR)),
          entry("optax interpolate cosine", interpolated(Interpolation.COSINE)),
          entry(
              "optax join",
              Curve.join(
                  List.of(
                      Curve.linear(0.01, 0.1, 5),
                      Curve.constant(0.1),
                      Curve.exponential(0.1, 0.5, 2, false)),
                  5,
                  9)),
          entry(
              "optax warmup_cosine", Curve.linearWarmup(0.1, 5, Curve.cosineDecay(0.1, 0.001, 20))),
          entry("optax exponential", Curve.exponential(0.1, 0.8, 3, false)),
          entry("optax exponential stairs", Curve.exponential(0.1, 0.8, 3, true)),
          entry(
              "optax exponential end",
              Curve.exponential(0.1, 0.8, 3, false).clamped(0.05, Double.MAX_VALUE)),
          entry("optax polynomial", Curve.polynomial(0.1, 0.01, 1.5, 12, false)),
          entry("keras polynomial", Curve.polynomial(0.05, 0.001, 0.5, 10, false)),
          entry("keras polynomial cycle", Curve.polynomial(0.05, 0.001, 2, 10, true)),
          entry("keras exponential", Curve.exponential(0.05, 0.6, 7, false)),
          entry("keras exponential stairs", Curve.exponential(0.05, 0.6, 7, true)),
          entry("keras inverse time", Curve.inverseTime(0.05, 0.6, 7, 1, false)),
          entry("keras inverse time stairs", Curve.inverseTime(0.05, 0.6, 7, 1, true)),
          entry("keras restarts", Curve.cosineRestarts(0.05, 0, 5, 2, 0.5)),
          entry(
              "keras piecewise",
              Curve.piecewiseConstant(List.of(0.05, 0.05 / 4, 0.05 / 8), 3 + 1, 8 + 1)));

  static Stream<String> schedules() {
    return TestTables.read(FIGURES).stream().map(line -> line[0]);
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void givesTheFiguresOfTheLibrary(String name) {
    Curve curve = CURVES.get(name);
    assertThat(curve).isNotNull();
    double[] values = figures(name);
    // PyTorch multiplies its way from step to step, all compute 1 + cos near −1: both cost some
    // units in the last place of the largest value, of which 1e-14 is about fifty.
    double rounding = 1e-14 * DoubleStream.of(values).max().orElseThrow();
    for (int step = 0; step < values.length; step++) {
      assertThat(curve.at(step)).as("step %s", step).isCloseTo(values[step], within(rounding));
    }
  }

  @Test
  void allAreCompared() {
    assertThat(schedules()).containsExactlyInAnyOrderElementsOf(CURVES.keySet());
  }

  /** PyTorch's cosine goes up again past its end; the same, written as a whole wave. */
  @Test
  void cosinePastItsEnd() {
    double[] wave = {1, 0.75, 0.25, 0, 0.25, 0.75, 1};
    Curve curve = Curve.cosine(1, 0, 1, 6);
    assertThat(Arrays.stream(new long[] {0, 1, 2, 3, 4, 5, 6}).mapToDouble(curve::at).toArray())
        .containsExactly(wave, within(Math.ulp(1.0)));
  }

  private static double[] figures(String name) {
    return TestTables.read(FIGURES).stream()
        .filter(line -> line[0].equals(name))
        .flatMap(line -> Stream.of(line).skip(1))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  private static Curve over(WarmupShape shape, double from, long steps, Curve main) {
    return Curve.warmup(new Warmup(steps, from, shape, WarmupPlacement.OVER), main);
  }

  private static Curve cyclic(double minimum, double maximum, CyclicMode mode, double decay) {
    return Curve.cyclic(minimum, maximum, 4, 6, mode, decay);
  }

  private static OneCycle linear() {
    return OneCycle.DEFAULT.withAnnealing(Annealing.LINEAR);
  }

  private static OneCycle threePhase() {
    return OneCycle.DEFAULT.withThreePhase(true);
  }

  private static OneCycle allOptions() {
    return new OneCycle(0.25, 10, 100, Annealing.LINEAR, true);
  }

  private static Curve hardRestarts() {
    return Curve.join(List.of(Curve.cosineRestarts(0.05, 0, 16 / 2, 1, 1), Curve.constant(0)), 16);
  }

  private static Curve stableDecay(DecayShape shape) {
    return Curve.warmupStableDecay(0.05, 0.005, 5, 5 + 8, shape);
  }

  private static Curve interpolated(Interpolation interpolation) {
    return Curve.interpolated(List.of(0.1, 0.05, 0.15, 0.03), interpolation, 4, 10, 15);
  }
}
