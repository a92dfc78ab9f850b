package org.texp4j.schedule.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.texp4j.schedule.rule.CompiledRule.Decay;

/** Degrees, twins and refusals of rules whose texts differ in a point. */
class CompiledRuleTest {

  private static CompiledRule compiled(String states, String step, Decay decay) {
    return CompiledRule.of(Texts.of(states, step), decay);
  }

  private static void requireLockstep(CompiledRule rule) {
    assertThat(rule.refusal()).isEmpty();
    assertThat(lockstep(rule).error()).isLessThan(1e-12);
  }

  private static Lockstep lockstep(CompiledRule rule) {
    return Lockstep.withDecay(rule, 3, 60, 0.6);
  }

  private static List<String> increments(CompiledRule rule) {
    return IntStream.range(0, rule.variants())
        .mapToObj(variant -> Rational.ONE.minus(rule.rateDegree(variant)).fraction())
        .toList();
  }

  /** k, the degrees of states, and what is carried in the steps of the first variant. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # a constant that is added is carried by the degree of what it is added to
            | w = w - rate * g / (abs(g) + epsilon)                    | 0  |            | epsilon −1
            | w = w - rate * g / sqrt(g^2 + epsilon)                   | 0  |            | epsilon −2
            | w = w - rate * g / (norm(w) + epsilon * 2)               | -2 |            | epsilon * 2 1
          # also under a name of its own, by another power at each place
            | e = epsilon * t; w = w - rate * g / (abs(g) + e) * min(norm(w), e) | 1 |    | e −1, e 1
          # 0 needs none, nor does a factor
            | w = w - rate * max(g, 0) * epsilon                       | -1 |            |
            | w = w - rate * where(t > 1, g, 0 * epsilon)              | -1 |            |
          # a number that is given to a state is carried by its degree
          n | n = where(t > 1, beta * n + g^2, epsilon); w = w - rate * g / sqrt(n) | 0 | n=-2 | epsilon −2
          n | n = rate + 0 * n; w = w - n * sign(g)                    | 0  | n=1        |
          # a choice between two constants has the degree of its place
            | w = w - rate * where(g > 0, 1, epsilon)                  | 0  |            |
            | w = w - rate * (g + where(g > 0, C, epsilon))            | -1 |            | C −1, epsilon −1
          # a mask under a name
            | b = g > 0; w = w - rate * where(b, g, 0) / max(mean(where(b, 1, 0)), epsilon) | -1 | |
          # the rate inside
          v | v = beta * v + rate * g * norm(w); w = w - v * sign(v)^2 | 0  | v=1        |
            | w = w - min(rate, epsilon) * sign(g)                     | 0  |            | epsilon 1
          # names assigned again
          m | u = g; u = u / norm(u); m = beta * m + u; u = m + u; w = w - rate * u | 0 | m=0 |
            | w = w - rate * sign(g); w = w - rate * g / norm(g)       | 0  |            |
          # powers: fixed exponents by whatever name, others need degree 0
            | q = 2 * p; w = w - rate * g / abs(g)^q                   | -3/4 |          |
            | w = w - rate * sign(g) * abs(g)^(1 / 3)                  | -1/3 |          |
            | w = w - rate * sign(g) * (norm(g) / rms(g))^(1 / t)      | 0  |            |
          # what is free is 0
          d | d = beta * d + abs(sign(g)); w = w - rate * d * g        | -1 | d=0        |
          n | n = beta * n + n * norm(g) / rms(g) + n; w = w - rate * g * (1 + n) | -1 | n=0 |
          """)
  void degreesFollowFromTheText(
      String states, String step, String k, String degrees, String carried) {
    CompiledRule rule = compiled(states == null ? "" : states, step, Decay.DECOUPLED);
    requireLockstep(rule);
    assertThat(increments(rule).get(0)).isEqualTo(k);
    assertThat(rule.stateDegrees().entrySet())
        .extracting(each -> each.getKey() + "=" + each.getValue().fraction())
        .isEqualTo(degrees == null ? List.of() : List.of(degrees));
    assertThat(rule.carried(0))
        .extracting(Carried::toString)
        .isEqualTo(carried == null ? List.of() : List.of(carried.split(", ")));
  }

  /** Where only one branch holds in a step, k may differ from step to step. */
  @Test
  void aConditionOnNumbersHasAVariantForEachOutcome() {
    CompiledRule rule = compiled("", "w = w - rate * where(t > 5, g, sign(g))", Decay.DECOUPLED);
    requireLockstep(rule);
    assertThat(increments(rule)).containsExactly("-1", "0");
    assertThat(rule.conditions(0)).isEqualTo("t > 5");
    assertThat(rule.conditions(1)).isEqualTo("not t > 5");
    assertThat(rule.variant(0.1, 0, 0, 6)).isZero();
    assertThat(rule.variant(0.1, 0, 0, 5)).isEqualTo(1);
  }

  @Test
  void aConditionOnATensorNeedsOneDegree() {
    CompiledRule rule =
        compiled("", "w = w - rate * where(norm(g) > C, g * C / norm(g), g)", Decay.DECOUPLED);
    assertThat(rule.refusal().orElseThrow())
        .hasToString(
            "\"g * C / norm(g)\" has degree 0, but \"g\" has degree −1, so the rule changes when"
                + " the weights are scaled; bring both to one degree, or train it as declared, by"
                + " type = WEIGHT_DECAY; to clip, write g * min(1, C / norm(g))");
    assertThat(rule.refusal().orElseThrow().place()).isEqualTo(new Place(0, 15, 53));
    requireLockstep(compiled("", "w = w - rate * (g * min(1, C / norm(g)))", Decay.DECOUPLED));
  }

  /** The two ways of clipping have the same values, other degrees, and the same twin. */
  @Test
  void aThresholdIsCarriedOrTheOneBesideIt() {
    CompiledRule one = compiled("", "w = w - rate * g * min(1, C / norm(g))", Decay.DECOUPLED);
    CompiledRule norm =
        compiled("", "w = w - rate * g * min(norm(g), C) / norm(g)", Decay.DECOUPLED);
    requireLockstep(one);
    requireLockstep(norm);
    assertThat(increments(one)).containsExactly("0");
    assertThat(increments(norm)).containsExactly("-1");
  }

  /** Decay that a text places: as a factor at any place, or linearly. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
            | w = (1 - rate * decay) * w - rate * sign(g)
            | w = w * (1 - decay * rate) - rate * sign(g)
            | f = 1 - rate * decay; w = f * w - rate * sign(g)
            | d = rate * decay; f = 1 - d; w = f * w - rate * sign(g)
            | f = 1 - rate * decay; u = f * w - rate * sign(g); w = u * norm(w) / norm(u)
            | w = w - rate * (sign(g) + decay * w)
            | w = (1 - rate * decay) * (w - rate * sign(g))
            | w = (w - rate * sign(g)) / (1 + rate * decay)
            | w = w - rate * decay * w - rate * (g + sign(g))
          z | z = (1 - rate * decay) * where(t > 1, z, w) - rate * sign(g); w = beta * z + (1 - beta) * w
          m | m = beta * m + g / norm(g) + decay * w; w = w - rate * m
          m | m = beta * m + (g / norm(g) + decay * w) / 2; w = w - rate * (m + sign(g))
          m | m = beta * m + C + decay * w; w = w - rate * m
          """)
  void decayPlacedByHandIsRemoved(String states, String step) {
    CompiledRule rule = compiled(states == null ? "" : states, step, Decay.DECOUPLED);
    requireLockstep(rule);
    assertThat(lockstep(rule).differs(RuleRun.Mistake.DEGREE, 1e-6)).isTrue();
  }

  /** Decay in the gradient passes through whatever is linear, in the steps of each variant. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          m | m = where(t > 3, m, g); w = w - rate * (g + m)
          m | m = where(t > 3, 0.5 * m + g, 0); w = w - rate * (g - m)
          m | m = where(t > 3, 0.5 * m + g, C); w = w - rate * m
          m | m = 0.5 * m + g + sign(w); w = w - rate * (m + norm(w) * w)
          m | u = w - rate * g; m = 0.5 * m + g; w = u - rate * m
          m | w = w - rate * g; m = 0.5 * m + g; w = w - rate * m
          """)
  void decayInTheGradientIsRemoved(String states, String step) {
    CompiledRule rule = compiled(states, step, Decay.IN_GRADIENT);
    requireLockstep(rule);
    assertThat(lockstep(rule).differs(RuleRun.Mistake.KAPPA, 1e-6)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IN_GRADIENT | m | m = beta * m + [g * g]; w = w - rate * m | weight decay reaches a product in "g * g", which is not linear in it, so the decay cannot be removed; write coupling = DECOUPLED in @WeightDecay, or train it as declared, by type = WEIGHT_DECAY; scale and decay can be exchanged: trained alone, scale-invariant weights keep the same direction at every step from c·w with c^3·rate, c^(−2)·decay, and ε of normalizations and clipping thresholds scaled along, for any c > 0
          IN_GRADIENT | m | m = [beta * (w + m) + g]; w = w - rate * m | the weights enter the state m, where weight decay cannot be told from them; write coupling = DECOUPLED in @WeightDecay and place decay as a factor, such as (1 - rate * decay) * w, or train it as declared, by type = WEIGHT_DECAY
          IN_GRADIENT |   | w = [0.5 * w - rate * g]                 | the new w is not w plus a step, so weight decay cannot be told from it; write coupling = DECOUPLED in @WeightDecay and place decay as a factor, such as (1 - rate * decay) * w, or train it as declared, by type = WEIGHT_DECAY; scale and decay can be exchanged: trained alone, scale-invariant weights keep the same direction at every step from c·w with c^2·rate, c^(−2)·decay, and ε of normalizations and clipping thresholds scaled along, for any c > 0
          DECOUPLED   |   | w = w - rate * [sign(g + decay * w)]     | weight decay reaches sign in "sign(g + decay * w)", which is not linear in it, so the decay cannot be removed; place decay as a factor of w, as in (1 - rate * decay) * w, or train it as declared, by type = WEIGHT_DECAY; scale and decay can be exchanged: trained alone, scale-invariant weights keep the same direction at every step from c·w with c·rate, c^(−2)·decay, and ε of normalizations and clipping thresholds scaled along, for any c > 0
          """)
  void decayThatCannotBeRemovedIsNamed(Decay decay, String states, String marked, String message) {
    CompiledRule rule =
        compiled(states == null ? "" : states, marked.replace("[", "").replace("]", ""), decay);
    Fault fault = rule.refusal().orElseThrow();
    assertThat(fault).hasToString(message);
    assertThat(fault.kind()).isEqualTo(Fault.Kind.DECAY);
    assertThat(fault.place().from()).isEqualTo(marked.split("; ")[0].indexOf('['));
  }

  @Test
  void decayIsPlacedByTheRuleOrByTheGradient() {
    RuleException thrown =
        catchThrowableOfType(
            RuleException.class,
            () -> compiled("", "w = w - rate * (g + decay * w)", Decay.IN_GRADIENT));
    assertThat(thrown)
        .hasMessage(
            "the rule places decay itself, but @WeightDecay adds it to the gradient; write coupling"
                + " = DECOUPLED in @WeightDecay, or leave decay out of the rule");
    assertThat(thrown.fault().place()).isEqualTo(new Place(0, 20, 25));
  }

  @Test
  void conditionsOnNumbersAreFew() {
    String choices = "where(t > 1, g, 0)";
    for (int i = 2; i <= 5; i++) {
      choices += " + where(t > " + i + ", g, 0)";
    }
    String step = "w = w - rate * (" + choices + ")";
    assertThat(catchThrowableOfType(RuleException.class, () -> compiled("", step, Decay.DECOUPLED)))
        .hasMessage("the rule has 5 conditions on numbers; use at most 4");
  }

  /** What is refused trains as declared, also where a name is a number in some steps. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "e = where(t > 1, norm(g), C); w = w - rate * (g + e * g)",
        "w = w - rate * (g + sign(g))",
        "w = w - rate * (sign(g) + norm(where(t > 1, g, C)))"
      })
  void aRuleWithoutTwinHasLoops(String step) {
    CompiledRule rule = compiled("", step, Decay.DECOUPLED);
    assertThat(rule.refusal()).isPresent();
    ScaleInvariantLoss loss = new ScaleInvariantLoss(1);
    RuleRun run = RuleRun.declared(rule, ScaleInvariantLoss.SHAPES, loss.initial());
    for (int t = 1; t <= 3; t++) {
      run.step(loss.gradient(run.weights(), t), 0.1, 0.1, 0);
    }
    assertThat(run.size()).isBetween(0.1, 100.0);
  }

  @ParameterizedTest
  @EnumSource
  void aRuleMayDoNothing(Decay decay) {
    CompiledRule rule = compiled("", "w = w", decay);
    ScaleInvariantLoss loss = new ScaleInvariantLoss(1);
    RuleRun run = RuleRun.declared(rule, ScaleInvariantLoss.SHAPES, loss.initial());
    run.step(loss.gradient(run.weights(), 1), 0.1, decay == Decay.NONE ? 0 : 0.1, 0);
    double kept = decay == Decay.DECOUPLED ? 1 - 0.1 * 0.1 : 1;
    assertThat(run.weights()[0][0]).isEqualTo(loss.initial()[0][0] * kept, within(1e-15));
  }

  @Test
  void theMomentumOfARuleIsThatOfTheStep() {
    RuleText text =
        Texts.of(
            "m",
            "m = beta * m + (1 - beta) * g; w = w - rate * (m + momentum * g)",
            Map.of("beta", 0.0),
            Optional.of("beta"));
    ScaleInvariantLoss loss = new ScaleInvariantLoss(1);
    double[][] initial = loss.initial();
    RuleRun run =
        RuleRun.declared(CompiledRule.of(text, Decay.NONE), ScaleInvariantLoss.SHAPES, initial);
    double[][] gradient = loss.gradient(initial, 1);
    run.step(gradient, 0.1, 0, 0.75);
    // m = g/4, and the step is m + 3g/4.
    assertThat(run.weights()[0][0]).isEqualTo(initial[0][0] - 0.1 * gradient[0][0], within(1e-15));
  }

  @Test
  void degreesHaveAModerateDenominator() {
    String step =
        "w = w - rate * g * abs(g)^0.99991 * abs(w)^(1 / 99991) / (abs(g)^(1 / 99989) + C)";
    assertThat(compiled("", step, Decay.DECOUPLED).refusal().orElseThrow())
        .hasToString(
            "the degrees have no common denominator below 2^31; write exponents with fewer digits,"
                + " or train it as declared, by type = WEIGHT_DECAY");
  }

  @Test
  void theDenominatorIsThatOfAllDegrees() {
    assertThat(compiled("", "w = w - rate * sign(g)", Decay.DECOUPLED).denominator()).isEqualTo(1);
    assertThat(compiled("", "w = w - rate * g / sqrt(sqrt(abs(g)))", Decay.DECOUPLED).denominator())
        .isEqualTo(4);
    assertThat(
            compiled("", "w = w - rate * g / (abs(g)^(1 / 3) + C)", Decay.DECOUPLED).denominator())
        .isEqualTo(3);
  }
}
