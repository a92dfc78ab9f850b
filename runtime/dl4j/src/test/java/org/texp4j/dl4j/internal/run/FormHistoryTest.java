package org.texp4j.dl4j.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.texp4j.schedule.RecipeForm.TEXP;
import static org.texp4j.schedule.RecipeForm.TEXP_PLUS_PLUS;
import static org.texp4j.schedule.RecipeForm.WEIGHT_DECAY;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.texp4j.dl4j.internal.run.FormHistory.Segment;

/** The forms of a run cover its steps, one after the other. */
class FormHistoryTest {

  private static final FormHistory TWICE =
      FormHistory.of(WEIGHT_DECAY).switchedTo(TEXP_PLUS_PLUS, 40).switchedTo(WEIGHT_DECAY, 80);

  @Test
  void eachFormEndsWhereTheNextBegins() {
    assertThat(TWICE.segments(120))
        .containsExactly(
            new Segment(WEIGHT_DECAY, 40),
            new Segment(TEXP_PLUS_PLUS, 80),
            new Segment(WEIGHT_DECAY, 120));
    assertThat(FormHistory.of(TEXP).segments(7)).containsExactly(new Segment(TEXP, 7));
  }

  @Test
  void aSwitchForgetsTheFormsOfLaterSteps() {
    assertThat(TWICE.switchedTo(TEXP, 60).segments(100))
        .containsExactly(
            new Segment(WEIGHT_DECAY, 40), new Segment(TEXP_PLUS_PLUS, 60), new Segment(TEXP, 100));
    assertThat(TWICE.switchedTo(TEXP, 40).byStart()).isEqualTo(Map.of(0L, WEIGHT_DECAY, 40L, TEXP));
    assertThat(TWICE.switchedTo(TEXP, 0)).isEqualTo(FormHistory.of(TEXP));
  }

  @Test
  void itBeginsAtStepZero() {
    assertThatThrownBy(() -> new FormHistory(new TreeMap<>(Map.of(5L, TEXP))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FormHistory(new TreeMap<>()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
