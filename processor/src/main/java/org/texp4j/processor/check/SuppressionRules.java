package org.texp4j.processor.check;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.texp4j.processor.model.annotation.AttributeValue;

/** Rules for the values of {@code @SuppressWarnings} that are meant for this compiler. */
final class SuppressionRules {

  private static final String PREFIX = "texp4j:";

  private SuppressionRules() {}

  /** Whether a diagnostic is suppressed by one of the values around it. */
  static boolean isSuppressed(Diagnostic diagnostic, Collection<String> texts) {
    return !diagnostic.code().isFixed() && texts.contains(PREFIX + diagnostic.code());
  }

  static List<Diagnostic> of(List<AttributeValue<String>> texts) {
    return Diagnostic.each(texts, SuppressionRules::flaw);
  }

  private static List<Diagnostic> flaw(AttributeValue<String> text) {
    String written = text.value();
    if (!written.startsWith(PREFIX)) {
      return isMeantForUs(written) ? List.of(withoutPrefix(text)) : List.of();
    }
    String name = written.substring(PREFIX.length());
    Optional<Code> code =
        Stream.of(Code.values()).filter(known -> known.toString().equals(name)).findFirst();
    if (code.isEmpty()) {
      return List.of(unknown(text, name));
    }
    return code.get().isFixed() ? List.of(fixed(text, code.get())) : List.of();
  }

  /** Other values belong to other tools. */
  private static boolean isMeantForUs(String text) {
    return text.equals("texp4j")
        || Stream.of(Code.values()).anyMatch(c -> c.toString().equals(text));
  }

  private static Diagnostic withoutPrefix(AttributeValue<String> text) {
    return suppression(
        text,
        "\""
            + text.value()
            + "\" suppresses nothing: values for this compiler start with "
            + PREFIX,
        "write \""
            + PREFIX
            + (text.value().equals("texp4j") ? Code.FLOAT_RANGE : text.value())
            + "\"");
  }

  private static Diagnostic unknown(AttributeValue<String> text, String name) {
    return suppression(
        text,
        "there is no code " + name + " to suppress",
        Code.like(name)
            .map(code -> "did you mean \"" + PREFIX + code + "\"?")
            .orElse("remove \"" + text.value() + "\""));
  }

  private static Diagnostic fixed(AttributeValue<String> text, Code code) {
    return suppression(
        text,
        code
            + " cannot be suppressed: without this error the training class would not do what is"
            + " declared, or could not be written",
        "remove \"" + text.value() + "\" and fix the error");
  }

  private static Diagnostic suppression(
      AttributeValue<String> text, String problem, String remedy) {
    return new Diagnostic(Code.SUPPRESSION, text.position(), problem, remedy);
  }
}
