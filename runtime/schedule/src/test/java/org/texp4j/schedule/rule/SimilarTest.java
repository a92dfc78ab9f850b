package org.texp4j.schedule.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which name was probably meant. */
class SimilarTest {

  @ParameterizedTest
  @CsvSource({
    "a, a, 0",
    "'', abc, 3",
    "batch, bacth, 1",
    "BATCH, batch, 0",
    "normalised, normalized, 1",
    "kitten, sitting, 3",
    "ca, abc, 3",
  })
  void countsEdits(String one, String other, int edits) {
    assertThat(Similar.edits(one, other)).isEqualTo(edits);
    assertThat(Similar.edits(other, one)).isEqualTo(edits);
  }

  @Test
  void proposesNothingThatHasLittleInCommon() {
    List<String> names = List.of("LAYER", "BATCH", "m", "g");

    assertThat(Similar.to("Bacth", names)).contains("BATCH");
    assertThat(Similar.to("NONE", names)).isEmpty();
    assertThat(Similar.to("n", names)).isEmpty();
    assertThat(Similar.to("G", names)).contains("g");
  }
}
