package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RangeTest {

  @Test
  void holdsTheValuesItIsMadeOf() {
    assertThat(Range.of(3.0, -1.0, 2.0)).isEqualTo(new Range(-1, 3));
    assertThat(Range.of(3.0)).isEqualTo(new Range(3, 3));
  }

  @Test
  void theUnionHoldsBoth() {
    assertThat(new Range(0, 1).union(new Range(5, 6))).isEqualTo(new Range(0, 6));
    assertThat(new Range(0, 9).union(new Range(5, 6))).isEqualTo(new Range(0, 9));
  }

  @Test
  void productsOfAllSignsLieInTheProduct() {
    double[][] bounds = {{-3, -2}, {-2, 5}, {0, 0}, {1, 4}, {-1, 0}};
    for (double[] a : bounds) {
      for (double[] b : bounds) {
        Range product = new Range(a[0], a[1]).times(new Range(b[0], b[1]));
        for (double x : a) {
          for (double y : b) {
            assertThat(x * y).isBetween(product.minimum(), product.maximum());
          }
        }
      }
    }
    assertThat(new Range(-2, 5).times(new Range(-3, 4))).isEqualTo(new Range(-15, 20));
  }

  @Test
  void zeroTimesInfinityMayBeAnything() {
    assertThat(new Range(0, 1).times(Range.UNKNOWN)).isEqualTo(Range.UNKNOWN);
  }

  @Test
  void boundsTheWrongWayRoundAndNaNAreRefused() {
    assertThatThrownBy(() -> new Range(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Range(Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
