package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import java.util.List;

/** Javadoc text, filled so that it ends before column 100. */
final class Prose {

  private static final int COLUMNS = 100;
  private static final int STAR = " * ".length();

  private final int width;
  private final StringBuilder text = new StringBuilder();

  /** Where the line begins that is being filled. */
  private int lineStart;

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
    return fill(words);
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
  Prose line(List<String> pieces) {
    lineStart = text.length();
    for (String piece : pieces) {
      if (text.length() > lineStart) {
        breakBefore(piece.length());
      }
      text.append(piece);
    }
    text.append('\n');
    return this;
  }

  private Prose block(String words) {
    boolean first = text.indexOf("\n@") < 0;
    text.append(first ? "\n\n" : "\n");
    return fill(words);
  }

  /** Adds words, and lines where they need them. */
  private Prose fill(String words) {
    lineStart = text.lastIndexOf("\n") + 1;
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
    boolean full = text.length() - lineStart + length > width;
    if (full) {
      text.append('\n');
      lineStart = text.length();
    }
    return full;
  }

  /** The text as JavaPoet takes it: no comment where there is none. */
  CodeBlock javadoc() {
    String words = text.toString().strip();
    return words.isEmpty() ? CodeBlock.of("") : CodeBlock.of("$L", words);
  }
}
