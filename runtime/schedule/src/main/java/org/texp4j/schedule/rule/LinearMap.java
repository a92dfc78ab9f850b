package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.texp4j.schedule.rule.Expression.Binary;
import org.texp4j.schedule.rule.Expression.Call;
import org.texp4j.schedule.rule.Expression.Comparison;
import org.texp4j.schedule.rule.Expression.Literal;
import org.texp4j.schedule.rule.Expression.Name;
import org.texp4j.schedule.rule.Expression.Negative;

/**
 * The part of a step that weight decay reaches, where it is linear: w' = aw + p·X + q·U and X' = rw
 * + AX + BU, whose coefficients are numbers of the step. Decay reaches the states X and does not
 * reach the inputs U, which may be any homogeneous functions. Immutable.
 *
 * @param states the names of the states X that decay reaches
 * @param inputs the inputs U; the gradient itself, with the decay in it, is {@link #GRADIENT}
 * @param weights the coefficients a, p and q by what they multiply
 * @param rows those of each state in the order of {@code states}
 * @param rest the statements that decay does not reach
 */
record LinearMap(
    List<String> states,
    List<Expression> inputs,
    Map<Object, Expression> weights,
    List<Map<Object, Expression>> rows,
    List<Statement> rest) {

  /** What w is called among the things that are multiplied; states and inputs are themselves. */
  static final Name WEIGHTS = new Name(RuleDefinition.WEIGHTS, 0, Place.NOWHERE);

  /** The gradient among the inputs. */
  static final Name GRADIENT = new Name(RuleDefinition.GRADIENT, 0, Place.NOWHERE);

  static final Literal ONE = new Literal(1, "1", Place.NOWHERE);
  static final Literal ZERO = new Literal(0, "0", Place.NOWHERE);

  /** A state among the things that are multiplied. */
  Name state(int index) {
    return new Name(states.get(index), 0, Place.NOWHERE);
  }

  /**
   * Returns the indices of the states into which decay brings a part of the weights in the steps of
   * any variant, by themselves or by others. Without decay they depend on all that w' depends on.
   */
  static Set<Integer> holdingWeights(List<LinearMap> maps, boolean inGradient) {
    Set<Integer> holding = new LinkedHashSet<>();
    int before;
    do {
      before = holding.size();
      maps.forEach(map -> map.collectHolding(holding, inGradient));
    } while (holding.size() > before);
    return holding;
  }

  /** Whether the gradient is its only input, so that the step is linear in it. */
  boolean isOfGradient() {
    return inputs.stream().map(Expressions::withoutPlaces).allMatch(GRADIENT::equals);
  }

  private void collectHolding(Set<Integer> holding, boolean inGradient) {
    for (int i = 0; i < states.size(); i++) {
      Map<Object, Expression> row = rows.get(i);
      if (row.containsKey(WEIGHTS)
          || inGradient && row.containsKey(GRADIENT)
          || holding.stream().anyMatch(other -> row.containsKey(state(other)))) {
        holding.add(i);
      }
    }
  }

  /** A value as the analysis sees it. */
  private sealed interface Value {
    /** A number that is known before the step. */
    record Number(Expression expression) implements Value {}

    /** What decay does not reach. */
    record Unreached(Expression expression) implements Value {}

    /** A linear combination that decay reaches, with its coefficients by what they multiply. */
    record Reached(Map<Object, Expression> coefficients) implements Value {}
  }

  /**
   * Returns the variants of a rule as linear maps if they are linear in weights, states and
   * gradient as a whole; empty if they are not.
   */
  static Optional<List<LinearMap>> ofWhole(RuleDefinition rule, List<Variant> variants) {
    Set<String> all = new LinkedHashSet<>(rule.usedStates());
    try {
      return Optional.of(
          variants.stream()
              .map(variant -> new Analysis(rule, variant, true, all, true).result())
              .toList());
    } catch (RuleException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the part of each variant that decay reaches. Decay reaches a state in all variants or
   * in none.
   *
   * @param inGradient whether decay is part of the gradient; if not, the text places it
   * @throws RuleException if decay reaches something nonlinear
   */
  static List<LinearMap> of(RuleDefinition rule, List<Variant> variants, boolean inGradient) {
    Set<String> reached = new LinkedHashSet<>();
    while (true) {
      Set<String> before = new LinkedHashSet<>(reached);
      List<Analysis> analyses = new ArrayList<>();
      for (Variant variant : variants) {
        analyses.add(new Analysis(rule, variant, inGradient, before, false));
      }
      analyses.forEach(each -> reached.addAll(each.reachedStates()));
      if (reached.equals(before)) {
        return analyses.stream().map(Analysis::result).toList();
      }
    }
  }

  /** One pass over the statements. */
  private static final class Analysis {

    private final RuleDefinition rule;
    private final Variant variant;
    private final boolean gradientReached;
    private final Set<String> reached;
    private final boolean whole;
    private final Map<Name, Value> values = new HashMap<>();
    private final List<Statement> rest = new ArrayList<>();
    private final Map<Expression, Expression> inputs = new HashMap<>();

    Analysis(
        RuleDefinition rule,
        Variant variant,
        boolean gradientReached,
        Set<String> reached,
        boolean whole) {
      this.rule = rule;
      this.variant = variant;
      this.gradientReached = gradientReached;
      this.reached = reached;
      this.whole = whole;
      for (Statement statement : rule.statements()) {
        Value value = value(statement.value());
        values.put(RuleDefinition.key(statement.target()), value);
        if (!(value instanceof Value.Reached)) {
          rest.add(statement);
        }
      }
    }

    Set<String> reachedStates() {
      Set<String> found = new LinkedHashSet<>(reached);
      for (String state : rule.text().states()) {
        if (values.get(rule.last(state)) instanceof Value.Reached) {
          found.add(state);
        }
      }
      return found;
    }

    LinearMap result() {
      List<String> states = rule.text().states().stream().filter(reached::contains).toList();
      Map<Object, Expression> weights = combination(values.get(rule.last(RuleDefinition.WEIGHTS)));
      List<Map<Object, Expression>> rows = new ArrayList<>();
      for (String state : states) {
        rows.add(combination(values.get(rule.last(state))));
      }
      Set<Expression> inputs = new LinkedHashSet<>();
      for (Map<Object, Expression> row : concat(rows, weights)) {
        for (Object factor : row.keySet()) {
          boolean state = factor instanceof Name name && isReachedState(name);
          if (!factor.equals(WEIGHTS) && !state) {
            inputs.add((Expression) factor);
          }
        }
      }
      return new LinearMap(
          states,
          List.copyOf(inputs),
          weights,
          rows,
          rest.stream().filter(each -> !isMapped(RuleDefinition.key(each.target()))).toList());
    }

    /** Whether an assignment is written by the map itself: to the weights or a state of it. */
    private boolean isMapped(Name target) {
      boolean mapped =
          target.name().equals(RuleDefinition.WEIGHTS) || reached.contains(target.name());
      return mapped && target.equals(rule.last(target.name()));
    }

    private static List<Map<Object, Expression>> concat(
        List<Map<Object, Expression>> rows, Map<Object, Expression> weights) {
      List<Map<Object, Expression>> all = new ArrayList<>(rows);
      all.add(0, weights);
      return all;
    }

    private boolean isReachedState(Name name) {
      return name.version() == 0 && reached.contains(name.name());
    }

    private Map<Object, Expression> combination(Value value) {
      if (value instanceof Value.Reached linear) {
        return linear.coefficients();
      } else if (value instanceof Value.Unreached unreached) {
        return decomposed(unreached.expression());
      }
      return constant(((Value.Number) value).expression());
    }

    /** A number that is added: an input of degree 0, times the number. */
    private Map<Object, Expression> constant(Expression number) {
      return Expressions.isZero(number) ? Map.of() : Map.of(input(ONE), number);
    }

    private Expression input(Expression expression) {
      return inputs.computeIfAbsent(Expressions.withoutPlaces(expression), each -> expression);
    }

    private Value value(Expression expression) {
      if (rule.isNumber(expression)) {
        return new Value.Number(rule.inlined(expression));
      } else if (expression instanceof Name name) {
        return name(name);
      } else if (expression instanceof Negative negative) {
        Value operand = value(negative.operand());
        return operand instanceof Value.Reached linear
            ? scaled(linear.coefficients(), new Literal(-1, "-1", Place.NOWHERE))
            : new Value.Unreached(expression);
      } else if (expression instanceof Binary binary) {
        return binary(binary);
      }
      Optional<Expression> branch = variant.branch(expression);
      if (branch.isPresent()) {
        return value(branch.get());
      }
      for (Expression part : expression.parts()) {
        if (value(part) instanceof Value.Reached) {
          throw nonlinear(expression);
        }
      }
      return new Value.Unreached(expression);
    }

    private Value name(Name name) {
      if (name.version() > 0) {
        Value value = values.get(RuleDefinition.key(name));
        return value instanceof Value.Unreached ? new Value.Unreached(name) : value;
      }
      boolean isReached =
          switch (name.name()) {
            case RuleDefinition.WEIGHTS -> whole;
            case RuleDefinition.GRADIENT -> gradientReached;
            default -> reached.contains(name.name());
          };
      return isReached
          ? new Value.Reached(Map.of(RuleDefinition.key(name), ONE))
          : new Value.Unreached(name);
    }

    private Value binary(Binary binary) {
      Value left = value(binary.left());
      Value right = value(binary.right());
      boolean reaches = left instanceof Value.Reached || right instanceof Value.Reached;
      return switch (binary.operator()) {
        case PLUS, MINUS -> {
          if (!reaches) {
            yield new Value.Unreached(binary);
          }
          yield sum(combination(left), combination(right), binary.operator() == Operator.MINUS);
        }
        case TIMES -> {
          if (left instanceof Value.Number number) {
            yield product(number.expression(), right, binary);
          } else if (right instanceof Value.Number number) {
            yield product(number.expression(), left, binary);
          } else if (reaches) {
            throw nonlinear(binary);
          }
          yield new Value.Unreached(binary);
        }
        case DIVIDE -> {
          if (right instanceof Value.Number number) {
            Expression reciprocal = quotient(ONE, number.expression());
            yield product(reciprocal, left, binary);
          } else if (reaches) {
            throw nonlinear(binary);
          }
          yield new Value.Unreached(binary);
        }
        case POWER -> {
          if (reaches) {
            throw nonlinear(binary);
          }
          yield new Value.Unreached(binary);
        }
      };
    }

    /** A number times a value; decay reaches the product if the number contains it. */
    private Value product(Expression number, Value value, Binary whole) {
      if (value instanceof Value.Reached linear) {
        return scaled(linear.coefficients(), number);
      }
      if (Expressions.mention(number, RuleDefinition.DECAY)
          && value instanceof Value.Unreached unreached) {
        return scaled(decomposed(unreached.expression()), number);
      }
      return new Value.Unreached(whole);
    }

    /** What decay does not reach as a combination of w and inputs. */
    private Map<Object, Expression> decomposed(Expression expression) {
      if (rule.isNumber(expression)) {
        return constant(rule.inlined(expression));
      } else if (RuleDefinition.key(WEIGHTS).equals(Expressions.withoutPlaces(expression))) {
        return Map.of(WEIGHTS, ONE);
      } else if (expression instanceof Negative negative) {
        return scaled(decomposed(negative.operand()), new Literal(-1, "-1", Place.NOWHERE))
            .coefficients();
      } else if (expression instanceof Binary binary) {
        boolean number = rule.isNumber(binary.right());
        switch (binary.operator()) {
          case PLUS, MINUS -> {
            boolean minus = binary.operator() == Operator.MINUS;
            return sum(decomposed(binary.left()), decomposed(binary.right()), minus).coefficients();
          }
          case TIMES -> {
            if (rule.isNumber(binary.left())) {
              return scaled(decomposed(binary.right()), rule.inlined(binary.left())).coefficients();
            } else if (number) {
              return scaled(decomposed(binary.left()), rule.inlined(binary.right())).coefficients();
            }
          }
          case DIVIDE -> {
            if (number) {
              Expression reciprocal = quotient(ONE, rule.inlined(binary.right()));
              return scaled(decomposed(binary.left()), reciprocal).coefficients();
            }
          }
          case POWER -> {}
        }
      } else if (expression instanceof Name name && name.version() > 0) {
        // A name of the rule's own may hide the term w; one that does not is an input.
        Map<Object, Expression> parts = decomposed(rule.value(name));
        if (parts.containsKey(WEIGHTS)) {
          return parts;
        }
      } else if (variant.branch(expression).isPresent()) {
        return decomposed(variant.branch(expression).get());
      }
      return Map.of(input(expression), ONE);
    }

    private static Value.Reached scaled(Map<Object, Expression> of, Expression factor) {
      Map<Object, Expression> product = new LinkedHashMap<>();
      of.forEach((key, coefficient) -> product.put(key, product(factor, coefficient)));
      return new Value.Reached(product);
    }

    private static Value.Reached sum(
        Map<Object, Expression> left, Map<Object, Expression> right, boolean negative) {
      Map<Object, Expression> sum = new LinkedHashMap<>(left);
      right.forEach(
          (key, coefficient) ->
              sum.merge(
                  key, negative ? negated(coefficient) : coefficient, LinearMap.Analysis::plus));
      return new Value.Reached(sum);
    }

    private static Expression negated(Expression expression) {
      return expression instanceof Negative negative
          ? negative.operand()
          : new Negative(expression, Place.NOWHERE);
    }

    private static Expression plus(Expression left, Expression right) {
      return right instanceof Negative negative
          ? new Binary(Operator.MINUS, left, negative.operand(), Place.NOWHERE)
          : new Binary(Operator.PLUS, left, right, Place.NOWHERE);
    }

    private static Expression product(Expression left, Expression right) {
      if (right instanceof Literal one && one.value() == 1) {
        return left;
      } else if (left instanceof Literal one && one.value() == 1) {
        return right;
      } else if (left instanceof Literal minus && minus.value() == -1) {
        return negated(right);
      } else if (right instanceof Negative negative) {
        return negated(product(left, negative.operand()));
      }
      return new Binary(Operator.TIMES, left, right, Place.NOWHERE);
    }

    private static Expression quotient(Expression left, Expression right) {
      return new Binary(Operator.DIVIDE, left, right, Place.NOWHERE);
    }

    private RuleException nonlinear(Expression expression) {
      String function =
          expression instanceof Call call
              ? call.function().symbol()
              : expression instanceof Comparison
                  ? "a comparison"
                  : expression instanceof Binary binary && binary.operator() == Operator.POWER
                      ? "a power"
                      : expression instanceof Binary binary && binary.operator() == Operator.DIVIDE
                          ? "a quotient"
                          : expression instanceof Binary binary
                                  && binary.operator() == Operator.TIMES
                              ? "a product"
                              : "a sum";
      return RuleException.decay(
          expression.place(),
          "weight decay reaches "
              + function
              + " in \""
              + expression
              + "\", which is not linear in it, so the decay cannot be removed",
          gradientReached
              ? "write coupling = DECOUPLED in @WeightDecay, or train it as declared, by type ="
                  + " WEIGHT_DECAY"
              : "place decay as a factor of w, as in (1 - rate * decay) * w, or train it as"
                  + " declared, by type = WEIGHT_DECAY");
    }
  }
}
