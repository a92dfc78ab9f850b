package org.texp4j.dl4j.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ticks stand at round numbers, few and not too few, and say what they stand at. */
class AxisTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0      | 16     | 0 5 10 15 20",
        "0      | 2.3    | 0 0.5 1 1.5 2 2.5",
        "12.6   | 14.9   | 12.5 13 13.5 14 14.5 15",
        "-0.3   | 0.4    | −0.4 −0.2 0 0.2 0.4",
        "0.998  | 1.001  | 0.998 0.9985 0.999 0.9995 1 1.0005 1.001",
        "0      | 640000 | in 10^5: 0 2 4 6 8",
        "0      | 3e-7   | in 10^-7: 0 0.5 1 1.5 2 2.5 3",
        "2      | 2      | 0 1 2 3 4"
      })
  void onALinearAxis(double low, double high, String expected) {
    assertThat(shown(Axis.around(new double[] {low, high}))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.1     | 0.5    | 0.1 0.2 0.3 0.4 0.5",
        "0.0046  | 0.0063 | 0.0045 0.005 0.0055 0.006 0.0065",
        "4.6e-4  | 6.3e-4 | in 10^-4: 4.5 5 5.5 6 6.5",
        "0.03    | 2      | 0.02 0.05 0.1 0.2 0.5 1 2",
        "1e-6    | 3e-5   | 1·10^−6 2·10^−6 5·10^−6 1·10^−5 2·10^−5 5·10^−5",
        "1e-8    | 1e-3   | 10^−8 10^−7 10^−6 10^−5 10^−4 10^−3",
        "1e-3    | 1e26   | 10^−5 10^0 10^5 10^10 10^15 10^20 10^25 10^30",
      })
  void onALogarithmicAxis(double low, double high, String expected) {
    assertThat(shown(Axis.aroundLogarithms(new double[] {Math.log10(low), Math.log10(high)})))
        .isEqualTo(expected);
  }

  @Test
  void pastTheRangeOfADouble() {
    assertThat(shown(Axis.aroundLogarithms(new double[] {-1, 1200})))
        .isEqualTo("10^−500 10^0 10^500 10^1000 10^1500");
    assertThat(shown(Axis.aroundLogarithms(new double[] {450.1, 450.2})))
        .isEqualTo("10^450 10^451");
  }

  @Test
  void everyAxisHoldsItsValuesAndItsTicks() {
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      double middle = random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6);
      double span = Math.pow(10, random.nextInt(14) - 7);
      double[] values = random.doubles(5, middle - span, middle + span).toArray();
      for (Axis axis : List.of(Axis.around(values), Axis.aroundLogarithms(values))) {
        assertThat(axis.from()).isLessThanOrEqualTo(Arrays.stream(values).min().getAsDouble());
        assertThat(axis.to()).isGreaterThanOrEqualTo(Arrays.stream(values).max().getAsDouble());
        assertThat(axis.ticks()).hasSizeBetween(2, 13);
        assertThat(axis.ticks()).extracting(Axis.Tick::at).isSorted();
        assertThat(axis.ticks()).extracting(AxisTest::shown).doesNotHaveDuplicates();
        assertThat(axis.ticks()).allMatch(tick -> tick.at() >= axis.from() - 1e-9 * span);
      }
    }
  }

  @Test
  void aLabelSaysWhereItsTickStands() {
    for (Axis.Tick tick : Axis.aroundLogarithms(new double[] {-6, -4.5}).ticks()) {
      double value =
          Double.parseDouble(tick.label().replace("·10", "e") + tick.power().replace('−', '-'));
      assertThat(tick.at()).isCloseTo(Math.log10(value), within(1e-12)); // a few ulps of 6
    }
  }

  private static String shown(Axis axis) {
    String ticks = String.join(" ", axis.ticks().stream().map(AxisTest::shown).toList());
    return axis.exponent() == 0 ? ticks : "in 10^" + axis.exponent() + ": " + ticks;
  }

  private static String shown(Axis.Tick tick) {
    return tick.label() + (tick.power().isEmpty() ? "" : "^" + tick.power());
  }
}
