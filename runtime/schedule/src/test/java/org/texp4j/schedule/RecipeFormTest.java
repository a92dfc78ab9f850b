package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each form says about itself, against the plan it makes. */
class RecipeFormTest {

  private static final Recipe CONSTANT =
      new Recipe(100, Curve.constant(0.1), Curve.constant(5e-4), Curve.constant(0.9));

  private static final Recipe PHASES =
      new Recipe(100, Curve.stepDecay(0.1, 0.1, 50), CONSTANT.weightDecay(), CONSTANT.momentum());

  private static final Recipe COSINE =
      new Recipe(100, Curve.cosineDecay(0.1, 0, 100), CONSTANT.weightDecay(), CONSTANT.momentum());

  @ParameterizedTest
  @EnumSource
  void theScaleGrowsIfAndOnlyIfItIsConverted(RecipeForm form) {
    double log2Scale = Plan.of(CONSTANT, form).coordinatesAt(100).scale().log2();
    assertThat(log2Scale > 0).isEqualTo(form.isConverted());
  }

  @ParameterizedTest
  @EnumSource
  void kappaStaysIfAndOnlyIfItUsesFixedPoints(RecipeForm form) {
    Plan plan = Plan.of(CONSTANT, form);
    double first = plan.coordinatesAt(0).kappa();
    double later = plan.coordinatesAt(50).kappa();
    assertThat(first > 0 && first == later).isEqualTo(form.usesFixedPoints());
    assertThat(plan.corrections().isEmpty()).isEqualTo(!form.usesFixedPoints());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXPONENTIAL")
  void onlyAnEquivalentFormKeepsTheRecipe(RecipeForm form) {
    Plan plan = Plan.of(PHASES, form);
    assertThat(plan.equivalentRecipe().equals(PHASES)).isEqualTo(form.isEquivalent());
    assertThat(form.description().contains("same function"))
        .isEqualTo(form.isConverted() && form.isEquivalent());
  }

  @ParameterizedTest
  @EnumSource
  void aRecipeThatDoesNotSuitItIsRefused(RecipeForm form) {
    assertRefused(form, PHASES, form == RecipeForm.EXPONENTIAL);
    assertRefused(form, COSINE, form.usesFixedPoints());
  }

  private static void assertRefused(RecipeForm form, Recipe recipe, boolean refused) {
    if (refused) {
      assertThatThrownBy(() -> Plan.of(recipe, form))
          .isInstanceOf(InconvertibleRecipeException.class)
          .hasMessageStartingWith(form.name())
          .hasMessageEndingWith("TEXP_PLUS_PLUS converts any schedule");
    } else {
      assertThat(Plan.of(recipe, form).form()).isEqualTo(form);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theConvertedFormIsItselfOrTexpPlusPlus(RecipeForm form) {
    assertThat(form.orConverted())
        .isEqualTo(form == RecipeForm.WEIGHT_DECAY ? RecipeForm.TEXP_PLUS_PLUS : form);
  }

  @Test
  void peopleWriteItOtherwiseThanJava() {
    assertThat(RecipeForm.TEXP_PLUS_PLUS.label()).isEqualTo("TEXP++");
    assertThat(RecipeForm.TEXP_PLUS_PLUS.theorem()).isEqualTo("Theorem 2.13");
    assertThat(RecipeForm.TEXP_MINUS_MINUS.label()).isEqualTo("TEXP−−");
    assertThat(RecipeForm.WEIGHT_DECAY.label()).isEqualTo("weight decay");
  }
}
