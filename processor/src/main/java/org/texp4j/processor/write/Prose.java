package org.texp4j.processor.write;

import java.util.List;

/** A Javadoc comment, filled so that it ends before column 100. */
final class Prose {

  /** What the members of a top-level class are indented by. */
  static final String INDENT = "  ";

  private static final int COLUMNS = 100;
  private static final String START = "/**";
  private static final String STAR = " *";
  private static final String END = " */";

  private final String indent;

  /** What follows {@code /**}: whole lines, each after its break and its star. */
  private final StringBuilder text = new StringBuilder();

  /** How long the words of a line may be. */
  private final int width;

  /** Where the words begin of the line that is being filled. */
  private int lineStart;

  private int lines;
  private boolean hasTags;

  private Prose(String indent) {
    this.indent = indent;
    this.width = COLUMNS - indent.length() - STAR.length() - 1;
  }

  /** Javadoc of a top-level class. */
  static Prose ofClass() {
    return new Prose("");
  }

  /** Javadoc of a member of a top-level class. */
  static Prose ofMember() {
    return new Prose(INDENT);
  }

  /** Adds a paragraph. */
  Prose paragraph(String words) {
    if (isEmpty()) {
      return line("").fill(words);
    }
    return part().line("<p>").fill(words);
  }

  /** Adds a formula, on lines of its own. */
  Prose formula(String formula) {
    part().line("<pre>");
    for (String line : formula.split("\n")) {
      line(line);
    }
    return line("</pre>");
  }

  /** Adds what a parameter is. */
  Prose parameter(String name, String words) {
    return tag("@param " + name + " " + words);
  }

  /** Adds what is returned. */
  Prose returned(String words) {
    return tag("@return " + words);
  }

  /** Starts a part that is no paragraph. */
  Prose part() {
    breakLine();
    return this;
  }

  /** Adds a line, broken only between pieces. */
  Prose line(List<String> pieces) {
    line("");
    for (String piece : pieces) {
      breakBefore(piece.length());
      text.append(piece);
    }
    return this;
  }

  /** Whether there are no words. */
  boolean isEmpty() {
    return lines == 0;
  }

  /** The comment, indented: on one line if there is room. */
  String comment() {
    String line = lines == 1 ? indent + START + " " + text.substring(lineStart) + END : "";
    return lines == 1 && line.length() <= COLUMNS ? line : around(text);
  }

  /** A comment with one line of other words in the place of this one, as a block. */
  String mark(String words) {
    return around("\n" + indent + STAR + " " + words);
  }

  private String around(CharSequence lines) {
    return indent + START + lines + "\n" + indent + END;
  }

  private Prose tag(String words) {
    if (!hasTags) {
      part();
    }
    hasTags = true;
    return line("").fill(words);
  }

  /** Starts a line with some words. */
  private Prose line(String words) {
    breakLine();
    text.append(' ');
    lineStart = text.length();
    text.append(words);
    return this;
  }

  private void breakLine() {
    text.append('\n').append(indent).append(STAR);
    lines++;
  }

  /** Adds words, and lines where they need them. */
  private Prose fill(String words) {
    int start = 0;
    while (start <= words.length()) {
      int space = words.indexOf(' ', start);
      int end = space < 0 ? words.length() : space;
      if (start > 0 && !breakBefore(" ".length() + end - start)) {
        text.append(' ');
      }
      text.append(words, start, end);
      start = end + 1;
    }
    return this;
  }

  /** Starts a line if there is no room for so many characters on this one. */
  private boolean breakBefore(int length) {
    int filled = text.length() - lineStart;
    boolean full = filled > 0 && filled + length > width;
    if (full) {
      line("");
    }
    return full;
  }
}
