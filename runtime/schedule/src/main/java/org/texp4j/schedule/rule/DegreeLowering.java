package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.texp4j.schedule.rule.Expression.Binary;
import org.texp4j.schedule.rule.Expression.Call;
import org.texp4j.schedule.rule.Expression.Comparison;
import org.texp4j.schedule.rule.Expression.Name;
import org.texp4j.schedule.rule.Expression.Negative;
import org.texp4j.schedule.rule.Kind.Extent;
import org.texp4j.schedule.rule.LoopProgram.TensorNumber;
import org.texp4j.schedule.rule.Term.Unary;
import org.texp4j.schedule.rule.Term.Variable;

/**
 * Writes one variant of a rule as loops that run it at any scale: declared and converted steps
 * differ in their numbers only.
 *
 * <p>Before the step every quantity of degree e is held at c^e times its declared value, after it
 * at c'^e times. Rate and carried constants are multiplied by the power of the scale at which the
 * term that they belong to is computed, and what was computed at c is multiplied by (c'/c)^e where
 * it is used at c'. New states and weights are computed at c'.
 */
final class DegreeLowering {

  /** The scale at which a value is held. */
  private enum Scale {
    BEFORE,
    AFTER
  }

  /** A number times a term; without a term, the number. */
  private record Value(Coefficient coefficient, Optional<Term> term) {
    static Value of(Term term) {
      return new Value(Coefficient.ONE, Optional.of(term));
    }
  }

  private final RuleDefinition rule;
  private final Degrees degrees;
  private final Optional<Expression> decayFactor;
  private final LoopBuilder builder;
  private final Set<Name> constants;
  private final Map<Name, Statement> statements = new HashMap<>();
  private final Map<Name, Variable> variables = new HashMap<>();
  private final Map<Name, Scale> scales = new HashMap<>();

  /**
   * Creates the lowering.
   *
   * @param decayFactor the factor that the text places, without places in the text
   * @param gradient the gradient
   */
  DegreeLowering(
      RuleDefinition rule,
      Degrees degrees,
      Optional<Expression> decayFactor,
      Variable gradient,
      LoopBuilder builder) {
    this.rule = rule;
    this.degrees = degrees;
    this.decayFactor = decayFactor;
    this.builder = builder;
    constants = Variant.constants(rule);
    variables.put(LinearMap.GRADIENT, gradient);
  }

  /** Writes the statements of a variant, and stores states and weights. */
  void write(Variant variant) {
    Statement weights = variant.byTarget().get(rule.last(RuleDefinition.WEIGHTS));
    for (Statement statement : variant.statements()) {
      if (statement == weights) {
        writeWeights(statement.value(), new WeightsTerm(rule, variant).step());
      } else {
        write(statement);
      }
    }
  }

  /** Writes a statement. */
  void write(Statement statement) {
    Name target = RuleDefinition.key(statement.target());
    statements.put(target, statement);
    String name = target.name();
    boolean last = rule.text().states().contains(name) && rule.last(name).equals(target);
    boolean number = rule.kind(statement.value()).extent() == Extent.NUMBER;
    if (last) {
      Term value = term(lowered(statement.value(), Scale.AFTER));
      Variable variable = builder.assign(name + "New", value);
      variables.put(target, variable);
      scales.put(target, Scale.AFTER);
      builder.store(name, variable);
    } else if (!number) {
      Scale scale = scaleOf(statement.value());
      variables.put(target, builder.assign(name, term(lowered(statement.value(), scale))));
      scales.put(target, scale);
    }
  }

  /** Locals are computed at the scale of most of what they are computed from. */
  private Scale scaleOf(Expression expression) {
    boolean after =
        decayFactor.isPresent() && Expressions.mention(expression, RuleDefinition.DECAY)
            || mentionsAfter(expression);
    return after ? Scale.AFTER : Scale.BEFORE;
  }

  private boolean mentionsAfter(Expression expression) {
    return expression instanceof Name name && scales.get(RuleDefinition.key(name)) == Scale.AFTER
        || expression.parts().stream().anyMatch(this::mentionsAfter);
  }

  /** w ← w − (lost · w + update), where the new weights are w and a step; else as it is written. */
  private void writeWeights(Expression value, Optional<List<WeightsTerm.Signed>> step) {
    if (step.isEmpty()) {
      Term result = term(lowered(value, Scale.AFTER));
      builder.subtract(
          binary(Term.Binary.Operation.MINUS, new Variable(LoopProgram.WEIGHTS), result));
      return;
    }
    Term update =
        binary(
            Term.Binary.Operation.TIMES,
            builder.slot(new LoopNumber.Lost()),
            new Variable(LoopProgram.WEIGHTS));
    for (WeightsTerm.Signed each : step.get()) {
      // The update is subtracted, so signs turn.
      update =
          binary(
              each.negative() ? Term.Binary.Operation.PLUS : Term.Binary.Operation.MINUS,
              update,
              term(lowered(each.term(), Scale.AFTER)));
    }
    builder.subtract(update);
  }

  /** Returns an expression as it is before the step. */
  Term before(Expression expression) {
    return term(lowered(expression, Scale.BEFORE));
  }

  private Value lowered(Expression expression, Scale scale) {
    if (rule.kind(expression).extent() == Extent.NUMBER) {
      return new Value(number(expression, scale), Optional.empty());
    } else if (expression instanceof Name name) {
      return name(name, scale);
    } else if (expression instanceof Negative negative) {
      Value operand = lowered(negative.operand(), scale);
      return new Value(
          operand.coefficient(),
          operand.term().map(term -> new Unary(Unary.Operation.NEGATIVE, term)));
    } else if (expression instanceof Binary binary) {
      return binary(binary, scale);
    }
    return call((Call) expression, scale);
  }

  /** A number at its degree, or carried at its place. */
  private Coefficient number(Expression expression, Scale scale) {
    Rational power =
        degrees.of(expression).plus(degrees.carried().getOrDefault(expression, Rational.ZERO));
    Coefficient coefficient = factors(inlined(expression));
    return scale == Scale.BEFORE
        ? coefficient.scaled(power, Rational.ZERO)
        : coefficient.scaled(Rational.ZERO, power);
  }

  /** Splits products in which the decay factor may occur. */
  private Coefficient factors(Expression number) {
    if (number instanceof Binary binary
        && decayFactor.isPresent()
        && !number.equals(decayFactor.get())
        && Expressions.mention(number, RuleDefinition.DECAY)) {
      if (binary.operator() == Operator.TIMES) {
        return factors(binary.left()).times(factors(binary.right()));
      } else if (binary.operator() == Operator.DIVIDE) {
        return factors(binary.left()).dividedBy(factors(binary.right()));
      }
    }
    return Coefficient.of(number);
  }

  /** A number whose own names are replaced by what they were assigned. */
  private Expression inlined(Expression number) {
    if (number instanceof Name name && statements.containsKey(RuleDefinition.key(name))) {
      return inlined(statements.get(RuleDefinition.key(name)).value());
    }
    return Expressions.withoutPlaces(Expressions.mapParts(number, this::inlined));
  }

  private Value name(Name name, Scale scale) {
    if (constants.contains(RuleDefinition.key(name))) {
      // A state that was given a number: the number, not the array at its scale.
      return new Value(number(name, scale), Optional.empty());
    }
    Variable variable = variables.getOrDefault(RuleDefinition.key(name), new Variable(name.name()));
    Scale held = scales.getOrDefault(RuleDefinition.key(name), Scale.BEFORE);
    Rational degree = degrees.of(name);
    Coefficient ratio =
        held == scale
            ? Coefficient.ONE
            : scale == Scale.AFTER
                ? Coefficient.ONE.scaled(degree.negated(), degree)
                : Coefficient.ONE.scaled(degree, degree.negated());
    return new Value(ratio, Optional.of(variable));
  }

  private Value binary(Binary binary, Scale scale) {
    Value left = lowered(binary.left(), scale);
    if (binary.operator() == Operator.POWER) {
      return Value.of(power(term(left), binary.right()));
    }
    Value right = lowered(binary.right(), scale);
    return switch (binary.operator()) {
      case PLUS -> Value.of(binary(Term.Binary.Operation.PLUS, term(left), term(right)));
      case MINUS -> Value.of(binary(Term.Binary.Operation.MINUS, term(left), term(right)));
      case TIMES ->
          new Value(
              left.coefficient().times(right.coefficient()),
              left.term().isPresent() && right.term().isPresent()
                  ? Optional.of(
                      binary(Term.Binary.Operation.TIMES, left.term().get(), right.term().get()))
                  : left.term().or(right::term));
      case DIVIDE -> {
        Coefficient quotient = left.coefficient().dividedBy(right.coefficient());
        if (right.term().isEmpty()) {
          yield new Value(quotient, left.term());
        }
        if (left.term().isEmpty()) {
          yield Value.of(
              binary(Term.Binary.Operation.DIVIDE, number(quotient), right.term().get()));
        }
        yield new Value(
            quotient,
            Optional.of(
                binary(Term.Binary.Operation.DIVIDE, left.term().get(), right.term().get())));
      }
      case POWER -> throw new AssertionError();
    };
  }

  /** Integer powers are products and ^0.5 is a root, so that powers of two pass through exactly. */
  private Term power(Term base, Expression exponent) {
    boolean fixed = Variant.isConstant(rule, Set.of(), exponent);
    double value =
        fixed && isNumeric(exponent)
            ? Numbers.constant(exponent, rule.text().numbers())
            : Double.NaN;
    if (value == 0.5) {
      return new Unary(Unary.Operation.SQRT, base);
    } else if (value == -0.5) {
      return binary(
          Term.Binary.Operation.DIVIDE,
          number(Coefficient.ONE),
          new Unary(Unary.Operation.SQRT, base));
    } else if (value == Math.rint(value) && Math.abs(value) <= 8 && value != 0) {
      Variable factor = builder.assign("base", base);
      Term product = factor;
      for (int i = 1; i < Math.abs(value); i++) {
        product = binary(Term.Binary.Operation.TIMES, product, factor);
      }
      return value > 0
          ? product
          : binary(Term.Binary.Operation.DIVIDE, number(Coefficient.ONE), product);
    }
    return binary(Term.Binary.Operation.POWER, base, number(Coefficient.of(inlined(exponent))));
  }

  private boolean isNumeric(Expression exponent) {
    return !(exponent instanceof Name name
            && !(rule.text().numbers().containsKey(name.name()) && !rule.isMomentum(name.name())))
        && exponent.parts().stream().allMatch(this::isNumeric);
  }

  private Value call(Call call, Scale scale) {
    Expression first = call.argument(0);
    return switch (call.function()) {
      case SIGN -> unary(Unary.Operation.SIGN, first, scale);
      case ABS -> unary(Unary.Operation.ABS, first, scale);
      case SQRT -> unary(Unary.Operation.SQRT, first, scale);
      case MIN -> Value.of(both(Term.Binary.Operation.MIN, call, scale));
      case MAX -> Value.of(both(Term.Binary.Operation.MAX, call, scale));
      case NORM -> squares(TensorNumber.Kind.ROOT, "norm", first, scale);
      case RMS -> squares(TensorNumber.Kind.ROOT_OF_MEAN, "rms", first, scale);
      case MEAN ->
          Value.of(
              builder.reduce(TensorNumber.Kind.MEAN, "mean", summand(term(lowered(first, scale)))));
      case DOT -> Value.of(dot(first, call.argument(1), scale));
      case ROWS -> Value.of(builder.ofShape(TensorNumber.Kind.ROWS, "rows"));
      case COLUMNS -> Value.of(builder.ofShape(TensorNumber.Kind.COLUMNS, "columns"));
      case PROJECT -> Value.of(project(first, call.argument(1), scale));
      case ORTHOGONALIZE -> orthogonalize(first, scale);
      case WHERE -> choice(call, scale);
    };
  }

  private Value unary(Unary.Operation operation, Expression operand, Scale scale) {
    return Value.of(new Unary(operation, term(lowered(operand, scale))));
  }

  private Term both(Term.Binary.Operation operation, Call call, Scale scale) {
    return binary(
        operation, term(lowered(call.argument(0), scale)), term(lowered(call.argument(1), scale)));
  }

  private Value squares(TensorNumber.Kind kind, String name, Expression of, Scale scale) {
    Value value = lowered(of, scale);
    // A number factor stays outside of the sum.
    Term element = summand(value.term().orElseThrow());
    Term square = binary(Term.Binary.Operation.TIMES, element, element);
    return scaledBy(value.coefficient(), builder.reduce(kind, name, square));
  }

  private Value scaledBy(Coefficient coefficient, Variable norm) {
    if (coefficient.isOne()) {
      return Value.of(norm);
    }
    Term factor = new Unary(Unary.Operation.ABS, number(coefficient));
    return Value.of(binary(Term.Binary.Operation.TIMES, factor, norm));
  }

  /** What is summed over is computed once, as a variable of the loop. */
  private Term summand(Term term) {
    return term instanceof Variable ? term : builder.assign("summand", term);
  }

  private Term dot(Expression left, Expression right, Scale scale) {
    Term first = summand(term(lowered(left, scale)));
    Term second = summand(term(lowered(right, scale)));
    return builder.reduce(
        TensorNumber.Kind.SUM, "dot", binary(Term.Binary.Operation.TIMES, first, second));
  }

  private Term project(Expression left, Expression right, Scale scale) {
    Term of = summand(term(lowered(left, scale)));
    Term along = summand(term(lowered(right, scale)));
    Variable product =
        builder.reduce(
            TensorNumber.Kind.SUM, "dot", binary(Term.Binary.Operation.TIMES, of, along));
    Variable square =
        builder.reduce(
            TensorNumber.Kind.SUM, "dot", binary(Term.Binary.Operation.TIMES, along, along));
    return binary(
        Term.Binary.Operation.MINUS,
        of,
        binary(
            Term.Binary.Operation.TIMES,
            along,
            binary(Term.Binary.Operation.DIVIDE, product, square)));
  }

  private Value orthogonalize(Expression matrix, Scale scale) {
    Rational degree = degrees.of(matrix);
    Coefficient epsilon = Coefficient.of(Orthogonal.EPSILON);
    epsilon =
        scale == Scale.BEFORE
            ? epsilon.scaled(degree, Rational.ZERO)
            : epsilon.scaled(Rational.ZERO, degree);
    return Value.of(
        builder.orthogonalize(
            term(lowered(matrix, scale)), builder.slot(new LoopNumber.Product(epsilon))));
  }

  private Value choice(Call call, Scale scale) {
    Comparison condition = (Comparison) call.argument(0);
    Scale at = scaleOf(condition);
    return Value.of(
        new Term.Choice(
            condition.relation(),
            term(lowered(condition.left(), at)),
            term(lowered(condition.right(), at)),
            term(lowered(call.argument(1), scale)),
            term(lowered(call.argument(2), scale))));
  }

  private static Term binary(Term.Binary.Operation operation, Term left, Term right) {
    return new Term.Binary(operation, left, right);
  }

  private Term term(Value value) {
    if (value.term().isEmpty()) {
      return number(value.coefficient());
    }
    Term term = value.term().get();
    return value.coefficient().isOne()
        ? term
        : binary(Term.Binary.Operation.TIMES, number(value.coefficient()), term);
  }

  /** The slot of a coefficient, in which c'/c and the decay factor cancel. */
  private Term number(Coefficient coefficient) {
    if (decayFactor.isPresent()
        && coefficient.factors().contains(decayFactor.get())
        && coefficient.before().compareTo(Rational.ZERO) < 0) {
      List<Expression> factors = new ArrayList<>(coefficient.factors());
      factors.remove(decayFactor.get());
      return builder.slot(
          new LoopNumber.Kept(
              new Coefficient(
                  factors,
                  coefficient.divisors(),
                  coefficient.before().plus(Rational.ONE),
                  coefficient.after().minus(Rational.ONE))));
    }
    return builder.slot(new LoopNumber.Product(coefficient));
  }

  /** Whether the decay is left in a number of the loop. */
  static boolean leavesDecay(List<LoopNumber> numbers) {
    Set<Expression> all = new HashSet<>();
    for (LoopNumber number : numbers) {
      if (number instanceof LoopNumber.Product product) {
        all.addAll(product.coefficient().factors());
        all.addAll(product.coefficient().divisors());
      } else if (number instanceof LoopNumber.Kept kept) {
        all.addAll(kept.coefficient().factors());
        all.addAll(kept.coefficient().divisors());
      }
    }
    return all.stream().anyMatch(each -> Expressions.mention(each, RuleDefinition.DECAY));
  }
}
