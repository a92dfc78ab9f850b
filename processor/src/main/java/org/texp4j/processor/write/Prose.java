package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import java.util.Collection;
import java.util.List;

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

  /** The text as JavaPoet takes it: no comment where there is none. */
  CodeBlock javadoc() {
    String words = text.toString().strip();
    return words.isEmpty() ? CodeBlock.of("") : CodeBlock.of("$L", words);
  }
}
