package org.texp4j.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes that are misspelled. */
class CodeTest {

  @ParameterizedTest
  @CsvSource({"TexpFlotRange, FLOAT_RANGE", "floatRange, FLOAT_RANGE", "TwoShape, TWO_SHAPES"})
  void areKnownWithTheirPrefixAndWithout(String name, Code code) {
    assertThat(Code.like(name)).contains(code);
  }
}
