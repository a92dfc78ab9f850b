package org.texp4j.schedule.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names and kinds of a rule's statements, and what is said of those that are unsound. */
class RuleDefinitionTest {

  private static RuleDefinition read(RuleText text) {
    return RuleDefinition.read(text, text.step());
  }

  private static RuleException refused(RuleText text) {
    return catchThrowableOfType(RuleException.class, () -> read(text));
  }

  /** The place at fault is between the brackets; without them it is the rule as a whole. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          | w = w - [rtae] * g             | nothing is called rtae here; did you mean rate?
          | w = w - rate * [x]             | nothing is called x here; declare a state or an attribute of this name, or assign it first
          | w = w - rate * [norm] * g      | nothing is called norm here; the function needs its arguments in parentheses
          | w = w - [u]; u = g             | nothing is called u here; declare a state or an attribute of this name, or assign it first
          | [g] = -g; w = w - rate * g     | g is given and cannot be assigned; use a name of your own, or declare a state
          | [rate] = 1; w = w - rate * g   | rate is given and cannot be assigned; use a name of your own, or declare a state
          | [beta] = 1; w = w - beta * g   | beta is given and cannot be assigned; use a name of your own, or declare a state
          | [norm] = g; w = w - rate * g   | norm is a function; use another name on the left
          | w = [norm(g)]                  | w is a tensor, but "norm(g)" is one number per tensor; assign a tensor
          | w = [1]                        | w is a tensor, but "1" is a number; assign a tensor
          m | m = [g > 0]; w = w - rate * m | m is a tensor, but "g > 0" is a condition; write where(g > 0, 1, 0)
          | w = w - rate * ([g > 0]) * g   | "g > 0" is a condition, with which nothing can be computed; write where(g > 0, x, y)
          | b = [g > 0]; w = w - rate * b  | "g > 0" is a condition, with which nothing can be computed; write where(g > 0, x, y)
          | w = w - rate * where([g], 1, 0) | "g" is no condition; write a comparison, as in where(a > b, x, y)
          | w = w - rate * where(([g > 0]) > 0, g, 0) | "g > 0" is a condition, with which nothing can be computed; write where(g > 0, x, y)
          | w = w - rate * norm([beta]) * g | norm is of a tensor, but "beta" is a number; write a tensor, such as g
          | w = w - rate * orthogonalize([norm(g)]) * g | orthogonalize is of a tensor, but "norm(g)" is one number per tensor; write a tensor, such as g
          | w = w - rate * project(g, [2]) | project is of a tensor, but "2" is a number; write a tensor, such as g
          | w = w - rate * 2^[g]           | the exponent "g" is a tensor; an exponent is a number that is known before the step
          | w = w - rate * g^[norm(g)]     | the exponent "norm(g)" is one number per tensor; an exponent is a number that is known before the step
          | w = w - rate * g^([1 / 0])     | the exponent "1 / 0" is no fraction of numbers up to 1000000; write one with fewer digits, or a quotient such as 1 / 3
          | w = w - rate * g^[0.123456789] | the exponent "0.123456789" is no fraction of numbers up to 1000000; write one with fewer digits, or a quotient such as 1 / 3
          | [u] = g; w = w - rate * g      | u has no effect: it never reaches w; remove it, or use it
          | u = g; v = u; [u] = 2 * g; u = 3 * g; w = w - rate * (u + v) | u has no effect: it never reaches w; remove it, or use it
          m | [m] = beta * m + g; w = w - rate * g | m has no effect: it never reaches w; remove it, or use it
          | u = w - rate * g               | no statement assigns w; end with "w = w - rate * …"
          m | w = w - rate * (g + m)       | the state m is never assigned, and stays 0; remove it from states, or assign it
          m | m = g; w = w - rate * m      | the state m is never read before it is assigned; remove it from states: a name needs no declaration
          """)
  void faultsNameThePlaceAndTheRemedy(String states, String marked, String message) {
    List<String> statements = List.of(marked.split("; "));
    RuleException thrown =
        refused(Texts.of(states == null ? "" : states, marked.replace("[", "").replace("]", "")));
    assertThat(thrown).hasMessage(message);
    assertThat(thrown.fault().kind()).isEqualTo(Fault.Kind.SYNTAX);
    Place place = Place.NOWHERE;
    for (int i = 0; i < statements.size(); i++) {
      int from = statements.get(i).indexOf('[');
      place = from < 0 ? place : new Place(i, from, statements.get(i).indexOf(']') - 1);
    }
    assertThat(thrown.fault().place()).isEqualTo(place);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          norm     | the attribute "norm" has the name of a function; give it another name, of letters and digits
          rate     | the attribute "rate" has a name that means something else already; give it another name, of letters and digits
          t        | the attribute "t" has a name that means something else already; give it another name, of letters and digits
          β        | the attribute "β" is no name; give it another name, of letters and digits
          momentum | the attribute "momentum" has a name that means something else already; write momentum = "momentum" in @UpdateRule, or give it another name
          """)
  void attributesHaveNamesOfTheirOwn(String name, String message) {
    assertThat(refused(Texts.of("", "w = w - rate * g", Map.of(name, 1.0), Optional.empty())))
        .hasMessage(message);
  }

  @Test
  void statesHaveNamesOfTheirOwn() {
    assertThat(refused(Texts.of("beta", "w = w - rate * g")))
        .hasMessage(
            "the state \"beta\" has a name that means something else already; give it another"
                + " name, of letters and digits");
    assertThat(refused(Texts.of("m m", "m = beta * m + g; w = w - rate * m")))
        .hasMessageStartingWith("the state \"m\" has a name that means something else already");
  }

  @Test
  void attributesAreFinite() {
    assertThat(
            refused(Texts.of("", "w = w - rate * g", Map.of("beta", Double.NaN), Optional.empty())))
        .hasMessage("beta = NaN is not finite; give it a finite value");
  }

  @Test
  void theMomentumOfTheRecipeMayBeAnAttributeOfThatName() {
    RuleText text =
        Texts.of(
            "v",
            "v = momentum * v + g; w = w - rate * v",
            Map.of("momentum", 0.9),
            Optional.of("momentum"));
    assertThat(read(text).isMomentum("momentum")).isTrue();
  }

  /** A name means what was assigned last; each assignment has its own effect. */
  @Test
  void namesMayBeAssignedAgain() {
    RuleDefinition rule =
        read(Texts.of("m", "u = g; u = u + m; m = beta * m + u; u = u * 2; w = w - rate * u"));
    assertThat(rule.statements())
        .extracting(each -> each.target().version())
        .containsExactly(1, 2, 1, 3, 1);
  }

  @Test
  void aTensorThatOnlyEvaluationUsesHasAnEffect() {
    RuleText average =
        new RuleText(
            "averaged",
            List.of("x"),
            List.of("w = w - rate * g", "x = (1 - 1 / t) * x + w / t"),
            List.of(),
            Map.of(),
            Optional.empty(),
            "x");
    assertThat(read(average).usedStates()).containsExactly("x");
    RuleText unknown =
        new RuleText(
            "averaged",
            List.of(),
            List.of("w = w - rate * g"),
            List.of(),
            Map.of(),
            Optional.empty(),
            "x");
    assertThat(refused(unknown))
        .hasMessage("evaluate = \"x\" is neither w nor a state; write w or one of the states []");
  }

  @ParameterizedTest
  @ValueSource(strings = {"orthogonalize(g)", "rows(g) * g", "columns(w) * g"})
  void whatIsOfMatricesIsNotForOtherTensors(String update) {
    List<String> step = List.of("w = w - rate * " + update);
    RuleText text =
        new RuleText("a rule", List.of(), step, List.copyOf(step), Map.of(), Optional.empty(), "w");
    RuleText separate =
        new RuleText(
            "a rule",
            List.of(),
            List.of("w = w - rate * g"),
            step,
            Map.of(),
            Optional.empty(),
            "w");
    RuleException thrown =
        catchThrowableOfType(
            RuleException.class, () -> RuleDefinition.read(separate, separate.otherwise()));
    assertThat(thrown.fault().problem())
        .endsWith("is of a matrix, but these statements are for all others");
    assertThat(RuleDefinition.read(text, List.of("w = w - rate * " + update)).statements())
        .hasSize(1);
  }

  /** Names that double at each statement would be a program of exponential size. */
  @Test
  void rulesHaveASize() {
    String doubling =
        IntStream.range(0, 40)
            .mapToObj(i -> "a" + (i + 1) + " = a" + i + " * a" + i)
            .collect(Collectors.joining("; "));
    assertThat(refused(Texts.of("", "a0 = t; " + doubling + "; w = w - rate * a40 * g")))
        .hasMessage(
            "a14 is too large: written out without names of the rule's own, it has more than 10000"
                + " operations or is nested more than 500 deep; shorten the rule, or keep a part"
                + " of it in a state");
  }
}
