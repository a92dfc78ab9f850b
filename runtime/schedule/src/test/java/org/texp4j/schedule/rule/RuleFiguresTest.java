package org.texp4j.schedule.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.texp4j.schedule.TestTables;
import org.texp4j.schedule.rule.CompiledRule.Decay;

/**
 * Each of our update rules, step by step, against figures of independent implementations: of the
 * papers' formulas in Python and, where it has the optimizer, of PyTorch.
 *
 * <p>{@code rule-figures.py} beside {@code rule-figures.csv} has both.
 */
class RuleFiguresTest {

  private static final Map<String, RuleText> RULES = AnnotatedRules.read();

  private static final List<String[]> LINES = TestTables.read("rule/rule-figures.csv");

  /** A run with prescribed gradients. */
  record Case(String rule, Decay decay, String attributes, String tensor) {

    private static Case of(String[] line) {
      return new Case(line[1], Decay.valueOf(line[2]), line[3], line[4]);
    }

    private Map<String, String> values() {
      Map<String, String> values = new LinkedHashMap<>();
      for (String pair : attributes.split(" ")) {
        values.put(pair.split("=")[0], pair.split("=")[1]);
      }
      return values;
    }

    /** The momentum of a step: the attribute that is the recipe's momentum, or its curve. */
    private double momentum(int step) {
      String value = RULES.get(rule).momentum().map(name -> values().get(name)).orElse("0");
      return value.equals("curve") ? numbers("momentum")[step - 1] : Double.parseDouble(value);
    }

    private CompiledRule compiled() {
      RuleText text = RULES.get(rule);
      Map<String, Double> numbers = new LinkedHashMap<>(text.numbers());
      Map<String, String> values = values();
      numbers.replaceAll(
          (name, zero) ->
              values.getOrDefault(name, "0").equals("curve")
                  ? 0.0
                  : Double.parseDouble(values.getOrDefault(name, "0")));
      assertThat(numbers.keySet()).containsAll(values.keySet());
      RuleText of = Texts.withNumbers(text, numbers);
      return tensor.equals("vector") && !text.otherwise().isEmpty()
          ? CompiledRule.ofOthers(of, decay)
          : CompiledRule.of(of, decay);
    }
  }

  static List<Case> cases() {
    return LINES.stream()
        .filter(line -> line[0].equals("weights"))
        .map(Case::of)
        .distinct()
        .toList();
  }

  /** The numbers of the line that begins as given. */
  private static double[] numbers(String... beginning) {
    return LINES.stream()
        .filter(line -> Arrays.equals(beginning, 0, beginning.length, line, 0, beginning.length))
        .findFirst()
        .map(line -> Arrays.stream(line).skip(beginning.length))
        .orElseThrow()
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  private static double[] figures(String kind, Case run, int step) {
    return numbers(
        kind,
        run.rule(),
        run.decay().name(),
        run.attributes(),
        run.tensor(),
        Integer.toString(step));
  }

  @Test
  void everyRuleHasFigures() {
    Set<String> tested = cases().stream().map(Case::rule).collect(Collectors.toSet());
    assertThat(tested).isEqualTo(RULES.keySet());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesAtEachStep(Case run) {
    int[][] shape = {run.tensor().equals("matrix") ? new int[] {5, 4} : new int[] {6, 1}};
    CompiledRule rule = run.compiled();
    String evaluated = rule.text().evaluated();
    RuleRun tested =
        RuleRun.declared(rule, shape, new double[][] {numbers("initial", run.tensor())});
    int steps = numbers("rate").length;
    for (int t = 1; t <= steps; t++) {
      double[][] gradient = {numbers("gradient", run.tensor(), Integer.toString(t))};
      tested.step(gradient, numbers("rate")[t - 1], numbers("decay")[t - 1], run.momentum(t));
      assertNear(tested.weights()[0], figures("weights", run, t), t);
      if (!evaluated.equals("w")) {
        assertNear(tested.state(0, evaluated), figures("evaluation", run, t), t);
      }
    }
  }

  private static void assertNear(double[] actual, double[] expected, int step) {
    double size = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i])).as("step %d", step).isLessThan(1e-11 * size);
    }
  }
}
