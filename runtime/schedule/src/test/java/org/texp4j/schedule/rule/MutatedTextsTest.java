package org.texp4j.schedule.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.texp4j.schedule.rule.CompiledRule.Decay;
import org.texp4j.schedule.rule.PublishedRules.Published;

/**
 * Published rules with characters left out, swapped, doubled and replaced, and names exchanged:
 * whatever is wrong with them is one fault, with a place in the text.
 *
 * <p>There are 20,000 with {@code -Dtexp4j.thorough}, and 2,000 without.
 */
class MutatedTextsTest {

  private static final int COUNT = System.getProperty("texp4j.thorough") != null ? 20_000 : 2_000;

  private static final String CHARACTERS = "()+-*/^,.=<> 0159egwtmn_%é";

  /** What cannot be blamed on one statement. */
  private static final String OF_THE_WHOLE_RULE =
      "no statement assigns w|the state \\w+ is never .*|the rule has \\d+ conditions on numbers"
          + "|the degrees have no common denominator .*";

  private static final List<String> NAMES =
      List.of("w", "g", "t", "rate", "decay", "momentum", "m", "n", "sign", "norm", "where", "q");

  @Test
  void everyRejectionIsPlacedInTheText() {
    Random random = new Random(22);
    List<Published> published = PublishedRules.read();
    int rejected = 0;
    for (int i = 0; i < COUNT; i++) {
      Published rule = published.get(random.nextInt(published.size()));
      List<String> step = mutated(rule.text().step(), random);
      RuleText text =
          new RuleText(
              rule.name(),
              rule.text().states(),
              step,
              List.of(),
              rule.text().numbers(),
              rule.text().momentum(),
              "w");
      rejected += isRejected(text, Decay.values()[random.nextInt(3)]) ? 1 : 0;
    }
    assertThat(rejected).isGreaterThan(COUNT / 2);
  }

  private static List<String> mutated(List<String> step, Random random) {
    List<String> mutated = new ArrayList<>(step);
    for (int mutations = 1 + random.nextInt(2); mutations > 0; mutations--) {
      int statement = random.nextInt(mutated.size());
      mutated.set(statement, mutated(mutated.get(statement), random));
      if (random.nextInt(20) == 0) {
        mutated.remove(random.nextInt(mutated.size()));
        mutated.add(random.nextInt(mutated.size() + 1), step.get(random.nextInt(step.size())));
      }
    }
    return mutated;
  }

  private static String mutated(String text, Random random) {
    if (text.isEmpty()) {
      return text;
    }
    int at = random.nextInt(text.length());
    String before = text.substring(0, at);
    String after = text.substring(at + 1);
    char other = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
    return switch (random.nextInt(6)) {
      case 0 -> before + after;
      case 1 -> before + other + text.substring(at);
      case 2 -> before + other + after;
      case 3 ->
          after.isEmpty() ? text : before + after.charAt(0) + text.charAt(at) + after.substring(1);
      case 4 -> before + text.charAt(at) + text.substring(at);
      default -> renamed(text, random);
    };
  }

  private static String renamed(String text, Random random) {
    List<String> words = List.of(text.split("(?<=\\W)|(?=\\W)"));
    List<String> renamed = new ArrayList<>(words);
    int at = random.nextInt(renamed.size());
    if (renamed.get(at).matches("[a-z]\\w*")) {
      renamed.set(at, NAMES.get(random.nextInt(NAMES.size())));
    }
    return String.join("", renamed);
  }

  private static boolean isRejected(RuleText text, Decay decay) {
    try {
      CompiledRule rule = CompiledRule.of(text, decay);
      rule.refusal().ifPresent(fault -> requirePlace(fault, text.step()));
      return rule.refusal().isPresent();
    } catch (RuleException e) {
      requirePlace(e.fault(), text.step());
      return true;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(decay + " " + text.step(), e);
    }
  }

  private static void requirePlace(Fault fault, List<String> step) {
    Place place = fault.place();
    assertThat(fault.problem()).as("%s", step).isNotBlank();
    assertThat(fault.remedy()).as("%s", step).isNotBlank();
    if (place.equals(Place.NOWHERE)) {
      assertThat(fault.problem()).as("%s", step).matches(OF_THE_WHOLE_RULE);
      return;
    }
    assertThat(place.statement()).as("%s %s", fault, step).isBetween(0, step.size() - 1);
    String statement = step.get(place.statement());
    assertThat(place.from()).as("%s %s", fault, step).isBetween(0, statement.length());
    assertThat(place.to()).as("%s %s", fault, step).isBetween(place.from(), statement.length());
  }
}
