package org.texp4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {

  @Test
  void theMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
    assertThat(Sample.of(List.of(3.0, 1.0, 2.0)).median()).isEqualTo(2);
    assertThat(Sample.of(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
  }

  @Test
  void aMachineThatSlowsDownLeavesThePairedRatio() {
    Sample slower = Sample.of(List.of(11.0, 11.0, 22.0, 22.0, 44.0, 44.0));
    Sample faster = Sample.of(List.of(10.0, 10.0, 20.0, 20.0, 40.0, 40.0));

    assertThat(slower.pairedRatio(faster, 2)).isCloseTo(1.1, within(1e-12));
  }

  @Test
  void onlyWholeBlocksAreCompared() {
    Sample one = Sample.of(List.of(2.0, 2.0, 2.0, 2.0, 99.0));
    Sample other = Sample.of(List.of(1.0, 1.0, 1.0, 1.0));

    assertThat(one.pairedRatio(other, 2)).isEqualTo(2);
  }
}
