package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Powers of a step's matrix, against steps one by one. */
class ConstantSegmentTest {

  private static final long START = 17;

  private static ConstantSegment segment(double decay, long length) {
    Hyperparameters values = new Hyperparameters(0.1, decay, 0.9);
    DecayMatrix matrix = values.decayMatrix(Sgd.HEAVY_BALL, 0);
    return new ConstantSegment(START, length, new DecayingScalar(1), matrix, values);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 63, 64, 65, 127, 128, 640, 999, 1000})
  void aJumpArrivesAtTheBitsOfAWalk(long steps) {
    ConstantSegment segment = segment(5e-4, 1000);
    DecayingScalar walked = new DecayingScalar(1);
    for (long step = START; step < START + steps; step++) {
      segment.advance(walked, step);
    }
    DecayingScalar jumped = new DecayingScalar(1);
    segment.jump(jumped, START + steps);

    assertThat(jumped.coordinates()).isEqualTo(walked.coordinates());
  }

  /** γ = 0.9 and λη = 0.003, 0.005 and 0.014 fail at steps 142, 48 and 20 of the heavy ball. */
  @ParameterizedTest
  @ValueSource(doubles = {0.03, 0.05, 0.14, 5e-4})
  void theFirstFailureIsThatOfAWalk(double decay) {
    long length = 1000;
    DecayMatrix matrix = new Hyperparameters(0.1, decay, 0.9).decayMatrix(Sgd.HEAVY_BALL, 0);
    DecayingScalar walked = new DecayingScalar(1);
    long steps = 0;
    while (steps < length) {
      walked.apply(matrix);
      if (!walked.isPositive()) {
        break;
      }
      steps++;
    }

    assertThat(segment(decay, length).firstFailure()).isEqualTo(START + steps);
    assertThat(steps < length).isEqualTo(decay > 0.0264);
  }
}
