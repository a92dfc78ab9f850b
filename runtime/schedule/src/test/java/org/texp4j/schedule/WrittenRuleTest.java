package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.texp4j.schedule.rule.Fault;
import org.texp4j.schedule.rule.RuleException;

/** Rules whose statements for matrices differ from those for other tensors. */
class WrittenRuleTest {

  /** All tensors of a group share one scale, so decay has to leave the same part of each. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "w = (1 - 2 * rate * decay) * w - rate * sign(v) | w = w - rate * sign(v)",
        "w = w - rate * sign(v) | w = (1 - rate * decay / 2) * w - rate * sign(v)",
      })
  void decayThatActsOtherwiseOnMatricesIsRefused(String step, String otherwise) {
    String velocity = "v = momentum * v + g";
    WrittenRule rule =
        WrittenRule.named("rule")
            .states("v")
            .step(velocity, step)
            .otherwise(velocity, otherwise)
            .decay(Coupling.DECOUPLED)
            .build();

    assertThat(rule.fault()).map(Fault::kind).contains(Fault.Kind.DECAY);
    assertThatThrownBy(() -> plan(rule, RecipeForm.TEXP_PLUS_PLUS))
        .isInstanceOf(InconvertibleRecipeException.class)
        .hasMessageContaining("weight decay acts on matrices otherwise");
    assertThat(plan(rule, RecipeForm.WEIGHT_DECAY)).isNotNull();
  }

  @Test
  void velocitiesThatCollectDecayDifferentlyAreRefused() {
    WrittenRule rule =
        WrittenRule.named("rule")
            .states("v")
            .step("v = momentum * v + g", "w = w - rate * v")
            .otherwise("v = momentum * v + 0.1 * g", "w = w - rate * (g + v)")
            .decay(Coupling.IN_GRADIENT)
            .build();

    assertThat(rule.fault()).map(Fault::kind).contains(Fault.Kind.DECAY);
  }

  @Test
  void aStateHasOneDegreeForAllTensors() {
    WrittenRule rule =
        WrittenRule.named("rule")
            .states("m")
            .step("m = 0.9 * m + g", "w = w - rate * sign(m)")
            .otherwise("m = 0.9 * m + sign(g)", "w = w - rate * m")
            .decay(Coupling.DECOUPLED)
            .build();

    assertThat(rule.fault())
        .map(Fault::problem)
        .contains("the state m has degree −1 for matrices, but 0 for other tensors");
  }

  @ParameterizedTest
  @ValueSource(strings = {"orthogonalize(g)", "rows(w) * g", "g / columns(w)"})
  void statementsForMatricesNeedOthersForOtherTensors(String update) {
    WrittenRule.Builder rule =
        WrittenRule.named("rule").step("w = w - rate * " + update).decay(Coupling.DECOUPLED);

    assertThatThrownBy(rule::build)
        .isInstanceOf(RuleException.class)
        .hasMessageMatching(
            "\\w+ is of a matrix, but these statements are for biases and scales, too; write the"
                + " statements for all other tensors in otherwise");
    assertThat(rule.otherwise("w = w - rate * g").build()).isNotNull();
  }

  /** An attribute that one half adds may be a factor in the other, or be added to another power. */
  @ParameterizedTest
  @ValueSource(strings = {"eps * sign(g)", "g / sqrt(g * g + eps)"})
  void halvesThatUseAnAttributeDifferentlyHaveNoExchange(String other) {
    WrittenRule.Builder rule =
        WrittenRule.named("rule")
            .number("eps", 1e-3)
            .step("w = w - rate * g / (norm(g) + eps)")
            .decay(Coupling.DECOUPLED);

    assertThat(rule.build().exchange()).isPresent();
    assertThat(rule.otherwise("w = w - rate * " + other).build().exchange()).isEmpty();
    assertThat(rule.otherwise("w = w - rate * g / (rms(g) + eps)").build().exchange()).isPresent();
  }

  /** Another rate would choose the other branch. */
  @Test
  void aConditionOnTheRateLeavesNoExchange() {
    WrittenRule rule =
        WrittenRule.named("rule")
            .step("w = w - rate * where(rate > 0.01, g, 2 * g)")
            .decay(Coupling.DECOUPLED)
            .build();

    assertThat(rule.fault()).isEmpty();
    assertThat(rule.exchange()).isEmpty();
  }

  /** A linear half that leaves a state to the other half. */
  @Test
  void halvesMayUseStatesOfTheirOwn() {
    WrittenRule rule =
        WrittenRule.named("rule")
            .states("m", "n")
            .step("m = 0.9 * m + g", "w = w - rate * m")
            .otherwise(
                "m = 0.9 * m + 0.1 * g",
                "n = 0.99 * n + 0.01 * g^2",
                "w = w - rate * m / (sqrt(n) + 1e-8)")
            .decay(Coupling.DECOUPLED)
            .build();

    assertThat(rule.fault()).isEqualTo(Optional.empty());
    assertThat(rule.reachedStates()).as("decoupled decay reaches no state").isEmpty();
  }

  @Test
  void aConditionOnDecayIsNoFactorOfIt() {
    WrittenRule rule =
        WrittenRule.named("rule")
            .step("w = w - rate * where(decay > 0.1, sign(g), 2 * sign(g))")
            .decay(Coupling.DECOUPLED)
            .build();

    assertThat(rule.text().step()).hasSize(1);
  }

  private static Plan plan(Rule rule, RecipeForm form) {
    return Plan.of(
        new Recipe(9, Curve.constant(0.1), Curve.constant(0.1), Curve.constant(0.9), rule), form);
  }
}
