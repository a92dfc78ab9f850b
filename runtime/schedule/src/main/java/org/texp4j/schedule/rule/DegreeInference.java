package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.texp4j.schedule.rule.Expression.Binary;
import org.texp4j.schedule.rule.Expression.Call;
import org.texp4j.schedule.rule.Expression.Comparison;
import org.texp4j.schedule.rule.Expression.Literal;
import org.texp4j.schedule.rule.Expression.Name;
import org.texp4j.schedule.rule.Expression.Negative;

/**
 * Infers the degrees of homogeneity of a rule from its text: each sum, comparison and assignment
 * gives a linear equation between unknown degrees. Weights have degree 1 and gradients −1.
 */
final class DegreeInference {

  /** The kinds of unknowns, in the order in which they are solved for; the last ones stay free. */
  private enum Unknown {
    DECAY,
    RATE,
    STATE,
    BRANCH;

    String of(Object name) {
      return ordinal() + ":" + name;
    }
  }

  /** What was found out about one variant. */
  private final class Inferred {
    private final Variant variant;
    private final String index;
    private final Map<Name, DegreeForm> names = new HashMap<>();
    private final Map<Expression, DegreeForm> expressions = new IdentityHashMap<>();
    private final Map<Expression, DegreeForm> carried = new IdentityHashMap<>();

    Inferred(Variant variant, int index) {
      this.variant = variant;
      this.index = Integer.toString(index);
    }

    DegreeForm rate() {
      return rateIsNumber ? DegreeForm.ZERO : DegreeForm.unknown(Unknown.RATE.of(index));
    }

    DegreeForm decay() {
      return rateIsNumber ? DegreeForm.ZERO : DegreeForm.unknown(Unknown.DECAY.of(index));
    }
  }

  private final RuleDefinition rule;
  private final boolean rateIsNumber;
  private final LinearSystem system = new LinearSystem();
  private final List<Inferred> inferred = new ArrayList<>();
  private int branches;

  private DegreeInference(RuleDefinition rule, boolean rateIsNumber) {
    this.rule = rule;
    this.rateIsNumber = rateIsNumber;
  }

  /**
   * Returns the degrees of a rule in each of its variants.
   *
   * @throws RuleException if two terms have no common degree
   */
  static List<Degrees> of(RuleDefinition rule, List<Variant> variants) {
    DegreeInference inference = new DegreeInference(rule, false);
    for (Variant variant : variants) {
      inference.infer(variant, rule.statements(), true);
    }
    return inference.result();
  }

  /**
   * Returns the degrees of some statements of a rule in which rate and decay are numbers like any
   * other: what enters a linear map.
   *
   * @param inputs for each variant, the statements, which read no name that others assign
   * @throws RuleException if two terms have no common degree
   */
  static List<Degrees> ofInputs(
      RuleDefinition rule, List<Variant> variants, List<List<Statement>> inputs) {
    DegreeInference inference = new DegreeInference(rule, true);
    for (int i = 0; i < variants.size(); i++) {
      inference.infer(variants.get(i), inputs.get(i), false);
    }
    return inference.result();
  }

  private void infer(Variant of, List<Statement> statements, boolean whole) {
    Inferred variant = new Inferred(of, inferred.size());
    inferred.add(variant);
    for (Statement statement : statements) {
      DegreeForm degree = degree(variant, statement.value());
      variant.names.put(RuleDefinition.key(statement.target()), degree);
      String name = statement.target().name();
      boolean last = RuleDefinition.key(statement.target()).equals(rule.last(name));
      DegreeForm required =
          rule.text().states().contains(name)
              ? DegreeForm.unknown(Unknown.STATE.of(name))
              : name.equals(RuleDefinition.WEIGHTS) && whole ? DegreeForm.of(Rational.ONE) : null;
      if (last && required != null) {
        if (degree == null) {
          variant.carried.put(statement.value(), required);
        } else if (!system.add(degree, required)) {
          throw conflict(
              statement.value().place(),
              name + " before the step",
              required,
              "\"" + statement.value() + "\", its new value,",
              degree,
              carriedThreshold(rule, statement.value()));
        }
      }
    }
  }

  private List<Degrees> result() {
    Map<String, Rational> states = new LinkedHashMap<>();
    for (String state : rule.text().states()) {
      states.put(state, system.value(DegreeForm.unknown(Unknown.STATE.of(state))));
    }
    return inferred.stream()
        .map(
            each ->
                new Degrees(
                    system.value(each.rate()),
                    system.value(each.decay()),
                    states,
                    values(each.expressions),
                    values(each.carried)))
        .toList();
  }

  private Map<Expression, Rational> values(Map<Expression, DegreeForm> forms) {
    Map<Expression, Rational> values = new IdentityHashMap<>();
    forms.forEach((expression, form) -> values.put(expression, system.value(form)));
    return values;
  }

  /** Returns the degree of an expression; null for a constant. */
  private DegreeForm degree(Inferred variant, Expression expression) {
    if (rule.isConstant(expression)) {
      return null;
    }
    DegreeForm degree = degreeOfTerm(variant, expression);
    if (degree != null) {
      variant.expressions.put(expression, degree);
    }
    return degree;
  }

  private DegreeForm degreeOfTerm(Inferred variant, Expression expression) {
    if (expression instanceof Name name) {
      return degreeOfName(variant, name);
    } else if (expression instanceof Negative negative) {
      return degree(variant, negative.operand());
    } else if (expression instanceof Comparison comparison) {
      common(variant, comparison, comparison.left(), comparison.right());
      return DegreeForm.ZERO;
    } else if (expression instanceof Binary binary) {
      return switch (binary.operator()) {
        case PLUS, MINUS -> common(variant, binary, binary.left(), binary.right());
        case TIMES -> factor(variant, binary.left()).plus(factor(variant, binary.right()));
        case DIVIDE -> factor(variant, binary.left()).minus(factor(variant, binary.right()));
        case POWER -> power(variant, binary);
      };
    }
    return degreeOfCall(variant, (Call) expression);
  }

  private DegreeForm degreeOfName(Inferred variant, Name name) {
    if (name.version() > 0) {
      return variant.names.get(RuleDefinition.key(name));
    }
    return switch (name.name()) {
      case RuleDefinition.WEIGHTS -> DegreeForm.of(Rational.ONE);
      case RuleDefinition.GRADIENT -> DegreeForm.of(Rational.of(-1));
      case RuleDefinition.RATE -> variant.rate();
      case RuleDefinition.DECAY -> variant.decay();
      default -> DegreeForm.unknown(Unknown.STATE.of(name.name()));
    };
  }

  private DegreeForm degreeOfCall(Inferred variant, Call call) {
    Expression first = call.argument(0);
    return switch (call.function()) {
      case SIGN, ROWS, COLUMNS -> {
        degree(variant, first);
        yield DegreeForm.ZERO;
      }
      case ORTHOGONALIZE -> {
        carry(variant, Orthogonal.epsilon(call.place()), factor(variant, first));
        yield DegreeForm.ZERO;
      }
      case ABS, NORM, RMS, MEAN -> factor(variant, first);
      case SQRT -> factor(variant, first).times(Rational.ONE.dividedBy(Rational.of(2)));
      case DOT -> factor(variant, first).plus(factor(variant, call.argument(1)));
      case PROJECT -> {
        degree(variant, call.argument(1));
        yield factor(variant, first);
      }
      case MIN, MAX -> common(variant, call, first, call.argument(1));
      case WHERE -> {
        Optional<Expression> branch = variant.variant.branch(call);
        if (branch.isEmpty()) {
          degree(variant, first);
        } else if (!rule.isConstant(call.argument(1)) && !rule.isConstant(call.argument(2))) {
          yield degree(variant, branch.get());
        }
        yield common(variant, call, call.argument(1), call.argument(2));
      }
    };
  }

  /** The degree of a factor: constants have degree 0 and are not carried. */
  private DegreeForm factor(Inferred variant, Expression expression) {
    DegreeForm degree = degree(variant, expression);
    return degree == null ? DegreeForm.ZERO : degree;
  }

  private DegreeForm power(Inferred variant, Binary power) {
    Optional<Rational> exponent = rule.exponent(power.right());
    if (exponent.isPresent()) {
      return factor(variant, power.left()).times(exponent.get());
    }
    requireZero(variant, power, power.left());
    requireZero(variant, power, power.right());
    return DegreeForm.ZERO;
  }

  private void requireZero(Inferred variant, Binary power, Expression part) {
    DegreeForm degree = factor(variant, part);
    if (!system.add(degree, DegreeForm.ZERO)) {
      throw conflict(
          power.place(),
          "\"" + part + "\"",
          degree,
          "a part of a power whose exponent varies",
          DegreeForm.ZERO,
          "");
    }
  }

  /** The common degree of two terms of a sum, comparison or choice. */
  private DegreeForm common(Inferred variant, Expression whole, Expression left, Expression right) {
    DegreeForm first = degree(variant, left);
    DegreeForm second = degree(variant, right);
    if (first == null && second == null) {
      // Two constants between which a tensor chooses: of any degree, by which both are carried.
      DegreeForm degree = DegreeForm.unknown(Unknown.BRANCH.of(branches++));
      carry(variant, left, degree);
      carry(variant, right, degree);
      return degree;
    } else if (first == null) {
      carry(variant, left, second);
      return second;
    } else if (second == null) {
      carry(variant, right, first);
      return first;
    }
    if (!system.add(first, second)) {
      throw conflict(
          whole.place(),
          "\"" + left + "\"",
          first,
          "\"" + right + "\"",
          second,
          whole instanceof Call
              ? clipping(left, right).or(() -> clipping(right, left)).orElse("")
              : "");
    }
    return first;
  }

  /** How to clip, if one branch of a choice is the other times something. */
  private static Optional<String> clipping(Expression clipped, Expression whole) {
    return without(clipped, Expressions.withoutPlaces(whole))
        .map(
            factor ->
                new Binary(
                    Operator.TIMES,
                    whole,
                    new Call(Function.MIN, List.of(LinearMap.ONE, factor), whole.place()),
                    whole.place()))
        .map(clip -> "; to clip, write " + clip);
  }

  /** A product without one of its factors. */
  private static Optional<Expression> without(Expression product, Expression factor) {
    if (!(product instanceof Binary binary)) {
      return Optional.empty();
    }
    Optional<Expression> left = without(binary.left(), factor);
    if (binary.operator() == Operator.DIVIDE) {
      return left.map(each -> new Binary(Operator.DIVIDE, each, binary.right(), binary.place()));
    } else if (binary.operator() != Operator.TIMES) {
      return Optional.empty();
    } else if (Expressions.withoutPlaces(binary.left()).equals(factor)) {
      return Optional.of(binary.right());
    } else if (Expressions.withoutPlaces(binary.right()).equals(factor)) {
      return Optional.of(binary.left());
    }
    return left.map(each -> new Binary(Operator.TIMES, each, binary.right(), binary.place()));
  }

  /** How to carry the threshold of min(1, C / norm(x)), if a value contains it. */
  private static String carriedThreshold(RuleDefinition rule, Expression value) {
    if (value instanceof Call call
        && call.function() == Function.MIN
        && call.argument(0) instanceof Literal one
        && one.value() == 1
        && call.argument(1) instanceof Binary quotient
        && quotient.operator() == Operator.DIVIDE
        && rule.isConstant(quotient.left())) {
      Expression norm = quotient.right();
      return "; for a threshold that grows with the weights, write min("
          + norm
          + ", "
          + quotient.left()
          + ") / "
          + norm
          + " for "
          + value;
    }
    return value.parts().stream()
        .map(part -> carriedThreshold(rule, part))
        .filter(each -> !each.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static void carry(Inferred variant, Expression constant, DegreeForm degree) {
    if (!Expressions.isZero(constant)) {
      variant.carried.put(constant, degree);
    }
  }

  private RuleException conflict(
      Place place,
      String first,
      DegreeForm degreeOfFirst,
      String second,
      DegreeForm degreeOfSecond,
      String advice) {
    return new RuleException(
        new Fault(
            Fault.Kind.DEGREE,
            place,
            first
                + " has degree "
                + system.value(degreeOfFirst)
                + ", but "
                + second
                + " has degree "
                + system.value(degreeOfSecond)
                + ", so the rule changes when the weights are scaled",
            "bring both to one degree, or train it as declared, by type = WEIGHT_DECAY" + advice));
  }
}
