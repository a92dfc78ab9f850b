package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.texp4j.dl4j.TrainingException;

class BackendTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"1", "16", "1024"})
  void takesANumberOfThreads(String text) {
    assertThatCode(() -> Backend.requireThreads(text)).doesNotThrowAnyException();
  }

  /** With 0 the natives end the process, with −1 they compute nothing, and ND4J reads no lists. */
  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "many", "4,3", " 2", "1025", "99999999999"})
  void refusesAnImpossibleNumberOfThreads(String text) {
    assertThatThrownBy(() -> Backend.requireThreads(text))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "the environment variable OMP_NUM_THREADS is '"
                + text
                + "': set it to a number of threads from 1 to 1024, or unset it to compute on all"
                + " processors");
  }
}
