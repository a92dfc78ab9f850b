package org.texp4j.dl4j.internal.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Velocity;

class PlannedUpdaterTest {

  /** One rule of each kind. */
  static Stream<Rule> rules() {
    return Stream.of(
        Sgd.HEAVY_BALL,
        new Sgd(Velocity.NESTEROV_RATE_IN_VELOCITY, Coupling.DECOUPLED, 0),
        new AdamW(0.999, 1e-8));
  }

  @Test
  void everyKindOfRuleIsTested() {
    assertThat(kinds(Rule.class)).allMatch(kind -> rules().anyMatch(kind::isInstance));
  }

  private static Stream<Class<?>> kinds(Class<?> sealed) {
    return sealed.isSealed()
        ? Arrays.stream(sealed.getPermittedSubclasses()).flatMap(PlannedUpdaterTest::kinds)
        : Stream.of(sealed);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theUpdaterOfARuleHoldsItsStatesAndTrainsAsDeclared(Rule rule) {
    PlannedUpdater updater = PlannedUpdater.forRule(rule);

    assertThat(updater.group()).isEqualTo(ParameterGroup.DECLARED);
    assertThat(updater.degree()).isEqualTo(1);
    assertThat(updater.states()).isEqualTo(rule.states());
    assertThat(updater.stateSize(7)).isEqualTo(7L * rule.states().size());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void updatersAreEqualIfTheyTrainAlike(Rule rule) {
    PlannedUpdater declared = PlannedUpdater.forRule(rule);
    PlannedUpdater following = declared.withGroup(ParameterGroup.FOLLOWING, 2);

    assertThat(following.group()).isEqualTo(ParameterGroup.FOLLOWING);
    assertThat(following.degree()).isEqualTo(2);
    assertThat(following).hasSameClassAs(declared).isNotEqualTo(declared);
    assertThat(following.clone()).isEqualTo(following).isNotSameAs(following);
    assertThat(following.withGroup(ParameterGroup.DECLARED, 1)).isEqualTo(declared);
    assertThat(following.withGroup(ParameterGroup.FOLLOWING, 3)).isNotEqualTo(following);
  }

  @Test
  void updatersOfDifferentRulesDiffer() {
    assertThat(new LinearUpdater(ParameterGroup.DECLARED))
        .isNotEqualTo(new AdamWUpdater(ParameterGroup.DECLARED));
  }
}
