package org.texp4j.processor.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Rules for the options of this compiler: {@code -Atexp4j.TexpFloatRange=warning}. */
final class OptionRules {

  private static final String PREFIX = "texp4j.";

  private OptionRules() {}

  /** The name of the option that sets the severity of a code. */
  static String name(Code code) {
    return PREFIX + code;
  }

  /** The severity with the name of a value, if there is one. */
  static Optional<Severity> severity(String value) {
    return Stream.of(Severity.values())
        .filter(severity -> severity.toString().equals(value))
        .findFirst();
  }

  static List<Diagnostic> of(Map<String, String> given) {
    return new TreeMap<>(given)
        .entrySet().stream()
            .filter(option -> option.getKey().startsWith(PREFIX))
            .flatMap(option -> flaw(option.getKey(), option.getValue()).stream())
            .toList();
  }

  private static List<Diagnostic> flaw(String option, String value) {
    Optional<Code> code =
        Stream.of(Code.values()).filter(known -> name(known).equals(option)).findFirst();
    if (code.isEmpty()) {
      return List.of(unknown(option));
    }
    Optional<Severity> severity = severity(value);
    if (severity.isEmpty()) {
      return List.of(unknownValue(option, value));
    }
    return code.get().isFixed() && severity.get() != Severity.ERROR
        ? List.of(fixed(code.get(), severity.get()))
        : List.of();
  }

  private static Diagnostic unknown(String option) {
    return new Diagnostic(
        Code.UNKNOWN_OPTION,
        null,
        "there is no option -A" + option,
        Code.like(option.substring(PREFIX.length()))
            .map(code -> "did you mean -A" + name(code) + "?")
            .orElse(
                "remove it: the options of this compiler set the severity of a code, such as -A"
                    + name(Code.FLOAT_RANGE)
                    + "="
                    + Severity.WARNING));
  }

  private static Diagnostic unknownValue(String option, String value) {
    String values =
        String.join(", ", Stream.of(Severity.values()).map(Severity::toString).toList());
    return new Diagnostic(
        Code.OPTION_VALUE,
        null,
        value == null
            ? "the option -A" + option + " has no value"
            : "the option -A" + option + " has the value " + value + ", which is not a severity",
        "write -A" + option + "=" + Severity.WARNING + ", or another of " + values);
  }

  private static Diagnostic fixed(Code code, Severity severity) {
    return new Diagnostic(
        Code.FIXED_SEVERITY,
        null,
        "the severity of "
            + code
            + " cannot be lowered to "
            + severity
            + ": without this error the training class would not do what is declared, or could not"
            + " be written",
        "remove -A" + name(code) + "=" + severity + " and fix the error");
  }
}
