package org.texp4j.schedule.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.texp4j.schedule.rule.CompiledRule.Decay;
import org.texp4j.schedule.rule.PublishedRules.Published;
import org.texp4j.schedule.rule.RuleRun.Mistake;

/**
 * The verdicts on published rules against those that {@code published-rules.txt} states and a
 * program in another language has confirmed; and their twins, right and wrong ones, in lockstep.
 */
class PublishedRulesTest {

  private static final int STEPS = 200;

  static List<Published> withTwin() {
    return PublishedRules.read().stream().filter(rule -> !rule.isRefused()).toList();
  }

  static List<Published> refused() {
    return PublishedRules.read().stream().filter(Published::isRefused).toList();
  }

  @Test
  void thereAreNinetyFive() {
    assertThat(withTwin()).hasSize(65);
    assertThat(refused()).hasSize(30);
  }

  @ParameterizedTest
  @MethodSource("withTwin")
  void hasTheDegreesThatAreStated(Published published) {
    CompiledRule rule = CompiledRule.of(published.text(), published.decay());
    assertThat(rule.refusal()).isEmpty();
    if (published.value("k").isPresent()) {
      assertThat(increments(rule)).isEqualTo(Set.of(published.value("k").get().split(" then ")));
    }
    // A state that decay reaches, or of a rule that is linear as a whole, is held at 1/c.
    assertThat(
            rule.stateDegrees().entrySet().stream()
                .filter(each -> !isHeldInverse(rule, each.getKey()))
                .map(each -> each.getKey() + "=" + each.getValue().fraction()))
        .containsExactlyInAnyOrderElementsOf(
            published.words("degrees").stream()
                .filter(each -> !isHeldInverse(rule, each.split("=")[0]))
                .toList());
    assertThat(carried(rule)).isEqualTo(Set.copyOf(published.words("carried")));
  }

  private static boolean isHeldInverse(CompiledRule rule, String state) {
    return rule.isLinear() || rule.reachedStates().contains(state);
  }

  private static Set<String> increments(CompiledRule rule) {
    return IntStream.range(0, rule.variants())
        .mapToObj(variant -> Rational.ONE.minus(rule.rateDegree(variant)).fraction())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<String> carried(CompiledRule rule) {
    return IntStream.range(0, rule.variants())
        .boxed()
        .flatMap(variant -> rule.carried(variant).stream())
        .map(each -> each.constant().replace("the 1e-7 of ", "") + "=" + each.power().fraction())
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("withTwin")
  void isInLockstepWithItsTwin(Published published) {
    assertThat(lockstep(published).error()).isLessThanOrEqualTo(1e-11);
  }

  @ParameterizedTest
  @MethodSource("withTwin")
  void isNotInLockstepWithAWrongTwin(Published published) {
    Lockstep lockstep = lockstep(published);
    for (Mistake mistake : possible(published)) {
      assertThat(lockstep.differs(mistake, 1e-6)).as("%s", mistake).isTrue();
    }
  }

  private static List<Mistake> possible(Published published) {
    CompiledRule rule = CompiledRule.of(published.text(), published.decay());
    String insensitive = published.value("insensitive").orElse("");
    boolean scaled = rule.stateDegrees().values().stream().anyMatch(each -> !each.isZero());
    boolean coupled = published.value("twin").orElseThrow().equals("linear");
    return Stream.of(Mistake.values())
        .filter(
            mistake ->
                switch (mistake) {
                  case NONE -> false;
                  case STATES -> scaled && !insensitive.equals("states");
                  case CONSTANTS -> !carried(rule).isEmpty() && !insensitive.equals("constants");
                  case DEGREE -> true;
                  case KAPPA -> coupled && !rule.reachedStates().isEmpty();
                })
        .toList();
  }

  private static Lockstep lockstep(Published published) {
    CompiledRule rule = CompiledRule.of(published.text(), published.decay());
    return Lockstep.withDecay(rule, 12, STEPS, published.momentum());
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefusedForWhatIsStated(Published published) {
    Fault fault = fault(published);
    assertThat("TexpRule" + code(fault)).isEqualTo(published.value("refused").orElseThrow());
    for (String named : published.through()) {
      assertThat(fault.toString()).contains(named);
    }
    assertThat(fault.place().statement()).isLessThan(published.text().step().size());
    assertThat(fault.place().to()).isGreaterThan(fault.place().from());
  }

  private static String code(Fault fault) {
    return switch (fault.kind()) {
      case SYNTAX -> "Syntax";
      case DEGREE -> "Degree";
      case DECAY -> "Decay";
    };
  }

  /** What rules out a twin is known without a run; the text itself still trains as declared. */
  private static Fault fault(Published published) {
    try {
      return CompiledRule.of(published.text(), published.decay()).refusal().orElseThrow();
    } catch (RuleException e) {
      return e.fault();
    }
  }

  @Test
  void aRuleThatSaysNothingOfWhereDecayActsCannotBeTrainedWithDecay() {
    Published fromage =
        refused().stream().filter(each -> each.name().equals("Fromage")).findFirst().orElseThrow();
    RuleException thrown =
        catchThrowableOfType(
            RuleException.class, () -> CompiledRule.of(fromage.text(), Decay.DECOUPLED));
    assertThat(thrown.fault().kind()).isEqualTo(Fault.Kind.DECAY);
    assertThat(thrown)
        .hasMessage(
            "the new w is not w plus a step, so it does not show where decoupled decay acts;"
                + " place it in the rule, for instance (1 - rate * decay) * w");
    assertThat(CompiledRule.of(fromage.text(), Decay.NONE).refusal()).isEmpty();
  }
}
