package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.texp4j.schedule.rule.Expression.Binary;
import org.texp4j.schedule.rule.Expression.Call;
import org.texp4j.schedule.rule.Expression.Comparison;
import org.texp4j.schedule.rule.Expression.Literal;
import org.texp4j.schedule.rule.Expression.Name;
import org.texp4j.schedule.rule.Expression.Negative;

/**
 * Reads the text of one statement by recursive descent.
 *
 * <p>Sums bind weaker than products, those weaker than a minus sign in front, and that weaker than
 * powers, which go to the right: −a^b^c is −(a^(b^c)).
 */
final class Parser {

  /** Deeper nesting is no rule, and would exhaust the stack. */
  private static final int MAX_DEPTH = 100;

  private static final int MAX_OPERATIONS = 500;

  private final String text;
  private final int statement;
  private int position;
  private int depth;
  private int operations;

  private Parser(String text, int statement) {
    this.text = text;
    this.statement = statement;
  }

  /** Reads an assignment. */
  static Statement statement(String text, int statement) {
    Parser parser = new Parser(text, statement);
    parser.skipSpace();
    int from = parser.position;
    String target = parser.name();
    if (target.isEmpty()) {
      throw parser.unexpected("a name to assign to", "write \"w = w - rate * g\"");
    }
    Place place = parser.placeFrom(from);
    if (!parser.accept("=")) {
      throw parser.unexpected("\"=\" after " + target, "write \"" + target + " = …\"");
    }
    Statement read = new Statement(new Name(target, 0, place), parser.comparison());
    parser.expectEnd();
    return read;
  }

  /** Reads a condition: a comparison. */
  static Comparison condition(String text, int statement) {
    Parser parser = new Parser(text, statement);
    Expression read = parser.comparison();
    parser.expectEnd();
    if (read instanceof Comparison comparison) {
      return comparison;
    }
    throw RuleException.syntax(
        read.place(), "\"" + text + "\" is no condition", "write a comparison, such as beta2 < 1");
  }

  private Expression comparison() {
    Expression left = sum();
    for (Relation relation :
        List.of(Relation.AT_LEAST, Relation.AT_MOST, Relation.MORE, Relation.LESS)) {
      if (accept(relation.symbol())) {
        Expression right = sum();
        return new Comparison(relation, left, right, left.place().to(right.place()));
      }
    }
    return left;
  }

  private Expression sum() {
    enter();
    Expression left = product();
    while (true) {
      if (accept("+")) {
        left = binary(Operator.PLUS, left, product());
      } else if (accept("-")) {
        left = binary(Operator.MINUS, left, product());
      } else {
        depth--;
        return left;
      }
    }
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw RuleException.syntax(
          placeFrom(position),
          "the expression is nested more than " + MAX_DEPTH + " deep",
          "give parts of it names of their own");
    }
  }

  private void countOperation() {
    if (++operations > MAX_OPERATIONS) {
      throw RuleException.syntax(
          placeFrom(position),
          "the statement has more than " + MAX_OPERATIONS + " operations",
          "give parts of it names of their own");
    }
  }

  private Expression product() {
    Expression left = signed();
    while (true) {
      if (accept("*")) {
        left = binary(Operator.TIMES, left, signed());
      } else if (accept("/")) {
        left = binary(Operator.DIVIDE, left, signed());
      } else {
        return left;
      }
    }
  }

  private Expression signed() {
    skipSpace();
    int from = position;
    int signs = 0;
    while (accept("-")) {
      signs++;
      countOperation();
    }
    Expression operand = power();
    for (; signs > 0; signs--) {
      operand = new Negative(operand, new Place(statement, from, operand.place().to()));
    }
    return operand;
  }

  private Expression power() {
    Expression base = primary();
    if (!accept("^")) {
      return base;
    }
    enter();
    Expression exponent = signed();
    depth--;
    return binary(Operator.POWER, base, exponent);
  }

  private Expression primary() {
    skipSpace();
    int from = position;
    if (accept("(")) {
      Expression inside = comparison();
      expect(")");
      return inside;
    }
    String name = name();
    if (!name.isEmpty()) {
      Place place = placeFrom(from);
      return accept("(") ? call(name, from) : new Name(name, 0, place);
    }
    return number();
  }

  private Expression call(String name, int from) {
    Function function =
        Function.named(name)
            .orElseThrow(
                () ->
                    RuleException.syntax(
                        new Place(statement, from, from + name.length()),
                        "there is no function " + name,
                        Similar.to(name, functions())
                            .map(near -> "did you mean " + near + "?")
                            .orElse(
                                "the functions are "
                                    + String.join(", ", functions())
                                    + "; a product needs *")));
    List<Expression> arguments = new ArrayList<>();
    if (!accept(")")) {
      do {
        arguments.add(comparison());
      } while (accept(","));
      expect(")");
    }
    Place place = placeFrom(from);
    if (arguments.size() != function.arity()) {
      throw RuleException.syntax(
          place,
          name
              + " takes "
              + (function.arity() == 1 ? "1 argument" : function.arity() + " arguments")
              + ", but has "
              + arguments.size(),
          "write " + usage(function));
    }
    return new Call(function, arguments, place);
  }

  private static String usage(Function function) {
    return switch (function) {
      case WHERE -> "where(a > b, x, y)";
      case MIN, MAX -> function.symbol() + "(a, b)";
      case DOT -> "dot(x, y)";
      case PROJECT -> "project(x, w)";
      default -> function.symbol() + "(x)";
    };
  }

  private static List<String> functions() {
    return Arrays.stream(Function.values()).map(Function::symbol).toList();
  }

  private Expression number() {
    int from = position;
    while (position < text.length() && isDigitOrPoint(text.charAt(position))) {
      position++;
    }
    if (position > from && position < text.length() && "eE".indexOf(text.charAt(position)) >= 0) {
      int end = position + 1;
      if (end < text.length() && "+-".indexOf(text.charAt(end)) >= 0) {
        end++;
      }
      if (end < text.length() && isDigit(text.charAt(end))) {
        position = end;
        while (position < text.length() && isDigit(text.charAt(position))) {
          position++;
        }
      }
    }
    String digits = text.substring(from, position);
    if (digits.isEmpty()) {
      throw unexpected(
          "a number, a name or \"(\"",
          text.startsWith("*", position) ? "write ^ for a power" : "complete the expression");
    }
    try {
      double value = Double.parseDouble(digits);
      if (value <= Double.MAX_VALUE) {
        return new Literal(value, digits, placeFrom(from));
      }
    } catch (NumberFormatException e) {
      // Such as 1.2.3: refused below.
    }
    throw RuleException.syntax(
        placeFrom(from), digits + " is no number", "write digits, as in 0.9 or 1e-8");
  }

  private String name() {
    skipSpace();
    int from = position;
    if (position < text.length() && isLetter(text.charAt(position))) {
      while (position < text.length()
          && (isLetter(text.charAt(position)) || isDigit(text.charAt(position)))) {
        position++;
      }
    }
    return text.substring(from, position);
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isDigitOrPoint(char c) {
    return isDigit(c) || c == '.';
  }

  private Binary binary(Operator operator, Expression left, Expression right) {
    countOperation();
    return new Binary(operator, left, right, left.place().to(right.place()));
  }

  private boolean accept(String symbol) {
    skipSpace();
    if (!text.startsWith(symbol, position)) {
      return false;
    }
    position += symbol.length();
    return true;
  }

  private void expect(String symbol) {
    if (!accept(symbol)) {
      throw unexpected("\"" + symbol + "\"", "add it, or an operator before this place");
    }
  }

  private void expectEnd() {
    skipSpace();
    if (position < text.length()) {
      throw unexpected(
          "an operator or the end of the statement",
          "write one assignment per statement, and * between factors");
    }
  }

  private void skipSpace() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private Place placeFrom(int from) {
    return new Place(statement, from, Math.max(from, position));
  }

  private RuleException unexpected(String expected, String remedy) {
    skipSpace();
    String found =
        position < text.length()
            ? "\"" + text.substring(position, text.offsetByCodePoints(position, 1)) + "\""
            : "the end of the statement";
    int to = position < text.length() ? text.offsetByCodePoints(position, 1) : position;
    return RuleException.syntax(
        new Place(statement, position, to),
        "expected " + expected + ", but found " + found,
        remedy);
  }
}
