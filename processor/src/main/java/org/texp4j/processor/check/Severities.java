package org.texp4j.processor.check;

import java.util.EnumMap;
import java.util.Map;

/** How bad each code is in one compilation: what its options say, or else the catalogue. */
public final class Severities {

  private final Map<Code, Severity> chosen = new EnumMap<>(Code.class);

  /**
   * Reads the options of a compilation.
   *
   * @param options the options; of those that {@link Check#options} finds fault with none has an
   *     effect
   */
  public Severities(Map<String, String> options) {
    for (Code code : Code.values()) {
      String value = options.get(OptionRules.name(code));
      if (value != null && !code.isFixed()) {
        OptionRules.severity(value).ifPresent(severity -> chosen.put(code, severity));
      }
    }
  }

  /** How bad a code is. */
  public Severity of(Code code) {
    return chosen.getOrDefault(code, code.severity());
  }
}
