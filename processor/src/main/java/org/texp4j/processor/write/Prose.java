package org.texp4j.processor.write;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Javadoc text, filled so that it ends before column 100. */
final class Prose {

  private static final int COLUMNS = 100;
  private static final int STAR = " * ".length();

  private final int width;
  private final StringBuilder text = new StringBuilder();

  private Prose(int width) {
    this.width = width;
  }

  /** Javadoc of a top-level class. */
  static Prose ofClass() {
    return new Prose(COLUMNS - STAR);
  }

  /** Javadoc of a member of a top-level class. */
  static Prose ofMember() {
    return new Prose(COLUMNS - STAR - 2);
  }

  /** Adds a paragraph. */
  Prose paragraph(String words) {
    if (!text.isEmpty()) {
      text.append(text.charAt(text.length() - 1) == '\n' ? "\n<p>" : "\n\n<p>");
    }
    return fill(List.of(words.split(" ")), " ");
  }

  /** Adds a formula, on lines of its own. */
  Prose formula(String formula) {
    text.append("\n\n<pre>\n").append(formula).append("\n</pre>");
    return this;
  }

  /** Adds what a parameter is. */
  Prose parameter(String name, String words) {
    return block("@param " + name + " " + words);
  }

  /** Adds what is returned. */
  Prose returned(String words) {
    return block("@return " + words);
  }

  /** Starts a part that is no paragraph. */
  Prose part() {
    text.append("\n\n");
    return this;
  }

  /** Adds a line, broken only between pieces. */
  Prose line(Collection<String> pieces) {
    fill(pieces, "");
    text.append('\n');
    return this;
  }

  private Prose block(String words) {
    boolean first = !text.toString().contains("\n@");
    text.append(first ? "\n\n" : "\n");
    return fill(List.of(words.split(" ")), " ");
  }

  private Prose fill(Collection<String> pieces, String between) {
    int column = text.length() - 1 - text.lastIndexOf("\n");
    boolean start = true;
    for (String piece : pieces) {
      if (!start && column + between.length() + piece.length() > width) {
        text.append('\n');
        column = 0;
      } else if (!start) {
        text.append(between);
        column += between.length();
      }
      text.append(piece);
      column += piece.length();
      start = false;
    }
    return this;
  }

  /** The comment, so far in; on one line where it fits, and nothing where there is no text. */
  String comment(int column) {
    String margin = " ".repeat(column);
    String words = text.toString().strip();
    String line = margin + "/** " + words + " */\n";
    if (words.isEmpty()) {
      return "";
    }
    if (line.length() <= COLUMNS + 1 && words.indexOf('\n') < 0) {
      return line;
    }
    String start = margin + " * ";
    return words
        .lines()
        .map(each -> (start + each).stripTrailing() + "\n")
        .collect(Collectors.joining("", margin + "/**\n", margin + " */\n"));
  }
}
