package org.texp4j.processor.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.texp4j.schedule.ScaledDouble;

final class LiteralsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "1, 1.0",
    "0.1, 0.1",
    "0.001, 0.001",
    "5e-4, 5.0E-4",
    "1234567.5, 1234567.5",
    "1e7, 1.0E7",
    "2e23, 2.0E23",
    "4.9e-324, 5.0E-324",
    "1.7976931348623157e308, 1.7976931348623157E308",
  })
  void aDoubleIsWrittenAsOneWouldWriteIt(double value, String literal) {
    assertThat(Literals.real(value)).isEqualTo(literal);
  }

  @Test
  void aDoubleComesBackFromItsLiteral() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      double value = Math.abs(Double.longBitsToDouble(random.nextLong()));
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(Literals.real(value))).isEqualTo(value);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "5000, 5000",
    "60000, 60_000",
    "-10000, -10_000",
    "3000000000, 3_000_000_000L",
    "-9223372036854775808, -9_223_372_036_854_775_808L",
  })
  void aLongIsGroupedWhereItIsLong(long value, String literal) {
    assertThat(Literals.whole(value)).isEqualTo(literal);
  }

  @Test
  void numbersPastTheRangeOfDoubleAreShown() {
    assertThat(Literals.shown(new ScaledDouble(1.5, 4000), 6)).isEqualTo("1.97731e1204");
    assertThat(Literals.shown(new ScaledDouble(1.5, -4000), 6)).isEqualTo("1.13791e-1204");
    assertThat(Literals.shown(new ScaledDouble(1.5, 1L << 40), 6)).isEqualTo("2^1099511627776");
    assertThat(Literals.powerOfTwo(-0.5, 6)).isEqualTo("0.707107");
    assertThat(Literals.shown(ScaledDouble.ZERO, 6)).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1.0010053065, 1.0010053", "1.0000000012345678, 1.0000000012346", "3.5, 3.5"})
  void growthKeepsTheDigitsThatMatter(double factor, String text) {
    assertThat(Literals.growth(factor, 5)).isEqualTo(text);
  }
}
