package org.texp4j.dl4j.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.texp4j.dl4j.Evaluations;

/** Which evaluation is the best. */
class ProgressTest {

  @Test
  void ofAnAccuracyTheHighestIsBest() {
    Progress progress =
        Progress.NONE
            .afterEvaluation(Evaluations.accuracy(0.5), 10)
            .afterEvaluation(Evaluations.accuracy(0.75), 20)
            .afterEvaluation(Evaluations.accuracy(0.75), 30);

    assertThat(progress.best()).hasValue(0.75);
    assertThat(progress.bestStep()).as("the first of equals").hasValue(20);
    assertThat(progress.worse()).isEqualTo(1);
  }

  @Test
  void ofAnErrorTheLowestIsBest() {
    Progress progress =
        Progress.NONE
            .afterEvaluation(Evaluations.error("mse", 0.5), 10)
            .afterEvaluation(Evaluations.error("mse", 0.25), 20)
            .afterEvaluation(Evaluations.error("mse", 0.75), 30);

    assertThat(progress.best()).hasValue(0.25);
    assertThat(progress.bestStep()).hasValue(20);
    assertThat(progress.metrics()).containsEntry("mse", 0.75);
  }

  @Test
  void nanIsNeverBest() {
    Progress none = Progress.NONE.afterEvaluation(Evaluations.error("mse", Double.NaN), 10);
    Progress some = none.afterEvaluation(Evaluations.error("mse", 9), 20);

    assertThat(none.best()).isEmpty();
    assertThat(none.worse()).isEqualTo(1);
    assertThat(some.bestStep()).hasValue(20);
    assertThat(some.afterEvaluation(Evaluations.error("mse", Double.NaN), 30).bestStep())
        .hasValue(20);
  }

  /** A run may be resumed with a metric of its own. */
  @Test
  void theBestOfAnotherMetricIsNoMeasure() {
    Progress progress =
        Progress.NONE
            .afterEvaluation(Evaluations.error("mse", 0.25), 10)
            .afterEvaluation(Evaluations.error("cost", 100), 20);

    assertThat(progress.best()).hasValue(100);
    assertThat(progress.bestStep()).hasValue(20);
    assertThat(progress.primary()).contains("cost");
  }
}
