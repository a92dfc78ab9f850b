package org.texp4j.processor.write;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An expression: plain text, or a call whose arguments may be spread over lines. */
sealed interface Expression {

  /** The widest line. */
  int COLUMNS = 100;

  /** How much further a line starts that goes on with a statement. */
  int CONTINUED = 4;

  /** The expression on one line. */
  String flat();

  /** The lines of this expression between other text, where each line has to stand so far in. */
  String lines(String before, String after, int column);

  /** An expression that stays on its line. */
  record Text(String flat) implements Expression {
    @Override
    public String lines(String before, String after, int column) {
      return " ".repeat(column) + before + flat + after;
    }
  }

  /**
   * A call.
   *
   * @param called what is called, with all that stands before its parenthesis
   */
  record Call(String called, List<Expression> arguments) implements Expression {
    @Override
    public String flat() {
      return called + "(" + joined() + ")";
    }

    @Override
    public String lines(String before, String after, int column) {
      String line = " ".repeat(column) + before + flat() + after;
      if (fits(line) || arguments.isEmpty()) {
        return line;
      }
      String head = " ".repeat(column) + before + called + "(\n";
      String tail = ")" + after;
      String rest = " ".repeat(column + CONTINUED) + joined() + tail;
      return head + (fits(rest) ? rest : eachOnItsLine(tail, column + CONTINUED));
    }

    private String eachOnItsLine(String tail, int column) {
      StringBuilder lines = new StringBuilder();
      int last = arguments.size() - 1;
      for (int i = 0; i <= last; i++) {
        lines.append(arguments.get(i).lines("", i < last ? ",\n" : tail, column));
      }
      return lines.toString();
    }

    private String joined() {
      return arguments.stream().map(Expression::flat).collect(Collectors.joining(", "));
    }
  }

  /** Calls one after another, each on a line of its own. */
  record Chain(Expression first, List<Expression> then) implements Expression {
    @Override
    public String flat() {
      return then.stream().map(Expression::flat).collect(Collectors.joining("", first.flat(), ""));
    }

    @Override
    public String lines(String before, String after, int column) {
      StringBuilder lines = new StringBuilder(first.lines(before, "", column));
      then.forEach(call -> lines.append('\n').append(call.lines("", "", column + CONTINUED)));
      return lines.append(after).toString();
    }
  }

  /** A call with arguments that stay as they are. */
  static Expression call(String called, String... arguments) {
    return new Call(called, Stream.of(arguments).<Expression>map(Text::new).toList());
  }

  /** A statement that gives a variable its value. */
  static String assignment(String variable, Expression value, int column) {
    String line = " ".repeat(column) + variable + " = " + value.flat() + ";";
    return fits(line)
        ? line + "\n"
        : " ".repeat(column) + variable + " =\n" + value.lines("", ";\n", column + CONTINUED);
  }

  private static boolean fits(String line) {
    return line.length() <= COLUMNS;
  }
}
