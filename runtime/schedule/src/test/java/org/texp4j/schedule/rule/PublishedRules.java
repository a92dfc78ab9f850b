package org.texp4j.schedule.rule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.texp4j.schedule.rule.CompiledRule.Decay;

/** The published rules with their verdicts, from {@code published-rules.txt}. */
final class PublishedRules {

  private static final String RESOURCE = "published-rules.txt";

  /**
   * A block of the file.
   *
   * @param keys all values of each key
   */
  record Published(Map<String, List<String>> keys) {

    String name() {
      return keys.get("name").get(0);
    }

    /** The value of a key; empty if there is none. */
    Optional<String> value(String key) {
      return Optional.ofNullable(keys.get(key)).map(values -> values.get(0));
    }

    /** The words of a value. */
    List<String> words(String key) {
      return value(key).map(each -> List.of(each.split(" "))).orElse(List.of());
    }

    Decay decay() {
      return value("coupling").map(Decay::valueOf).orElse(Decay.DECOUPLED);
    }

    RuleText text() {
      Map<String, Double> numbers = new LinkedHashMap<>();
      for (String pair : words("attributes")) {
        numbers.put(pair.split("=")[0], Double.valueOf(pair.split("=")[1]));
      }
      Optional<String> momentum = Optional.of("momentum").filter(numbers::containsKey);
      return new RuleText(
          name(), words("states"), keys.get("step"), List.of(), numbers, momentum, "w");
    }

    /** The momentum of all steps. */
    double momentum() {
      return text().numbers().getOrDefault("momentum", 0.0);
    }

    /** What the message of a refusal names. */
    List<String> through() {
      return value("through").map(each -> List.of(each.split(" \\| "))).orElse(List.of());
    }

    boolean isRefused() {
      return keys.containsKey("refused");
    }

    @Override
    public String toString() {
      return name();
    }
  }

  private PublishedRules() {}

  static List<Published> read() {
    try (InputStream in = PublishedRules.class.getResourceAsStream(RESOURCE)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\n\n+"))
          .filter(block -> block.startsWith("name: "))
          .map(PublishedRules::block)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Published block(String text) {
    return new Published(
        text.lines()
            .map(line -> line.split(": ", 2))
            .collect(
                Collectors.groupingBy(
                    pair -> pair[0],
                    LinkedHashMap::new,
                    Collectors.mapping(pair -> pair[1], Collectors.toList()))));
  }
}
