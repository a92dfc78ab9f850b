package org.texp4j.dl4j.internal.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;
import org.texp4j.schedule.Coupling;

class DeclaredDecayTest {

  /** The training loop applies it, so that nobody else does so by mistake. */
  @ParameterizedTest
  @EnumSource
  void leavesTheDecayToTheTrainingLoop(Coupling coupling) {
    boolean coupled = coupling == Coupling.IN_GRADIENT;
    DeclaredDecay decay = new DeclaredDecay(7, coupling);
    INDArray weights = Nd4j.createFromArray(8.0, -16.0);

    assertThat(decay.applyStep())
        .isEqualTo(coupled ? ApplyStep.BEFORE_UPDATER : ApplyStep.POST_UPDATER);
    assertThat(decay.score(weights, 0, 0)).isZero();
    assertThatThrownBy(() -> decay.apply(weights, weights.dup(), Double.NaN, 0, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("generated training class");
  }

  @ParameterizedTest
  @EnumSource
  void isEqualByWhatIsConfigured(Coupling coupling) {
    DeclaredDecay decay = new DeclaredDecay(7, coupling);

    assertThat(decay.clone()).isEqualTo(decay).isNotSameAs(decay);
    assertThat(new DeclaredDecay(8, coupling)).isNotEqualTo(decay);
    for (Coupling other : Coupling.values()) {
      assertThat(new DeclaredDecay(7, other).equals(decay)).isEqualTo(other == coupling);
    }
  }
}
