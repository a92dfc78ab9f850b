package org.texp4j.processor.check;

import java.util.Locale;

/** How bad what a code stands for is taken to be. */
public enum Severity {
  /** The compilation fails. */
  ERROR,
  /** Something to look at; fails a compilation that treats warnings as errors. */
  WARNING,
  /** Something to know; fails no compilation. */
  NOTE,
  /** Nothing to be told. */
  IGNORE;

  /** Its name in options: {@code warning}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
