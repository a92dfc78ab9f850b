package org.texp4j.processor.check;

import java.util.EnumMap;
import java.util.Map;

/** The severity of each code in one compilation: from its options, or else the catalogue. */
public final class Severities {

  private final Map<Code, Severity> chosen = new EnumMap<>(Code.class);

  /**
   * Reads the options of a compilation.
   *
   * @param options the options; those that {@link Check#options} reports have no effect
   */
  public Severities(Map<String, String> options) {
    for (Code code : Code.values()) {
      String value = options.get(OptionRules.name(code));
      if (value != null && !code.isFixed()) {
        OptionRules.severity(value).ifPresent(severity -> chosen.put(code, severity));
      }
    }
  }

  /** The severity of a code. */
  public Severity of(Code code) {
    return chosen.getOrDefault(code, code.severity());
  }
}
