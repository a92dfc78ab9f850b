package org.texp4j.schedule.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.texp4j.schedule.rule.CompiledRule.Decay;
import org.texp4j.schedule.rule.PublishedRules.Published;

/** Of published rules, runs whose hyperparameters are exchanged are one run. */
class ExchangeTest {

  private static final int STEPS = 60;

  /** No power of two, so that rounding differs. */
  private static final double C = 3.7;

  /** Far from rounding, which these steps raise to some 1e-12, and below what mistakes do. */
  private static final double BOUND = 1e-9;

  private static final double FAILURE = 1e-6;

  @Test
  void exchangedHyperparametersAreOneRun() {
    Set<String> compared = new TreeSet<>();
    Set<String> without = new TreeSet<>();
    for (Published published : PublishedRules.read()) {
      Optional<CompiledRule> rule = compiled(published.text(), published.decay());
      Optional<Exchange> exchange = rule.flatMap(CompiledRule::exchange);
      if (exchange.isEmpty()) {
        without.add(published.name());
      } else {
        compared.add(published.name());
        Exchange right = exchange.get();
        assertThat(difference(published, rule.get(), right))
            .as("%s: %s", published, right.sentence("w", "rate", "decay"))
            .isLessThan(BOUND);
        Exchange wrong =
            new Exchange(
                right.rate().plus(Rational.ONE),
                right.decay().minus(Rational.ONE),
                right.constants());
        assertThat(difference(published, rule.get(), wrong))
            .as("%s, the rate of another degree", published)
            .isGreaterThan(FAILURE);
      }
    }
    assertThat(compared)
        .hasSizeGreaterThanOrEqualTo(60)
        .contains("SGD", "AdamW", "Adam with L2", "Lion with L2", "Padam", "Schedule-free SGD");
    assertThat(without)
        .contains(
            // A constant that no attribute is, or one attribute of two powers.
            "Muon",
            "AdaBelief",
            "LARS, decay outside",
            "MARS-AdamW, approximate",
            // The rate has another degree after the first steps, or there is none.
            "RAdamW",
            "L1 decay");
  }

  private static Optional<CompiledRule> compiled(RuleText text, Decay decay) {
    try {
      return Optional.of(CompiledRule.of(text, decay));
    } catch (RuleException e) {
      return Optional.empty();
    }
  }

  private static RuleText exchanged(RuleText text, Exchange exchange) {
    Map<String, Double> numbers = new LinkedHashMap<>(text.numbers());
    for (Carried each : exchange.constants()) {
      numbers.computeIfPresent(each.constant(), (name, value) -> value * power(each.power()));
    }
    return Texts.withNumbers(text, numbers);
  }

  private static double power(Rational exponent) {
    return Math.pow(C, exponent.doubleValue());
  }

  private static double difference(Published published, CompiledRule rule, Exchange exchange) {
    ScaleInvariantLoss loss = new ScaleInvariantLoss(1);
    double[][] initial = loss.initial();
    double[][] larger =
        Arrays.stream(initial)
            .map(each -> Arrays.stream(each).map(w -> C * w).toArray())
            .toArray(double[][]::new);
    CompiledRule other = CompiledRule.of(exchanged(published.text(), exchange), published.decay());
    RuleRun declared = RuleRun.declared(rule, ScaleInvariantLoss.SHAPES, initial);
    RuleRun exchanged = RuleRun.declared(other, ScaleInvariantLoss.SHAPES, larger);
    double worst = 0;
    for (int t = 1; t <= STEPS; t++) {
      double rate = 0.02 * Math.min(1, t / 10.0);
      double decay = t < STEPS / 2 ? 0.3 : 0.1;
      double momentum = published.momentum();
      declared.step(loss.gradient(declared.weights(), t), rate, decay, momentum);
      exchanged.step(
          loss.gradient(exchanged.weights(), t),
          rate * power(exchange.rate()),
          decay * power(exchange.decay()),
          momentum);
      worst = Math.max(worst, difference(declared.weights(), exchanged.weights()));
    }
    return worst;
  }

  private static double difference(double[][] weights, double[][] larger) {
    double worst = 0;
    for (int tensor = 0; tensor < weights.length; tensor++) {
      double size = Arrays.stream(weights[tensor]).map(Math::abs).max().orElseThrow();
      for (int i = 0; i < weights[tensor].length; i++) {
        worst = Math.max(worst, Math.abs(weights[tensor][i] - larger[tensor][i] / C) / size);
      }
    }
    return worst;
  }
}
