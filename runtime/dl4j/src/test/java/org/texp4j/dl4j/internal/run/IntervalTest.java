package org.texp4j.dl4j.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Intervals of steps and epochs, as a user writes them. */
class IntervalTest {

  @ParameterizedTest
  @CsvSource({
    "500, 500, STEPS",
    "500steps, 500, STEPS",
    "500 steps, 500, STEPS",
    "1step, 1, STEPS",
    "2epochs, 2, EPOCHS",
    "1 epoch, 1, EPOCHS",
    "999999999999999999, 999999999999999999, STEPS"
  })
  void isParsed(String text, long count, Interval.Unit unit) {
    Interval interval = Interval.parse(text);

    assertThat(interval).isEqualTo(new Interval(count, unit));
    assertThat(Interval.parse(interval.toString())).isEqualTo(interval);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "steps", "-1", "1.5epochs", "2weeks", "2  epochs", "1000000000000000000"})
  void anyOtherTextIsRefused(String text) {
    assertThatThrownBy(() -> Interval.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is not an interval: write 500 or 500steps, or 2epochs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0epochs"})
  void itIsAtLeastOne(String text) {
    assertThatThrownBy(() -> Interval.parse(text)).hasMessage("an interval is at least 1, not 0");
  }

  @Test
  void isDueAtItsMultiples() {
    assertThat(due("4", 5)).containsExactly(4L, 8L, 12L, 16L, 20L);
    assertThat(due("2epochs", 5)).containsExactly(10L, 20L);
    assertThat(due("1epoch", 7)).containsExactly(7L, 14L);
  }

  private static List<Long> due(String interval, long stepsPerEpoch) {
    return LongStream.rangeClosed(1, 20)
        .filter(step -> Interval.parse(interval).isDue(step, stepsPerEpoch))
        .boxed()
        .toList();
  }
}
