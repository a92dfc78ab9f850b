package org.texp4j.processor.check;

import java.util.Locale;

/** How severe a diagnostic is. */
public enum Severity {
  /** The compilation fails. */
  ERROR,
  /** Worth looking at; fails a compilation that treats warnings as errors. */
  WARNING,
  /** Worth knowing; never fails a compilation. */
  NOTE,
  /** Not reported. */
  IGNORE;

  /** Its name in options: {@code warning}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
