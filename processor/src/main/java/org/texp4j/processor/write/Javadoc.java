package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/** The content of a Javadoc comment, wrapped at column 100. */
final class Javadoc {

  /** The indentation of the members of a top-level class. */
  static final String INDENT = "  ";

  private static final int COLUMNS = 100;

  private static final String CONTINUATION = "    ";

  private final int width;
  private final List<String> lines = new ArrayList<>();
  private boolean hasTags;

  private Javadoc(String indent) {
    this.width = COLUMNS - (indent + " * ").length();
  }

  /** Javadoc of a top-level class. */
  static Javadoc ofClass() {
    return new Javadoc("");
  }

  /** Javadoc of a member of a top-level class. */
  static Javadoc ofMember() {
    return new Javadoc(INDENT);
  }

  /** Javadoc of a member of a class inside a top-level class. */
  static Javadoc ofInnerMember() {
    return new Javadoc(INDENT + INDENT);
  }

  /** Adds a paragraph. */
  Javadoc paragraph(String text) {
    if (lines.isEmpty()) {
      return fill(text);
    }
    return blank().fill("<p>" + text);
  }

  /** Adds a formula, on its own lines. */
  Javadoc formula(String formula) {
    blank();
    lines.add("<pre>");
    formula.lines().map(Javadoc::escaped).forEach(this::fillFormula);
    lines.add("</pre>");
    return this;
  }

  private void fillFormula(String line) {
    lines.addAll(lines(line, width));
  }

  /** A text in lines of a width; all but the first are indented. */
  static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    int end = rest.lastIndexOf(' ', width);
    while (rest.length() > width && end > CONTINUATION.length()) {
      lines.add(rest.substring(0, end));
      rest = CONTINUATION + rest.substring(end + 1);
      end = rest.lastIndexOf(' ', width);
    }
    lines.add(rest);
    return lines;
  }

  /** A text as HTML. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Adds a table. */
  Javadoc table(String caption, List<String> header, List<List<String>> rows) {
    blank();
    lines.add("<table>");
    lines.add("<caption>" + caption + "</caption>");
    row("th", header);
    rows.forEach(cells -> row("td", cells));
    lines.add("</table>");
    return this;
  }

  /** Adds the description of a parameter. */
  Javadoc parameter(String name, String text) {
    return tag("@param " + name + " " + text);
  }

  /** Adds the description of the returned value. */
  Javadoc returned(String text) {
    return tag("@return " + text);
  }

  /** The content as JavaPoet takes it. */
  CodeBlock code() {
    return lines.isEmpty() ? CodeBlock.of("") : CodeBlock.of("$L", String.join("\n", lines));
  }

  private Javadoc tag(String text) {
    if (!hasTags) {
      blank();
      hasTags = true;
    }
    return fill(text);
  }

  private Javadoc blank() {
    lines.add("");
    return this;
  }

  /** A row of a table, broken only between cells. */
  private void row(String tag, List<String> cells) {
    List<String> pieces = new ArrayList<>(List.of("<tr>"));
    cells.forEach(cell -> pieces.add("<" + tag + ">" + cell + "</" + tag + ">"));
    pieces.add("</tr>");
    fill(pieces, "");
  }

  private Javadoc fill(String text) {
    return fill(List.of(text.split(" ")), " ");
  }

  /** Adds pieces, with a separator or a line break between them. */
  private Javadoc fill(List<String> pieces, String separator) {
    StringBuilder line = new StringBuilder();
    for (String piece : pieces) {
      if (!line.isEmpty() && line.length() + separator.length() + piece.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : separator).append(piece);
    }
    lines.add(line.toString());
    return this;
  }
}
