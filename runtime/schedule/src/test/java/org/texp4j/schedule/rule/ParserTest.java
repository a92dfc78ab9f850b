package org.texp4j.schedule.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.texp4j.schedule.rule.Expression.Binary;
import org.texp4j.schedule.rule.Expression.Call;
import org.texp4j.schedule.rule.Expression.Comparison;
import org.texp4j.schedule.rule.Expression.Negative;

/** How a statement is read, and what is said of one that cannot be. */
class ParserTest {

  private static Expression read(String expression) {
    return Parser.statement("w = " + expression, 0).value();
  }

  /** With parentheses around each operation. */
  private static String grouped(Expression expression) {
    if (expression instanceof Binary binary) {
      return "("
          + grouped(binary.left())
          + binary.operator().symbol()
          + grouped(binary.right())
          + ")";
    } else if (expression instanceof Negative negative) {
      return "(-" + grouped(negative.operand()) + ")";
    } else if (expression instanceof Comparison comparison) {
      return "("
          + grouped(comparison.left())
          + comparison.relation().symbol()
          + grouped(comparison.right())
          + ")";
    } else if (expression instanceof Call call) {
      return call.arguments().stream()
          .map(ParserTest::grouped)
          .collect(Collectors.joining(",", call.function().symbol() + "(", ")"));
    }
    return expression.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a + b - c        | ((a+b)-c)
          a - b + c        | ((a-b)+c)
          a / b * c        | ((a/b)*c)
          a + b * c        | (a+(b*c))
          a * b + c        | ((a*b)+c)
          (a + b) * c      | ((a+b)*c)
          -a^b^c           | (-(a^(b^c)))
          a^-b             | (a^(-b))
          a^b * c          | ((a^b)*c)
          -a * b           | ((-a)*b)
          a * -b           | (a*(-b))
          a - -b           | (a-(-b))
          --a              | (-(-a))
          2e-3 * a         | (2e-3*a)
          2e * a           | expected an operator or the end of the statement, but found "e"
          .5 + 1.          | (.5+1.)
          min(a, b + c)    | min(a,(b+c))
          where(a+b>=c*d,x,-y) | where(((a+b)>=(c*d)),x,(-y))
          where((a<=b), x, y)  | where((a<=b),x,y)
          a_1 * B2         | (a_1*B2)
          sqrt ( a )       | sqrt(a)
          """)
  void bindsAsInMathematics(String expression, String grouping) {
    String result;
    try {
      result = grouped(read(expression));
    } catch (RuleException e) {
      result = e.fault().problem();
    }
    assertThat(result).isEqualTo(grouping);
  }

  /** What a message quotes is read as what it was quoted from. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a - (b - c)",
        "a / (b / c)",
        "(a / b) / c",
        "(a^b)^c",
        "(-a)^b",
        "-(a + b)",
        "-(a^2)",
        "a - (-b + c)",
        "(a + b)^(c - d)",
        "a^(-b)",
        "where((where(a > b, 1, 0) > 0.5), a * (b + c), -a)",
        "min(max(a, -b), 1e-8) / (c * d)"
      })
  void isWrittenWithTheParenthesesItNeeds(String expression) {
    Expression read = read(expression);
    assertThat(grouped(read(read.toString()))).isEqualTo(grouped(read));
  }

  @Test
  void aPartKnowsItsPlace() {
    String text = " m  =  beta * (m + sign( g ))^2 - -x";
    Statement statement = Parser.statement(text, 3);
    assertThat(quoted(text, statement.target().place())).isEqualTo("m");
    assertThat(statement.target().place().statement()).isEqualTo(3);
    Binary difference = (Binary) statement.value();
    assertThat(quoted(text, difference.place())).isEqualTo("beta * (m + sign( g ))^2 - -x");
    assertThat(quoted(text, difference.right().place())).isEqualTo("-x");
    Binary product = (Binary) difference.left();
    Binary power = (Binary) product.right();
    Binary sum = (Binary) power.left();
    assertThat(quoted(text, sum.right().place())).isEqualTo("sign( g )");
    assertThat(quoted(text, ((Call) sum.right()).argument(0).place())).isEqualTo("g");
  }

  private static String quoted(String text, Place place) {
    return text.substring(place.from(), place.to());
  }

  /** The place at fault is between the brackets. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          w = w - rate * (g + v[] | expected ")", but found the end of the statement; add it, or an operator before this place
          w = w - rate [g]        | expected an operator or the end of the statement, but found "g"; write one assignment per statement, and * between factors
          w = [*] g               | expected a number, a name or "(", but found "*"; write ^ for a power
          w = g *[*] 2            | expected a number, a name or "(", but found "*"; write ^ for a power
          w = g + []              | expected a number, a name or "(", but found the end of the statement; complete the expression
          w = g [%] 2             | expected an operator or the end of the statement, but found "%"; write one assignment per statement, and * between factors
          w = g [−] v             | expected an operator or the end of the statement, but found "−"; write one assignment per statement, and * between factors
          w [+]= g                | expected "=" after w, but found "+"; write "w = …"
          [2] = g                 | expected a name to assign to, but found "2"; write "w = w - rate * g"
          []                      | expected a name to assign to, but found the end of the statement; write "w = w - rate * g"
          w = 1 [=] g             | expected an operator or the end of the statement, but found "="; write one assignment per statement, and * between factors
          w = [1.2.3] * g         | 1.2.3 is no number; write digits, as in 0.9 or 1e-8
          w = [1e999] * g         | 1e999 is no number; write digits, as in 0.9 or 1e-8
          w = [sqtr](g)           | there is no function sqtr; did you mean sqrt?
          w = [orthogonalise](g)  | there is no function orthogonalise; did you mean orthogonalize?
          w = [beta](g)           | there is no function beta; the functions are sign, abs, sqrt, min, max, where, norm, rms, mean, dot, rows, columns, project, orthogonalize; a product needs *
          w = [min(g)]            | min takes 2 arguments, but has 1; write min(a, b)
          w = 2 + [sqrt()]        | sqrt takes 1 argument, but has 0; write sqrt(x)
          w = [where(g, 1)] + w   | where takes 3 arguments, but has 2; write where(a > b, x, y)
          w = [project(g)]        | project takes 2 arguments, but has 1; write project(x, w)
          """)
  void faultsNameThePlaceAndTheRemedy(String marked, String message) {
    int from = marked.indexOf('[');
    int to = marked.indexOf(']') - 1;
    String text = marked.replace("[", "").replace("]", "");
    RuleException thrown =
        catchThrowableOfType(RuleException.class, () -> Parser.statement(text, 1));
    assertThat(thrown).hasMessage(message);
    assertThat(thrown.fault().kind()).isEqualTo(Fault.Kind.SYNTAX);
    assertThat(thrown.fault().place()).isEqualTo(new Place(1, from, to));
  }

  @Test
  void aConditionOnAttributesIsAComparison() {
    assertThat(Parser.condition("beta2 < 1", 0)).hasToString("beta2 < 1");
    assertThat(catchThrowableOfType(RuleException.class, () -> Parser.condition("beta2", 0)))
        .hasMessage("\"beta2\" is no condition; write a comparison, such as beta2 < 1");
  }

  /** Whatever is deep or long ends in a fault before it exhausts the stack. */
  @ParameterizedTest
  @ValueSource(strings = {"(", "-", "2^", "sign(", "1+", "g*", "where(g>"})
  void deepOrLongExpressionsAreRefused(String repeated) {
    assertThat(read("(".repeat(90) + "g" + ")".repeat(90))).hasToString("g");
    RuleException thrown =
        catchThrowableOfType(RuleException.class, () -> read(repeated.repeat(100_000) + "g"));
    assertThat(thrown.fault().problem()).containsPattern("more than (100 deep|500 operations)");
    assertThat(thrown.fault().remedy()).isEqualTo("give parts of it names of their own");
  }
}
