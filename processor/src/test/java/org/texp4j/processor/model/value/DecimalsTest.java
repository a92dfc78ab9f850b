package org.texp4j.processor.model.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DecimalsTest {

  private static final SplittableRandom RANDOM = new SplittableRandom(7);

  @Test
  void aDoubleIsRoundedByAllItsDigits() {
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(RANDOM.nextLong());
      if (Double.isFinite(value)) {
        assertRounded(value);
      }
    }
  }

  /** Doubles next to where a rounding turns, on which it depends how they are taken. */
  @Test
  void aDoubleMidwayBetweenTwoRoundingsGoesWhereItsFurtherDigitsPoint() {
    for (int i = 0; i < 5_000; i++) {
      long before = RANDOM.nextLong(1L << RANDOM.nextInt(1, 47));
      double midway = Double.parseDouble(before + "5e" + RANDOM.nextInt(-20, 20));
      assertRounded(midway);
      assertRounded(Math.nextUp(midway));
      assertRounded(Math.nextDown(midway));
    }
    // This one is less than midway, which its shortest decimal does not show.
    assertThat(Decimals.round(1.0000015, 7).toPlainString()).isEqualTo("1.000001");
  }

  @Test
  void whatIsShortIsShownShort() {
    assertThat(Decimals.shown(0.1)).isEqualTo("0.1");
    assertThat(Decimals.shown(5e-4)).isEqualTo("0.0005");
    assertThat(Decimals.shown(2e23)).isEqualTo("2e23");
    assertThat(Decimals.shown(Double.MIN_VALUE)).isEqualTo("5e-324");
    assertThat(Decimals.shown(0.1 + 0.2)).isEqualTo("0.30000000000000004");
    assertThat(Decimals.shown(0)).isEqualTo("0");
  }

  private static void assertRounded(double value) {
    for (int digits = 1; digits <= 17; digits++) {
      assertThat(Decimals.round(value, digits))
          .as("%s to %d digits", value, digits)
          .isEqualByComparingTo(new BigDecimal(value).round(new MathContext(digits)));
    }
  }
}
