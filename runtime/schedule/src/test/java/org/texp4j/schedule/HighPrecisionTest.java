package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Curves against their definitions computed to 60 digits, up to step 10¹² and beyond.
 *
 * <p>{@code high-precision.py} beside {@code high-precision.csv} prints the figures.
 */
class HighPrecisionTest {

  /** What four or five roundings, one of them of a power, leave. */
  private static final int UNITS_IN_THE_LAST_PLACE = 4;

  static Stream<String> curves() {
    return figures().map(line -> line[0]).distinct();
  }

  @ParameterizedTest
  @MethodSource("curves")
  void isRightToAFewUnitsInTheLastPlace(String name) {
    figures()
        .filter(line -> line[0].equals(name))
        .forEach(
            line -> {
              double expected = Double.parseDouble(line[2]);
              assertThat(
                      curve(name, i -> Double.parseDouble(line[3 + i])).at(Long.parseLong(line[1])))
                  .as(String.join(",", line))
                  .isCloseTo(expected, within(UNITS_IN_THE_LAST_PLACE * Math.ulp(expected)));
            });
  }

  private static Stream<String[]> figures() {
    return TestTables.read("high-precision.csv").stream();
  }

  private static Curve curve(String name, IntToDoubleFunction x) {
    double first = x.applyAsDouble(0);
    double second = x.applyAsDouble(1);
    return switch (name) {
      case "linear" -> Curve.linear(first, second, whole(x, 2));
      case "cosineDecay" -> Curve.cosineDecay(first, second, whole(x, 2));
      case "polynomial" -> Curve.polynomial(first, second, x.applyAsDouble(2), whole(x, 3), false);
      case "oneMinusSqrt" ->
          Curve.warmupStableDecay(first, second, 0, whole(x, 2), DecayShape.ONE_MINUS_SQRT);
      case "cosine" -> Curve.cosine(first, second, x.applyAsDouble(2), whole(x, 3));
      case "exponential" -> Curve.exponential(first, second, whole(x, 2), false);
      case "inverseTime" ->
          Curve.inverseTime(first, second, whole(x, 2), x.applyAsDouble(3), false);
      case "inverseSquareRoot" -> Curve.inverseSquareRoot(first, whole(x, 1));
      case "noam" -> Curve.noam(first, whole(x, 1));
      case "sigmoid" -> Curve.sigmoid(first, second, whole(x, 2));
      case "cosineRestarts" ->
          Curve.cosineRestarts(first, second, whole(x, 2), x.applyAsDouble(3), x.applyAsDouble(4));
      case "cyclic" ->
          Curve.cyclic(
              first,
              second,
              whole(x, 2),
              whole(x, 3),
              CyclicMode.EXPONENTIAL_RANGE,
              x.applyAsDouble(4));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static long whole(IntToDoubleFunction x, int index) {
    return (long) x.applyAsDouble(index);
  }
}
