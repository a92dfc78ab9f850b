package org.texp4j.schedule.rule;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
import org.texp4j.schedule.rule.Kind.Extent;

/**
 * A rule whose text was read and whose names and kinds are sound. Each assignment to a name makes a
 * new {@linkplain Name#version version} of it, and conditions are written where they are used.
 * Immutable.
 */
public final class RuleDefinition {

  static final String WEIGHTS = "w";
  static final String GRADIENT = "g";
  static final String RATE = "rate";
  static final String DECAY = "decay";
  static final String MOMENTUM = "momentum";
  static final String STEP = "t";

  private static final Set<String> RESERVED = Set.of(GRADIENT, RATE, DECAY, MOMENTUM, STEP);

  /** More operations, or deeper nesting, are a program rather than a rule. */
  private static final int MAX_SIZE = 10_000;

  private static final int MAX_DEPTH = 500;

  /** Numerators and denominators of exponents. */
  private static final BigInteger MAX_EXPONENT = BigInteger.valueOf(1_000_000);

  private final RuleText text;
  private final List<Statement> statements;
  private final Map<String, Integer> versions;
  private final Map<Name, Kind> kinds;
  private final Map<Name, Expression> values = new HashMap<>();
  private final Set<Name> numbers = new HashSet<>();
  private final Set<Name> constants = new HashSet<>();

  private RuleDefinition(
      RuleText text,
      List<Statement> statements,
      Map<String, Integer> versions,
      Map<Name, Kind> kinds) {
    this.text = text;
    this.statements = List.copyOf(statements);
    this.versions = Map.copyOf(versions);
    this.kinds = Map.copyOf(kinds);
    for (Statement statement : statements) {
      Name target = key(statement.target());
      values.put(target, statement.value());
      if (isNumber(statement.value())) {
        numbers.add(target);
      }
      if (isConstant(statement.value())) {
        constants.add(target);
      }
    }
  }

  /**
   * Reads a rule.
   *
   * @param step its statements: for all tensors, for matrices, or for those that are none
   * @throws RuleException if it cannot be read, with the place in its text
   */
  public static RuleDefinition read(RuleText text, List<String> step) {
    return new Reader(text, step).read();
  }

  /** The text. */
  public RuleText text() {
    return text;
  }

  /** The assignments, without those to names of conditions. */
  public List<Statement> statements() {
    return statements;
  }

  /** Returns the last version of a name: of the weights, or of a state. */
  Name last(String name) {
    return new Name(name, versions.getOrDefault(name, 0), Place.NOWHERE);
  }

  /** Returns what was assigned to a version of a name. */
  Expression value(Name name) {
    return values.get(key(name));
  }

  /** The states that are assigned. */
  Set<String> usedStates() {
    Set<String> used = new LinkedHashSet<>(text.states());
    used.removeIf(state -> versions.get(state) == 0);
    return used;
  }

  /**
   * Returns the value of an exponent that is the same in every step, of numbers and attributes that
   * are not curves; empty if it may vary. Quotients are exact: 1/3 is a third.
   */
  Optional<Rational> exponent(Expression exponent) {
    return isFixed(exponent) ? Optional.of(fixed(exponent)) : Optional.empty();
  }

  private boolean isFixed(Expression expression) {
    if (expression instanceof Name name) {
      return name.version() > 0
          ? isFixed(value(name))
          : text.numbers().containsKey(name.name()) && !isMomentum(name.name());
    }
    return expression.parts().stream().allMatch(this::isFixed);
  }

  private Rational fixed(Expression expression) {
    if (expression instanceof Name name && name.version() > 0) {
      return fixed(value(name));
    } else if (expression instanceof Negative negative) {
      return fixed(negative.operand()).negated();
    } else if (expression instanceof Binary binary && binary.operator() != Operator.POWER) {
      Rational left = fixed(binary.left());
      Rational right = fixed(binary.right());
      return switch (binary.operator()) {
        case PLUS -> left.plus(right);
        case MINUS -> left.minus(right);
        case TIMES -> left.times(right);
        default -> left.dividedBy(right);
      };
    }
    return Rational.of(Numbers.value(expression, this::fixedValue));
  }

  private double fixedValue(Name name) {
    return name.version() > 0
        ? Numbers.value(value(name), this::fixedValue)
        : text.numbers().get(name.name());
  }

  /** Whether the value of an expression of numbers depends on t. */
  boolean dependsOnStep(Expression expression) {
    return expression instanceof Name name
            && (name.version() > 0 ? dependsOnStep(value(name)) : name.name().equals(STEP))
        || expression.parts().stream().anyMatch(this::dependsOnStep);
  }

  /** Whether the text mentions the weight decay. */
  public boolean placesDecay() {
    return statements.stream().anyMatch(statement -> Expressions.mention(statement.value(), DECAY));
  }

  /**
   * Whether an expression, or both sides of a comparison, is one number that is known before the
   * step.
   */
  boolean isNumber(Expression expression) {
    if (expression instanceof Name name) {
      return name.version() > 0
          ? numbers.contains(key(name))
          : kinds.get(key(name)).extent() == Extent.NUMBER;
    }
    return !reduces(expression) && expression.parts().stream().allMatch(this::isNumber);
  }

  /** Whether a number consists of numbers, attributes, t and momentum: not of rate and decay. */
  boolean isConstant(Expression expression) {
    if (expression instanceof Name name) {
      return name.version() > 0
          ? constants.contains(key(name))
          : isNumber(name) && !name.name().equals(RATE) && !name.name().equals(DECAY);
    }
    return !reduces(expression) && expression.parts().stream().allMatch(this::isConstant);
  }

  private static boolean reduces(Expression expression) {
    return expression instanceof Call call && call.function().reduces();
  }

  /** Returns a number whose own names are replaced by what they were assigned, without places. */
  Expression inlined(Expression number) {
    if (number instanceof Name name && name.version() > 0) {
      return inlined(value(name));
    }
    return Expressions.withoutPlaces(Expressions.mapParts(number, this::inlined));
  }

  /** Whether a name means the recipe's momentum. */
  boolean isMomentum(String name) {
    return name.equals(MOMENTUM) || text.momentum().filter(name::equals).isPresent();
  }

  /** The same name and version, wherever it is written. */
  static Name key(Name name) {
    return new Name(name.name(), name.version(), Place.NOWHERE);
  }

  private static Kind kind(Expression expression, Map<Name, Kind> kinds) {
    if (expression instanceof Literal) {
      return Kind.NUMBER;
    } else if (expression instanceof Name name) {
      return kinds.get(key(name));
    } else if (expression instanceof Negative negative) {
      return kind(negative.operand(), kinds);
    } else if (expression instanceof Binary binary) {
      return Kind.of(
          Kind.join(kind(binary.left(), kinds).extent(), kind(binary.right(), kinds).extent()));
    } else if (expression instanceof Comparison comparison) {
      return Kind.condition(
          Kind.join(
              kind(comparison.left(), kinds).extent(), kind(comparison.right(), kinds).extent()));
    }
    Call call = (Call) expression;
    if (call.function().reduces()) {
      return Kind.of(Extent.REDUCED);
    }
    Extent extent = Extent.NUMBER;
    for (Expression argument : call.arguments()) {
      extent = Kind.join(extent, kind(argument, kinds).extent());
    }
    return Kind.of(extent);
  }

  /** Reads statement after statement, and knows what each name means at this point. */
  private static final class Reader {

    private final RuleText text;
    private final List<String> step;
    private final Map<String, Integer> versions = new LinkedHashMap<>();
    private final Map<Name, Kind> kinds = new HashMap<>();
    private final Map<Name, Expression> conditions = new HashMap<>();
    private final List<Statement> statements = new ArrayList<>();
    private final Map<Name, Size> sizes = new HashMap<>();

    /** How large an expression is if its names are replaced by what they were assigned. */
    private record Size(long operations, int depth) {}

    Reader(RuleText text, List<String> step) {
      this.text = text;
      this.step = step;
    }

    RuleDefinition read() {
      declareNames();
      for (int i = 0; i < step.size(); i++) {
        assign(Parser.statement(step.get(i), i));
      }
      if (versions.get(WEIGHTS) == 0) {
        throw RuleException.syntax(
            Place.NOWHERE, "no statement assigns w", "end with \"w = w - rate * …\"");
      }
      if (!text.evaluated().equals(WEIGHTS) && !text.states().contains(text.evaluated())) {
        throw RuleException.syntax(
            Place.NOWHERE,
            "evaluate = \"" + text.evaluated() + "\" is neither w nor a state",
            "write w or one of the states " + text.states());
      }
      requireUse();
      RuleDefinition rule = new RuleDefinition(text, statements, versions, kinds);
      statements.forEach(statement -> checkExponents(rule, statement.value()));
      return rule;
    }

    private static void checkExponents(RuleDefinition rule, Expression expression) {
      if (expression instanceof Binary power && power.operator() == Operator.POWER) {
        Expression exponent = power.right();
        boolean valid;
        try {
          valid =
              rule.exponent(exponent)
                  .map(each -> each.numerator().abs().max(each.denominator()))
                  .filter(each -> each.compareTo(MAX_EXPONENT) > 0)
                  .isEmpty();
        } catch (ArithmeticException | NumberFormatException e) {
          valid = false; // A division by zero, or a value that is not finite.
        }
        if (!valid) {
          throw RuleException.syntax(
              exponent.place(),
              "the exponent \"" + exponent + "\" is no fraction of numbers up to " + MAX_EXPONENT,
              "write one with fewer digits, or a quotient such as 1 / 3");
        }
      }
      expression.parts().forEach(part -> checkExponents(rule, part));
    }

    private Size size(Expression expression) {
      if (expression instanceof Name name) {
        return sizes.getOrDefault(key(name), new Size(0, 0));
      }
      long operations = 1;
      int depth = 0;
      for (Expression part : expression.parts()) {
        Size size = size(part);
        operations += size.operations();
        depth = Math.max(depth, size.depth());
      }
      return new Size(operations, depth + 1);
    }

    private void requireSize(Size size, Name target) {
      if (size.operations() > MAX_SIZE || size.depth() > MAX_DEPTH) {
        throw RuleException.syntax(
            target.place(),
            target
                + " is too large: written out without names of the rule's own, it has more than "
                + MAX_SIZE
                + " operations or is nested more than "
                + MAX_DEPTH
                + " deep",
            "shorten the rule, or keep a part of it in a state");
      }
    }

    private void declareNames() {
      declare(WEIGHTS, Kind.TENSOR);
      declare(GRADIENT, Kind.TENSOR);
      for (String number : List.of(RATE, DECAY, MOMENTUM, STEP)) {
        declare(number, Kind.NUMBER);
      }
      for (Map.Entry<String, Double> number : text.numbers().entrySet()) {
        if (text.momentum().filter(MOMENTUM::equals).isPresent()
            && number.getKey().equals(MOMENTUM)) {
          continue;
        }
        requireFree(number.getKey(), "attribute");
        if (!Double.isFinite(number.getValue())) {
          throw RuleException.syntax(
              Place.NOWHERE,
              number.getKey() + " = " + number.getValue() + " is not finite",
              "give it a finite value");
        }
        declare(number.getKey(), Kind.NUMBER);
      }
      for (String state : text.states()) {
        requireFree(state, "state");
        declare(state, Kind.TENSOR);
      }
    }

    private void requireFree(String name, String role) {
      boolean function = Function.named(name).isPresent();
      if (function || versions.containsKey(name) || !name.matches("[A-Za-z_][A-Za-z_0-9]*")) {
        throw RuleException.syntax(
            Place.NOWHERE,
            "the "
                + role
                + " \""
                + name
                + "\" "
                + (function
                    ? "has the name of a function"
                    : versions.containsKey(name)
                        ? "has a name that means something else already"
                        : "is no name"),
            name.equals(MOMENTUM) && role.equals("attribute")
                ? "write momentum = \"momentum\" in @UpdateRule, or give it another name"
                : "give it another name, of letters and digits");
      }
    }

    private void declare(String name, Kind kind) {
      versions.put(name, 0);
      kinds.put(new Name(name, 0, Place.NOWHERE), kind);
    }

    private void assign(Statement statement) {
      Name target = statement.target();
      String name = target.name();
      if (RESERVED.contains(name) || text.numbers().containsKey(name)) {
        throw RuleException.syntax(
            target.place(),
            name + " is given and cannot be assigned",
            "use a name of your own, or declare a state");
      }
      if (Function.named(name).isPresent()) {
        throw RuleException.syntax(
            target.place(), name + " is a function", "use another name on the left");
      }
      Expression value = resolve(statement.value());
      Kind kind = check(value);
      boolean tensor = versions.containsKey(name) && (isState(name) || name.equals(WEIGHTS));
      if (tensor && (kind.condition() || name.equals(WEIGHTS) && !kind.isTensor())) {
        throw RuleException.syntax(
            value.place(),
            name + " is a tensor, but \"" + value + "\" is " + kind,
            kind.condition() ? "write where(" + value + ", 1, 0)" : "assign a tensor");
      }
      versions.merge(name, 1, Integer::sum);
      Name version = new Name(name, versions.get(name), target.place());
      Size size = size(value);
      requireSize(size, version);
      sizes.put(key(version), size);
      kinds.put(key(version), tensor ? Kind.TENSOR : kind);
      if (kind.condition()) {
        conditions.put(key(version), value);
      } else {
        statements.add(new Statement(version, value));
      }
    }

    private boolean isState(String name) {
      return text.states().contains(name);
    }

    /** Gives each name its version and puts conditions in the place of their names. */
    private Expression resolve(Expression expression) {
      if (expression instanceof Name name) {
        Integer version = versions.get(name.name());
        if (version == null) {
          throw RuleException.syntax(
              name.place(),
              "nothing is called " + name.name() + " here",
              Function.named(name.name()).isPresent()
                  ? "the function needs its arguments in parentheses"
                  : Similar.to(name.name(), versions.keySet())
                      .map(near -> "did you mean " + near + "?")
                      .orElse("declare a state or an attribute of this name, or assign it first"));
        }
        Name resolved = new Name(name.name(), version, name.place());
        return conditions.getOrDefault(key(resolved), resolved);
      }
      return Expressions.mapParts(expression, this::resolve);
    }

    /** Checks the kinds of all operands, and returns the kind of the expression. */
    private Kind check(Expression expression) {
      expression.parts().forEach(this::check);
      if (expression instanceof Call call) {
        checkCall(call);
      } else {
        expression.parts().forEach(this::requireNumbers);
      }
      if (expression instanceof Binary power
          && power.operator() == Operator.POWER
          && kind(power.right(), kinds).extent() != Extent.NUMBER) {
        throw RuleException.syntax(
            power.right().place(),
            "the exponent \"" + power.right() + "\" is " + kind(power.right(), kinds),
            "an exponent is a number that is known before the step");
      }
      return kind(expression, kinds);
    }

    private void checkCall(Call call) {
      if (call.function().isOfMatrix() && step == text.otherwise()) {
        throw RuleException.syntax(
            call.place(),
            call.function().symbol() + " is of a matrix, but these statements are for all others",
            "leave it out of otherwise");
      }
      int first = 0;
      if (call.function() == Function.WHERE) {
        first = 1;
        if (!kind(call.argument(0), kinds).condition()) {
          throw RuleException.syntax(
              call.argument(0).place(),
              "\"" + call.argument(0) + "\" is no condition",
              "write a comparison, as in where(a > b, x, y)");
        }
      }
      for (Expression argument : call.arguments().subList(first, call.arguments().size())) {
        requireNumbers(argument);
        boolean ofTensor =
            call.function().reduces()
                || call.function() == Function.PROJECT
                || call.function() == Function.ORTHOGONALIZE;
        if (ofTensor && !kind(argument, kinds).isTensor()) {
          throw RuleException.syntax(
              argument.place(),
              call.function().symbol()
                  + " is of a tensor, but \""
                  + argument
                  + "\" is "
                  + kind(argument, kinds),
              "write a tensor, such as g");
        }
      }
    }

    private void requireNumbers(Expression operand) {
      if (kind(operand, kinds).condition()) {
        throw RuleException.syntax(
            operand.place(),
            "\"" + operand + "\" is a condition, with which nothing can be computed",
            "write where(" + operand + ", x, y)");
      }
    }

    /** Every name that is assigned, and every state, has to reach w. */
    private void requireUse() {
      Set<Name> used = new HashSet<>();
      Set<Name> open = new HashSet<>(List.of(last(WEIGHTS), last(text.evaluated())));
      while (!open.isEmpty()) {
        Set<Name> next = new HashSet<>();
        for (Name name : open) {
          if (used.add(name)) {
            if (name.version() == 0 && isState(name.name())) {
              next.add(last(name.name()));
            }
            statements.stream()
                .filter(statement -> key(statement.target()).equals(name))
                .forEach(statement -> collect(statement.value(), next));
          }
        }
        open = next;
      }
      for (Statement statement : statements) {
        if (!used.contains(key(statement.target()))) {
          throw RuleException.syntax(
              statement.target().place(),
              statement.target() + " has no effect: it never reaches w",
              "remove it, or use it");
        }
      }
      for (String state : text.states()) {
        boolean isRead = used.contains(new Name(state, 0, Place.NOWHERE));
        if (!isRead && versions.get(state) == 0 && !text.otherwise().isEmpty()) {
          continue; // It is a state of the other kind of tensors.
        }
        if (versions.get(state) == 0 || !isRead) {
          throw RuleException.syntax(
              Place.NOWHERE,
              versions.get(state) == 0
                  ? "the state " + state + " is never assigned, and stays 0"
                  : "the state " + state + " is never read before it is assigned",
              versions.get(state) == 0
                  ? "remove it from states, or assign it"
                  : "remove it from states: a name needs no declaration");
        }
      }
    }

    private Name last(String name) {
      return new Name(name, versions.get(name), Place.NOWHERE);
    }

    private static void collect(Expression expression, Set<Name> names) {
      if (expression instanceof Name name) {
        names.add(key(name));
      }
      expression.parts().forEach(part -> collect(part, names));
    }
  }
}
