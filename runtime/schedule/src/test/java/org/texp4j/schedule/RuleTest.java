package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.texp4j.schedule.rule.Rational;

/** What every rule says about itself, against what a step does. */
class RuleTest {

  private static final AdamW ADAM_W = new AdamW(0.999, 1e-8);

  private static final Rule LION =
      WrittenRule.named("Lion")
          .states("m")
          .number("beta2", 0.99)
          .step(
              "u = sign(momentum * m + (1 - momentum) * g)",
              "m = beta2 * m + (1 - beta2) * g",
              "w = w - rate * u")
          .decay(Coupling.DECOUPLED)
          .build();

  static Stream<Rule> rules() {
    return Stream.concat(rulesByHand(), Stream.of(LION));
  }

  static Stream<Rule> rulesByHand() {
    return Stream.concat(LockstepTest.rules().stream(), Stream.of(ADAM_W));
  }

  private static Step step(Rule rule) {
    Curve decay = Curve.constant(0.5 * rule.bound(0.9) / 0.1);
    Recipe recipe = new Recipe(9, Curve.constant(0.1), decay, Curve.constant(0.9), rule);
    return Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS).at(7);
  }

  /** Only where decay enters the gradient does the velocity accumulate a part of the weights. */
  @ParameterizedTest
  @MethodSource("rules")
  void couplingDecidesWhetherKappaIsNotZero(Rule rule) {
    boolean accumulates = step(rule).before().kappa() > 0;
    assertThat(rule.coupling() == Coupling.IN_GRADIENT).isEqualTo(accumulates);
    assertThat(rule.boundFormula().contains("γ")).isEqualTo(accumulates);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theConvertedRateFollowsFromTheDegree(Rule rule) {
    Step step = step(rule);
    double before = step.before().scale().toDouble();
    double after = step.reached().scale().toDouble();
    assertThat(after).isGreaterThan(before).isGreaterThan(1);
    // Two roundings against two.
    assertThat(step.convertedRate().toDouble())
        .isCloseTo(
            0.1 * after * Math.pow(before, rule.rateDegree().doubleValue() - 1),
            within(1e-15 * after * after));
    if (rule.rateDegree().equals(Rational.of(2))) {
      assertThat(step.convertedRate()).isEqualTo(step.rate());
    }
  }

  /**
   * Under w → cw the increment becomes c^k U and the rate c · c^(−k): what turns the direction
   * stays.
   */
  @ParameterizedTest
  @MethodSource("rules")
  void theEffectiveRateDoesNotDependOnTheScale(Rule rule) {
    double c = 8;
    double scaledRate = 0.1 * c * Math.pow(c, rule.rateDegree().doubleValue() - 1);
    assertThat(rule.effectiveRate(scaledRate, c * c * 3)).isEqualTo(rule.effectiveRate(0.1, 3));
  }

  @Test
  void effectiveRatesAreTheKnownFormulas() {
    assertThat(Sgd.HEAVY_BALL.effectiveRate(0.1, 4)).isEqualTo(0.1 / 4);
    assertThat(Sgd.HEAVY_BALL.effectiveRateFormula("η̃", "w̃")).isEqualTo("η̃/‖w̃‖²");
    assertThat(ADAM_W.effectiveRate(0.1, 4)).isEqualTo(0.1 / 2);
    assertThat(ADAM_W.effectiveRateFormula("η", "w")).isEqualTo("η/‖w‖");
  }

  /** d of a state is how the average of g, or of g², scales; ε is added to a √ of degree −1. */
  @Test
  void degreesAreThoseOfTheTheorem() {
    assertThat(Sgd.HEAVY_BALL.rateDegree()).hasToString("2");
    assertThat(Sgd.HEAVY_BALL.states()).containsExactly(new Rule.State("v", Rational.of(-1)));
    assertThat(ADAM_W.rateDegree()).hasToString("1");
    assertThat(ADAM_W.states())
        .containsExactly(
            new Rule.State("m", Rational.of(-1)), new Rule.State("n", Rational.of(-2)));
    assertThat(ADAM_W.constants())
        .containsExactly(new Rule.Constant("β₂", 0.999, 0), new Rule.Constant("ε", 1e-8, -1));
  }

  @ParameterizedTest
  @MethodSource("rulesByHand")
  void itsArgumentsMakeItAgain(Rule rule) throws ReflectiveOperationException {
    Constructor<?> constructor = rule.getClass().getConstructors()[0];
    assertThat(constructor.newInstance(rule.arguments().toArray())).isEqualTo(rule);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void onlyTheHeavyBallNeedsNoColumns(Rule rule) {
    List<StepColumn> columns = rule.columns(RecipeForm.TEXP_PLUS_PLUS);
    assertThat(columns.isEmpty()).isEqualTo(rule.equals(Sgd.HEAVY_BALL));
    assertThat(columns).extracting(StepColumn::name).doesNotHaveDuplicates();
  }

  @Test
  void columnsOfALinearRuleAreItsNumbersInTheForm() {
    Rule rule = new Sgd(Velocity.NESTEROV, Coupling.IN_GRADIENT, 0);
    Step step = step(rule);
    assertThat(values(rule, RecipeForm.TEXP_PLUS_PLUS, step))
        .containsExactly(numbers(step.converted()));
    assertThat(values(rule, RecipeForm.WEIGHT_DECAY, step))
        .containsExactly(numbers(step.declared()))
        .isNotEqualTo(numbers(step.converted()));
  }

  private static double[] values(Rule rule, RecipeForm form, Step step) {
    return rule.columns(form).stream()
        .mapToDouble(column -> column.value().applyAsDouble(step))
        .toArray();
  }

  private static double[] numbers(LinearCoefficients step) {
    return new double[] {
      step.velocityToWeights(),
      step.gradientToWeights(),
      step.velocityToVelocity(),
      step.gradientToVelocity()
    };
  }

  @Test
  void scalingALinearStepChangesItsEffectOnTheWeightsOnly() {
    assertThat(new LinearCoefficients(1, 2, 3, 4).scaled(10))
        .isEqualTo(new LinearCoefficients(10, 20, 3, 4));
  }

  @Test
  void hyperparametersInWords() {
    assertThat(Sgd.HEAVY_BALL.hyperparameters("0.9")).isEqualTo("momentum 0.9");
    assertThat(new Sgd(Velocity.HEAVY_BALL, Coupling.IN_GRADIENT, 0.3).hyperparameters("0.9"))
        .isEqualTo("momentum 0.9, dampening 0.3");
    assertThat(ADAM_W.hyperparameters("0.9 to 0.8")).isEqualTo("β₁ 0.9 to 0.8, β₂ 0.999, ε 1.0E-8");
    assertThat(Arrays.asList(ADAM_W.weightDecayName(), Sgd.HEAVY_BALL.weightDecayName()))
        .containsOnly("weight decay");
    assertThat(new Sgd(Velocity.NESTEROV, Coupling.DECOUPLED, 0).weightDecayName())
        .isEqualTo("decoupled weight decay");
  }
}
