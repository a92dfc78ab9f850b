package org.texp4j.dl4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StandardizationTest {

  private static LabelledImages images(int count, int channels, byte[] pixels) {
    return LabelledImages.of(channels, 2, 3, 10, pixels, new byte[count]);
  }

  @Test
  void givesEachChannelMeanZeroAndDeviationOne() {
    byte[] pixels = new byte[50 * 3 * 6];
    new Random(5).nextBytes(pixels);
    LabelledImages images = images(50, 3, pixels);
    Standardization standardization = Standardization.of(images);
    float[][] table = standardization.table();
    for (int c = 0; c < 3; c++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < 50; i++) {
        for (int p = 0; p < 6; p++) {
          double value = table[c][images.pixel(i, c, p / 3, p % 3)];
          sum += value;
          squares += value * value;
        }
      }
      // 300 values near 1, each rounded to float: 2^-24 apiece.
      assertThat(sum / 300).isCloseTo(0, within(1e-6));
      assertThat(squares / 300).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void measuresPixelsAsFractionsOf255() {
    byte[] pixels = {0, (byte) 255, 0, (byte) 255, 0, (byte) 255};
    assertThat(Standardization.of(images(1, 1, pixels)))
        .isEqualTo(new Standardization(List.of(0.5), List.of(0.5)));
  }

  @Test
  void leavesAChannelOfOneValueWithoutDividingByZero() {
    byte[] pixels = {77, 77, 77, 77, 77, 77};
    Standardization standardization = Standardization.of(images(1, 1, pixels));
    assertThat(standardization.deviations()).containsExactly(1.0);
    // 77/255 and the weighted mean differ by rounding only.
    assertThat(standardization.table()[0][77]).isCloseTo(0, within(1e-15f));
  }

  @Test
  void unitKeepsZeroToOne() {
    assertThat(Standardization.unit(2).table()[1]).startsWith(0).endsWith(1);
  }

  @Test
  void refusesWhatCannotScale() {
    assertThatThrownBy(() -> new Standardization(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Standardization(List.of(0.5), List.of(1.0, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 and 2");
    for (double deviation : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Standardization(List.of(0.5), List.of(deviation)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("channel 0");
    }
    assertThatThrownBy(() -> Standardization.of(images(0, 1, new byte[0])))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
