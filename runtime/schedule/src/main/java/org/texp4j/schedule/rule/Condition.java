package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.texp4j.schedule.rule.Expression.Call;
import org.texp4j.schedule.rule.Expression.Comparison;
import org.texp4j.schedule.rule.Expression.Name;

/** A condition on the attributes of a rule, such as {@code beta2 < 1}. Immutable. */
public final class Condition {

  private final Comparison comparison;

  private Condition(Comparison comparison) {
    this.comparison = comparison;
  }

  /**
   * Reads a condition.
   *
   * @param index its index among the conditions of the rule, which a fault names in place of that
   *     of a statement
   * @param attributes the names that it may contain
   * @throws RuleException if it cannot be read
   */
  public static Condition read(String text, int index, Set<String> attributes) {
    Comparison comparison = Parser.condition(text, index);
    comparison.parts().forEach(part -> requireNumber(part, attributes));
    return new Condition(comparison);
  }

  private static void requireNumber(Expression part, Set<String> attributes) {
    List<Expression> inside = part.parts();
    if (part instanceof Name name && !attributes.contains(name.name())) {
      throw RuleException.syntax(
          name.place(),
          "the rule has no attribute " + name.name(),
          attributes.isEmpty() ? "declare one" : "write one of " + String.join(", ", attributes));
    } else if (part instanceof Call call && call.function() == Function.WHERE) {
      if (!(call.argument(0) instanceof Comparison)) {
        throw RuleException.syntax(
            call.argument(0).place(),
            "\"" + call.argument(0) + "\" is no condition",
            "write a comparison, as in where(a > b, x, y)");
      }
      inside = new ArrayList<>(call.argument(0).parts());
      inside.addAll(call.arguments().subList(1, call.arguments().size()));
    } else if (part instanceof Comparison || part instanceof Call call && !isOfNumbers(call)) {
      throw noNumber(part);
    }
    inside.forEach(each -> requireNumber(each, attributes));
  }

  private static boolean isOfNumbers(Call call) {
    return switch (call.function()) {
      case SIGN, ABS, SQRT, MIN, MAX, WHERE -> true;
      default -> false;
    };
  }

  private static RuleException noNumber(Expression part) {
    return RuleException.syntax(
        part.place(), "\"" + part + "\" cannot be compared here", "compare attributes and numbers");
  }

  /** The attributes that it contains, in the order of the text. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    collect(comparison, names);
    return names;
  }

  private static void collect(Expression part, Set<String> names) {
    if (part instanceof Name name) {
      names.add(name.name());
    }
    part.parts().forEach(each -> collect(each, names));
  }

  /** Whether it holds for some values of the attributes. */
  public boolean holds(Map<String, Double> attributes) {
    return Numbers.holds(comparison, name -> attributes.get(name.name()));
  }

  /** The condition as it would be written. */
  @Override
  public String toString() {
    return comparison.toString();
  }
}
