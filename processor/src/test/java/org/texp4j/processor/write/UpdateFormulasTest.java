package org.texp4j.processor.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.WrittenRule;

/** Every update rule has formulas. */
final class UpdateFormulasTest {

  private static final List<Rule> RULES =
      List.of(
          Sgd.HEAVY_BALL,
          new AdamW(0.999, 1e-8),
          WrittenRule.named("SGD").step("w = w - rate * g").build());

  @Test
  void everyRuleHasFormulas() {
    assertThat(RULES).extracting(Object::getClass).hasSameElementsAs(concrete(Rule.class).toList());
    assertThat(RULES).extracting(UpdateFormulas::of).doesNotHaveDuplicates();
  }

  private static Stream<Class<?>> concrete(Class<?> rule) {
    return rule.isSealed()
        ? Stream.of(rule.getPermittedSubclasses()).flatMap(UpdateFormulasTest::concrete)
        : Stream.of(rule);
  }
}
