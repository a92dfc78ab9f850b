package org.texp4j.dl4j.internal.markup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.texp4j.schedule.ScaledDouble;

/** Numbers are written to be read, also past double's range. */
class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0, 4, 0",
    "5e-4, 4, 0.0005",
    "1.2e-7, 3, 1.2·10⁻⁷",
    "-1.2e-7, 3, −1.2·10⁻⁷",
    "0.99999, 3, 1",
    "999999, 3, 1·10⁶",
    "123456, 3, 123456",
    "Infinity, 3, Infinity"
  })
  void plainNumbersHaveSignificantDigits(double value, int digits, String text) {
    assertThat(Numbers.plain(value, digits)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1.50, 2, 1.5", "-0.004, 2, 0", "-2, 1, −2", "100, 0, 100", "0.125, 3, 0.125"})
  void fixedNumbersHaveNoTrailingZeros(double value, int decimals, String text) {
    assertThat(Numbers.fixed(value, decimals)).isEqualTo(text);
  }

  @Test
  void fractionsArePerCent() {
    assertThat(Numbers.percent(0.975, 2)).isEqualTo("97.50 %");
  }

  @ParameterizedTest
  @CsvSource({
    "3, 4, 8",
    "-20, 3, 9.54·10⁻⁷",
    "10000, 4, 1.995·10³⁰¹⁰",
    "-10000, 4, 5.012·10⁻³⁰¹¹",
    // 2^4983 is 9.9996·10^1499 or so; rounded up it has another exponent.
    "4982.8921, 2, 1·10¹⁵⁰⁰"
  })
  void powersOfTwoHaveNoEnd(double log2, int digits, String text) {
    assertThat(Numbers.powerOfTwo(log2, digits)).isEqualTo(text);
  }

  @Test
  void scientificNotationHasNoEnd() {
    assertThat(Numbers.scientific(ScaledDouble.ZERO)).isEqualTo("0");
    assertThat(Numbers.scientific(ScaledDouble.ONE)).isEqualTo("1.0000e0");
    assertThat(Numbers.scientific(ScaledDouble.of(0.1, 0))).isEqualTo("1.0000e-1");
    assertThat(Numbers.scientific(ScaledDouble.of(1, -10_000))).isEqualTo("5.0124e-3011");
  }
}
