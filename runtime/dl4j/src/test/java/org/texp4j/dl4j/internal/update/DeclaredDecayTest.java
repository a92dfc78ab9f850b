package org.texp4j.dl4j.internal.update;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;

class DeclaredDecayTest {

  private static final Step STEP =
      Plan.of(TinyExperiments.constantRecipe(10, 0.5, 0.25, 0.9), RecipeForm.WEIGHT_DECAY).at(3);

  /** λθ into the gradient before the updater, or ηλθ into its result. */
  @ParameterizedTest
  @EnumSource
  void addsTheDecayOfTheStepWhereTheCouplingSays(Coupling coupling) {
    boolean coupled = coupling == Coupling.IN_GRADIENT;
    DeclaredDecay decay = new DeclaredDecay(7, coupling);
    INDArray weights = Nd4j.createFromArray(8.0, -16.0);
    INDArray gradient = Nd4j.createFromArray(1.0, 2.0);

    decay.prepare(STEP);
    decay.apply(weights, gradient, Double.NaN, 0, 0);

    assertThat(decay.applyStep())
        .isEqualTo(coupled ? ApplyStep.BEFORE_UPDATER : ApplyStep.POST_UPDATER);
    assertThat(gradient.toDoubleVector())
        .containsExactly(coupled ? new double[] {3, -2} : new double[] {2, 0});
    assertThat(weights.toDoubleVector()).containsExactly(8, -16);
    assertThat(decay.score(weights, 0, 0)).isZero();
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
