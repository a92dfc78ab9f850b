package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DecayMatrixTest {

  private static final DecayMatrix STEP = Sgd.HEAVY_BALL.decayMatrix(0.1, 0.02, 0.9, 0);

  private static DecayingScalar after(DecayMatrix matrix, int times) {
    DecayingScalar scalar = new DecayingScalar(1);
    for (int i = 0; i < times; i++) {
      scalar.apply(matrix);
    }
    return scalar;
  }

  @Test
  void aStepIsThatOfTheHeavyBallOnANumber() {
    // v = λ, θ = 1 − ηλ, from θ = 1 and v = 0.
    assertThat(after(STEP, 1).scale().toDouble()).isCloseTo(1 / (1 - 0.002), within(1e-16));
    assertThat(after(STEP, 1).coordinates().kappa()).isCloseTo(0.02 / (1 - 0.002), within(1e-17));
  }

  @Test
  void theSquareIsTwoSteps() {
    DecayMatrix fourth = STEP.squared().squared();
    assertThat(after(fourth, 1).scale().toDouble())
        .isCloseTo(after(STEP, 4).scale().toDouble(), within(1e-15));
    assertThat(after(fourth, 1).coordinates().kappa())
        .isCloseTo(after(STEP, 4).coordinates().kappa(), within(1e-15));
  }

  @Test
  void highPowersKeepTheirDigitsPastDoublesRange() {
    DecayMatrix power = DecayMatrix.scalar(DoubleDouble.of(0.5));
    for (int i = 0; i < 20; i++) {
      power = power.squared();
    }
    assertThat(after(power, 1).scale()).isEqualTo(new ScaledDouble(1, 1 << 20));
  }

  @Test
  void theIdentityChangesNothing() {
    assertThat(after(DecayMatrix.IDENTITY, 3).coordinates()).isEqualTo(Coordinates.IDENTITY);
    assertThat(DecayMatrix.IDENTITY.squared()).isEqualTo(DecayMatrix.IDENTITY);
  }
}
