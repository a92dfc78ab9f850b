package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BoundariesTest {

  private static final Boundaries BOUNDARIES = Boundaries.of(3, 4, 10);

  @Test
  void countsThoseAtOrBeforeAStepAndFindsTheNext() {
    for (long step = 0; step < 12; step++) {
      int passed = step >= 10 ? 3 : step >= 4 ? 2 : step >= 3 ? 1 : 0;
      assertThat(BOUNDARIES.passed(step)).isEqualTo(passed);
      long next = step < 3 ? 3 : step < 4 ? 4 : step < 10 ? 10 : Long.MAX_VALUE;
      assertThat(BOUNDARIES.after(step)).isEqualTo(next);
    }
    assertThat(Boundaries.of().passed(5)).isZero();
    assertThat(Boundaries.of().after(5)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void refusesStepsThatDoNotIncreaseFromOne() {
    for (long[] steps : new long[][] {{0}, {3, 3}, {4, 2}}) {
      assertThatThrownBy(() -> Boundaries.of(steps))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(" follows ");
    }
  }

  @Test
  void separateOneValueMoreThanTheyAre() {
    BOUNDARIES.requireValues(4);
    assertThatThrownBy(() -> BOUNDARIES.requireValues(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("separate 4 values, not 3");
  }

  @Test
  void sumsOfStepsEndAtNever() {
    assertThat(Steps.plus(2, 3)).isEqualTo(5);
    assertThat(Steps.plus(Long.MAX_VALUE - 1, 2)).isEqualTo(Long.MAX_VALUE);
    assertThat(Steps.nextMultiple(0, 5)).isEqualTo(5);
    assertThat(Steps.nextMultiple(5, 5)).isEqualTo(10);
    assertThat(Steps.nextMultiple(9, 5)).isEqualTo(10);
    assertThat(Steps.nextMultiple(Long.MAX_VALUE - 1, 5)).isEqualTo(Long.MAX_VALUE);
  }
}
