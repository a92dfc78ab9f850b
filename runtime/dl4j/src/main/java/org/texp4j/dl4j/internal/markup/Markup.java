package org.texp4j.dl4j.internal.markup;

import java.util.Locale;

/** A builder of XML or HTML. Not safe for use by several threads. */
public final class Markup {

  private final StringBuilder text = new StringBuilder();

  /**
   * Adds a line.
   *
   * @param format as in {@link String#format}; text that is not markup must be {@link #escaped}
   */
  public Markup line(String format, Object... values) {
    text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
    return this;
  }

  /** Adds markup as it is. */
  public Markup add(CharSequence markup) {
    text.append(markup);
    return this;
  }

  /** Text as content of an element or within a quoted attribute. */
  public static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isAllowed(point) ? point : 0xFFFD);
              }
            });
    return escaped.toString();
  }

  /** Whether XML 1.0 allows the character; others cannot even be escaped. */
  private static boolean isAllowed(int point) {
    return point == '\t'
        || point == '\n'
        || point == '\r'
        || point >= 0x20 && point <= 0xD7FF
        || point >= 0xE000 && point <= 0xFFFD
        || point >= 0x10000;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
