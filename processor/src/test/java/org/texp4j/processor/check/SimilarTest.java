package org.texp4j.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which name was probably meant. */
final class SimilarTest {

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
    List<String> names = List.of("LAYER", "BATCH");

    assertThat(Similar.name("Bacth", names)).contains("BATCH");
    assertThat(Similar.name("NONE", names)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"TexpFlotRange, FLOAT_RANGE", "floatRange, FLOAT_RANGE", "TwoShape, TWO_SHAPES"})
  void knowsCodesWithTheirPrefixAndWithout(String name, Code code) {
    assertThat(Similar.code(name)).contains(code);
  }
}
