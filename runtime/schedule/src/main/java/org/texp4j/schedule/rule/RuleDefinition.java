package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

  private final RuleText text;
  private final List<Statement> statements;
  private final Map<String, Integer> versions;
  private final Map<Name, Kind> kinds;

  private RuleDefinition(
      RuleText text,
      List<Statement> statements,
      Map<String, Integer> versions,
      Map<Name, Kind> kinds) {
    this.text = text;
    this.statements = List.copyOf(statements);
    this.versions = Map.copyOf(versions);
    this.kinds = kinds;
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
    return statements.stream()
        .filter(statement -> key(statement.target()).equals(key(name)))
        .findFirst()
        .orElseThrow()
        .value();
  }

  /** The states that are assigned. */
  Set<String> usedStates() {
    Set<String> used = new LinkedHashSet<>(text.states());
    used.removeIf(state -> versions.get(state) == 0);
    return used;
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

  /** Returns the kind of an expression of this rule. */
  Kind kind(Expression expression) {
    return kindOf(expression, kinds);
  }

  /** Whether a name means the recipe's momentum. */
  boolean isMomentum(String name) {
    return name.equals(MOMENTUM) || text.momentum().filter(name::equals).isPresent();
  }

  /** The same name and version, wherever it is written. */
  static Name key(Name name) {
    return new Name(name.name(), name.version(), Place.NOWHERE);
  }

  private static Kind kindOf(Expression expression, Map<Name, Kind> kinds) {
    if (expression instanceof Literal) {
      return Kind.NUMBER;
    } else if (expression instanceof Name name) {
      return kinds.get(key(name));
    } else if (expression instanceof Negative negative) {
      return kindOf(negative.operand(), kinds);
    } else if (expression instanceof Binary binary) {
      return Kind.of(
          Kind.join(kindOf(binary.left(), kinds).extent(), kindOf(binary.right(), kinds).extent()));
    } else if (expression instanceof Comparison comparison) {
      return Kind.condition(
          Kind.join(
              kindOf(comparison.left(), kinds).extent(),
              kindOf(comparison.right(), kinds).extent()));
    }
    Call call = (Call) expression;
    if (call.function().reduces()) {
      return Kind.of(Extent.REDUCED);
    }
    Extent extent = Extent.NUMBER;
    for (Expression argument : call.arguments()) {
      extent = Kind.join(extent, kindOf(argument, kinds).extent());
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
            "write w or one of " + text.states());
      }
      requireUse();
      return new RuleDefinition(text, statements, versions, kinds);
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
            "give it another name, of letters and digits");
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
              "nothing here is called " + name.name(),
              Function.named(name.name()).isPresent()
                  ? "write its argument in parentheses"
                  : "declare a state or an attribute of this name, or assign it first");
        }
        Name resolved = new Name(name.name(), version, name.place());
        return conditions.getOrDefault(key(resolved), resolved);
      } else if (expression instanceof Negative negative) {
        return new Negative(resolve(negative.operand()), negative.place());
      } else if (expression instanceof Binary binary) {
        return new Binary(
            binary.operator(), resolve(binary.left()), resolve(binary.right()), binary.place());
      } else if (expression instanceof Comparison comparison) {
        return new Comparison(
            comparison.relation(),
            resolve(comparison.left()),
            resolve(comparison.right()),
            comparison.place());
      } else if (expression instanceof Call call) {
        return new Call(
            call.function(), call.arguments().stream().map(this::resolve).toList(), call.place());
      }
      return expression;
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
          && kindOf(power.right(), kinds).extent() != Extent.NUMBER) {
        throw RuleException.syntax(
            power.right().place(),
            "the exponent \"" + power.right() + "\" is " + kindOf(power.right(), kinds),
            "an exponent is a number that is known before the step");
      }
      return kindOf(expression, kinds);
    }

    private void checkCall(Call call) {
      int first = 0;
      if (call.function() == Function.WHERE) {
        first = 1;
        if (!kindOf(call.argument(0), kinds).condition()) {
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
        if (ofTensor && !kindOf(argument, kinds).isTensor()) {
          throw RuleException.syntax(
              argument.place(),
              call.function().symbol()
                  + " is of a tensor, but \""
                  + argument
                  + "\" is "
                  + kindOf(argument, kinds),
              "write a tensor, such as g");
        }
      }
    }

    private void requireNumbers(Expression operand) {
      if (kindOf(operand, kinds).condition()) {
        throw RuleException.syntax(
            operand.place(),
            "\"" + operand + "\" is a condition, with which nothing can be computed",
            "write where(" + operand + ", x, y)");
      }
    }

    /** Every name that is assigned, and every state, has to reach w. */
    private void requireUse() {
      Set<Name> used = new HashSet<>();
      Set<Name> open = new HashSet<>(Set.of(last(WEIGHTS)));
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
