package org.texp4j.schedule.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The update rules of our own annotations, as their sources declare them. */
final class AnnotatedRules {

  private static final Path SOURCES =
      Path.of("../../annotations/src/main/java/org/texp4j/annotations");

  /** The annotation up to the annotated type or constant, and its name. */
  private static final Pattern RULE =
      Pattern.compile(
          "^ *@UpdateRule\\((.*?)\\)\n *(?:public @interface (\\w+)|([A-Z_]+)[,\n])",
          Pattern.DOTALL | Pattern.MULTILINE);

  private static final Pattern LITERAL = Pattern.compile("\"([^\"]*)\"");

  private AnnotatedRules() {}

  /** Returns all rules by name, with 0 for each attribute. */
  static Map<String, RuleText> read() {
    Map<String, RuleText> rules = new TreeMap<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.sorted().toList()) {
        String source = Files.readString(file);
        RULE.matcher(source)
            .results()
            .map(found -> rule(found, source))
            .forEach(rule -> rules.put(rule.name(), rule));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rules;
  }

  private static RuleText rule(MatchResult found, String source) {
    String declaration = found.group(1);
    Map<String, Double> numbers = new LinkedHashMap<>();
    Pattern.compile("^  double (\\w+)\\(\\)", Pattern.MULTILINE)
        .matcher(source)
        .results()
        .forEach(attribute -> numbers.put(attribute.group(1), 0.0));
    Optional<String> momentum = values(declaration, "momentum").stream().findFirst();
    if (found.group(3) != null) {
      // A constant of MomentumRule, whose numbers are those of @Momentum.
      numbers.put("momentum", 0.0);
      numbers.put("dampening", 0.0);
    }
    return new RuleText(
        found.group(2) == null ? found.group(3) : found.group(2),
        values(declaration, "states"),
        values(declaration, "step"),
        values(declaration, "otherwise"),
        numbers,
        momentum,
        values(declaration, "evaluate").stream().findFirst().orElse("w"));
  }

  /** The strings of an element of the annotation. */
  private static List<String> values(String declaration, String element) {
    Matcher matcher =
        Pattern.compile("\\b" + element + " = (\\{[^}]*}|\"[^\"]*\")").matcher(declaration);
    List<String> values = new ArrayList<>();
    if (matcher.find()) {
      LITERAL.matcher(matcher.group(1)).results().forEach(each -> values.add(each.group(1)));
    }
    return values;
  }
}
