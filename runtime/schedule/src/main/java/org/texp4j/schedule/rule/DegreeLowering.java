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

  /** The highest power that is written as a product. */
  private static final int MAX_PRODUCT = 8;

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
  private final Variant variant;
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
      Variant variant,
      Degrees degrees,
      Optional<Expression> decayFactor,
      Variable gradient,
      LoopBuilder builder) {
    this.rule = rule;
    this.variant = variant;
    this.degrees = degrees;
    this.decayFactor = decayFactor;
    this.builder = builder;
    variables.put(LinearMap.GRADIENT, gradient);
  }

  /**
   * Writes all statements, and stores states and weights.
   *
   * @param decouples whether the recipe takes ηλ of the weights, to which the text adds a step
   */
  void write(boolean decouples) {
    Name weights = rule.last(RuleDefinition.WEIGHTS);
    for (Statement statement : rule.statements()) {
      if (RuleDefinition.key(statement.target()).equals(weights)) {
        writeWeights(statement.value(), new WeightsTerm(rule, variant).step(), decouples);
      } else {
        write(statement);
      }
    }
  }

  /** Writes a statement. */
  void write(Statement statement) {
    Name target = RuleDefinition.key(statement.target());
    String name = target.name();
    boolean last = rule.text().states().contains(name) && rule.last(name).equals(target);
    if (last) {
      Term value = term(lowered(statement.value(), Scale.AFTER));
      Variable variable = builder.assign(name + "New", value);
      variables.put(target, variable);
      scales.put(target, Scale.AFTER);
      builder.store(name, variable);
    } else if (!rule.isNumber(target)) {
      Scale scale = scaleOf(statement.value());
      variables.put(target, builder.assign(name, term(lowered(statement.value(), scale))));
      scales.put(target, scale);
    }
  }

  /** Locals are computed at the scale of most of what they are computed from. */
  private Scale scaleOf(Expression expression) {
    return isOfAfter(expression) ? Scale.AFTER : Scale.BEFORE;
  }

  /** Whether an expression contains what is held at the scale after the step, or the decay. */
  private boolean isOfAfter(Expression expression) {
    if (rule.isNumber(expression)) {
      return decayFactor.isPresent()
          && Expressions.mention(rule.inlined(expression), RuleDefinition.DECAY);
    }
    Optional<Expression> branch = variant.branch(expression);
    return branch.isPresent()
        ? isOfAfter(branch.get())
        : expression instanceof Name name && scales.get(RuleDefinition.key(name)) == Scale.AFTER
            || expression.parts().stream().anyMatch(this::isOfAfter);
  }

  /** w ← w − (lost · w + update), where the new weights are w and a step; else as it is written. */
  private void writeWeights(
      Expression value, Optional<List<WeightsTerm.Signed>> step, boolean decouples) {
    if (step.isEmpty()) {
      builder.replace(term(lowered(value, Scale.AFTER)));
      return;
    }
    Term update =
        decouples
            ? binary(
                Term.Binary.Operation.TIMES,
                builder.slot(new LoopNumber.Lost()),
                new Variable(LoopProgram.WEIGHTS))
            : null;
    for (WeightsTerm.Signed each : step.get()) {
      // The update is subtracted, so signs turn.
      Term term = term(lowered(each.term(), Scale.AFTER));
      if (update == null) {
        update = each.negative() ? term : new Unary(Unary.Operation.NEGATIVE, term);
      } else {
        update =
            binary(
                each.negative() ? Term.Binary.Operation.PLUS : Term.Binary.Operation.MINUS,
                update,
                term);
      }
    }
    builder.subtract(update == null ? number(Coefficient.of(LinearMap.ZERO)) : update);
  }

  /** Returns an expression as it is before the step. */
  Term before(Expression expression) {
    return term(lowered(expression, Scale.BEFORE));
  }

  private Value lowered(Expression expression, Scale scale) {
    if (rule.isNumber(expression)) {
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
    Coefficient coefficient = factors(rule.inlined(expression));
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

  private Value name(Name name, Scale scale) {
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
      return power(left, binary.right());
    }
    Value right = lowered(binary.right(), scale);
    return switch (binary.operator()) {
      case PLUS -> Value.of(binary(Term.Binary.Operation.PLUS, term(left), term(right)));
      case MINUS -> Value.of(binary(Term.Binary.Operation.MINUS, term(left), term(right)));
      case TIMES -> product(left, right);
      default -> quotient(left, right);
    };
  }

  private static Value product(Value left, Value right) {
    return new Value(
        left.coefficient().times(right.coefficient()),
        left.term().isPresent() && right.term().isPresent()
            ? Optional.of(
                binary(Term.Binary.Operation.TIMES, left.term().get(), right.term().get()))
            : left.term().or(right::term));
  }

  private Value quotient(Value left, Value right) {
    Coefficient quotient = left.coefficient().dividedBy(right.coefficient());
    if (right.term().isEmpty()) {
      return new Value(quotient, left.term());
    } else if (left.term().isEmpty()) {
      return Value.of(binary(Term.Binary.Operation.DIVIDE, number(quotient), right.term().get()));
    }
    return new Value(
        quotient,
        Optional.of(binary(Term.Binary.Operation.DIVIDE, left.term().get(), right.term().get())));
  }

  /** Integer powers are products and ^0.5 is a root, so that powers of two pass through exactly. */
  private Value power(Value base, Expression exponent) {
    double value = rule.exponent(exponent).map(Rational::doubleValue).orElse(Double.NaN);
    if (value == 0.5) {
      return Value.of(new Unary(Unary.Operation.SQRT, term(base)));
    } else if (value == -0.5) {
      Term root = new Unary(Unary.Operation.SQRT, term(base));
      return Value.of(binary(Term.Binary.Operation.DIVIDE, number(Coefficient.ONE), root));
    } else if (value == Math.rint(value) && Math.abs(value) <= MAX_PRODUCT && value != 0) {
      Value factor =
          new Value(base.coefficient(), base.term().map(term -> builder.assign("base", term)));
      Value product = factor;
      for (int i = 1; i < Math.abs(value); i++) {
        product = product(product, factor);
      }
      return value > 0 ? product : quotient(new Value(Coefficient.ONE, Optional.empty()), product);
    }
    return Value.of(
        binary(
            Term.Binary.Operation.POWER,
            term(base),
            number(Coefficient.of(rule.inlined(exponent)))));
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
      case MEAN -> mean(first, scale);
      case DOT -> dot(first, call.argument(1), scale);
      case ROWS -> Value.of(builder.ofShape(TensorNumber.Kind.ROWS, "rows"));
      case COLUMNS -> Value.of(builder.ofShape(TensorNumber.Kind.COLUMNS, "columns"));
      case PROJECT -> project(first, call.argument(1), scale);
      case ORTHOGONALIZE -> orthogonalize(first, scale);
      case WHERE ->
          variant
              .branch(call)
              .map(branch -> lowered(branch, scale))
              .orElseGet(() -> choice(call, scale));
    };
  }

  private Value unary(Unary.Operation operation, Expression operand, Scale scale) {
    return Value.of(new Unary(operation, term(lowered(operand, scale))));
  }

  private Term both(Term.Binary.Operation operation, Call call, Scale scale) {
    return binary(
        operation, term(lowered(call.argument(0), scale)), term(lowered(call.argument(1), scale)));
  }

  // A number factor stays outside of sums.

  private Value squares(TensorNumber.Kind kind, String name, Expression of, Scale scale) {
    Value value = lowered(of, scale);
    Term element = summand(value);
    Term square = binary(Term.Binary.Operation.TIMES, element, element);
    Variable norm = builder.reduce(kind, name, square);
    if (factor(value).isScale()) {
      return new Value(factor(value), Optional.of(norm));
    }
    Term size = new Unary(Unary.Operation.ABS, number(factor(value)));
    return Value.of(binary(Term.Binary.Operation.TIMES, size, norm));
  }

  private Value mean(Expression of, Scale scale) {
    Value value = lowered(of, scale);
    return new Value(
        factor(value), Optional.of(builder.reduce(TensorNumber.Kind.MEAN, "mean", summand(value))));
  }

  private Value dot(Expression left, Expression right, Scale scale) {
    Value first = lowered(left, scale);
    Value second = lowered(right, scale);
    return new Value(
        factor(first).times(factor(second)), Optional.of(dot(summand(first), summand(second))));
  }

  private Variable dot(Term left, Term right) {
    return builder.reduce(
        TensorNumber.Kind.SUM, "dot", binary(Term.Binary.Operation.TIMES, left, right));
  }

  private Value project(Expression left, Expression right, Scale scale) {
    Value value = lowered(left, scale);
    Value direction = lowered(right, scale);
    // The length of the direction does not matter.
    Term along =
        factor(direction).isScale()
            ? summand(direction)
            : builder.assign("summand", term(direction));
    Term of = summand(value);
    Term share = binary(Term.Binary.Operation.DIVIDE, dot(of, along), dot(along, along));
    Term part = binary(Term.Binary.Operation.TIMES, along, share);
    return new Value(factor(value), Optional.of(binary(Term.Binary.Operation.MINUS, of, part)));
  }

  /** What is summed over, without its number factor; computed once, as a variable of the loop. */
  private Term summand(Value value) {
    Term term = value.term().orElseGet(() -> term(value));
    return term instanceof Variable ? term : builder.assign("summand", term);
  }

  /** The number factor of what is summed over. */
  private static Coefficient factor(Value value) {
    return value.term().isPresent() ? value.coefficient() : Coefficient.ONE;
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
        && coefficient.before().signum() < 0) {
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
