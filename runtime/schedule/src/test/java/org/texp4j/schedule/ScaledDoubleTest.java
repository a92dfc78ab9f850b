package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaledDoubleTest {

  private static final BigDecimal TWO = new BigDecimal(2);

  @ParameterizedTest
  @ValueSource(
      doubles = {
        1,
        1.5,
        0x1.fffffffffffffp0,
        2,
        0.1,
        1e300,
        Double.MAX_VALUE,
        Double.MIN_NORMAL,
        0x0.fffffffffffffp-1022,
        3 * Double.MIN_VALUE,
        Double.MIN_VALUE
      })
  void holdsEveryDoubleExactly(double value) {
    ScaledDouble held = ScaledDouble.of(value, 0);
    assertThat(held.mantissa()).isBetween(1.0, Math.nextDown(2.0));
    assertThat(held.toDouble()).isEqualTo(value);
    assertThat(ScaledDouble.of(value, 5000).shifted(-5000)).isEqualTo(held);
  }

  @Test
  void hasOneFormForEveryNumber() {
    assertThat(ScaledDouble.of(12, 0)).isEqualTo(new ScaledDouble(1.5, 3));
    assertThat(ScaledDouble.of(3, 2)).isEqualTo(ScaledDouble.of(0.75, 4));
    assertThat(ScaledDouble.of(0, 99)).isEqualTo(ScaledDouble.ZERO);
    assertThat(ScaledDouble.of(-0.0, 0)).isEqualTo(ScaledDouble.ZERO);
    assertThat(new ScaledDouble(-0.0, 0)).isEqualTo(ScaledDouble.ZERO);
  }

  @Test
  void roundsToTheNearestDouble() {
    Random random = new Random(3);
    for (int trial = 0; trial < 4_000; trial++) {
      // The mantissa's last bits decide the rounding of subnormal results.
      double mantissa = 1 + random.nextDouble();
      int exponent = trial % 2 == 0 ? random.nextInt(2200) - 1100 : -1080 + random.nextInt(62);
      BigDecimal exact = new BigDecimal(mantissa).multiply(power(exponent));
      assertThat(new ScaledDouble(mantissa, exponent).toDouble())
          .as("%s × 2^%s", mantissa, exponent)
          .isEqualTo(exact.doubleValue());
    }
  }

  private static BigDecimal power(int exponent) {
    BigDecimal power = TWO.pow(Math.abs(exponent));
    return exponent < 0 ? BigDecimal.ONE.divide(power) : power;
  }

  @Test
  void leavesTheRangeOfDoubleInOrder() {
    assertThat(new ScaledDouble(0x1.fffffffffffffp0, 1023).toDouble()).isEqualTo(Double.MAX_VALUE);
    assertThat(new ScaledDouble(1, 1024).toDouble()).isInfinite();
    assertThat(new ScaledDouble(1, Long.MAX_VALUE / 2).toDouble()).isInfinite();
    assertThat(new ScaledDouble(1, -1074).toDouble()).isEqualTo(Double.MIN_VALUE);
    assertThat(new ScaledDouble(1, -1075).toDouble()).as("half way, to even").isZero();
    assertThat(new ScaledDouble(Math.nextUp(1), -1075).toDouble()).isEqualTo(Double.MIN_VALUE);
    assertThat(new ScaledDouble(1.5, Long.MIN_VALUE / 2).toDouble()).isZero();
    assertThat(ScaledDouble.ZERO.toDouble()).isZero();
  }

  @Test
  void multiplies() {
    Random random = new Random(4);
    for (int trial = 0; trial < 1000; trial++) {
      double a = random.nextDouble() * 100;
      double b = random.nextDouble() / 100;
      assertThat(ScaledDouble.of(a, 0).times(ScaledDouble.of(b, 0)).toDouble()).isEqualTo(a * b);
    }
    assertThat(ScaledDouble.of(1.5, 3000).times(ScaledDouble.of(1.5, -2999)))
        .isEqualTo(ScaledDouble.of(4.5, 0));
    assertThat(ScaledDouble.ZERO.times(ScaledDouble.of(1, 3000))).isEqualTo(ScaledDouble.ZERO);
  }

  @Test
  void shifts() {
    assertThat(ScaledDouble.of(3, 0).shifted(7)).isEqualTo(ScaledDouble.of(3 * 128, 0));
    assertThat(ScaledDouble.ZERO.shifted(7)).isEqualTo(ScaledDouble.ZERO);
  }

  @Test
  void hasALogarithmOfAnySize() {
    assertThat(ScaledDouble.ZERO.log2()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(ScaledDouble.ONE.log2()).isZero();
    assertThat(ScaledDouble.of(1, 1_000_000).log2()).isEqualTo(1_000_000);
    assertThat(ScaledDouble.of(1, -5000).log2()).isEqualTo(-5000);
    // Between powers of two: one rounding of a logarithm below 10.
    assertThat(ScaledDouble.of(1000, 0).log2()).isCloseTo(9.965784284662087, offset(2e-15));
    assertThat(ScaledDouble.of(Double.MIN_VALUE, 0).log2()).isEqualTo(-1074);
  }

  @Test
  void refusesWhatIsNoNumberOfThisForm() {
    for (double significand : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> ScaledDouble.of(significand, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(String.valueOf(significand));
    }
    for (double mantissa : new double[] {0.5, 2, -1, Double.NaN}) {
      assertThatThrownBy(() -> new ScaledDouble(mantissa, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not in normal form");
    }
    assertThatThrownBy(() -> new ScaledDouble(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void dividesPastDoublesRange() {
    ScaledDouble quotient = ScaledDouble.of(3, 5000).dividedBy(ScaledDouble.of(6, -5000));
    assertThat(quotient).isEqualTo(ScaledDouble.of(0.5, 10_000));
    assertThat(ScaledDouble.ZERO.dividedBy(ScaledDouble.ONE)).isEqualTo(ScaledDouble.ZERO);
    assertThatThrownBy(() -> ScaledDouble.ONE.dividedBy(ScaledDouble.ZERO))
        .isInstanceOf(ArithmeticException.class);
  }
}
