package org.texp4j.schedule.rule;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A system of linear equations over the rationals, to which equations are added one by one.
 *
 * <p>Unknowns are ordered: where an equation leaves a choice, the first of them is expressed by the
 * later ones, so those that stay free are as late as possible.
 */
final class LinearSystem {

  private final Comparator<String> order;
  private final Map<String, DegreeForm> solved = new LinkedHashMap<>();

  LinearSystem(Comparator<String> order) {
    this.order = order;
  }

  /** Adds an equation unless it contradicts the others; returns whether it was added. */
  boolean add(DegreeForm left, DegreeForm right) {
    DegreeForm difference = reduced(left.minus(right));
    if (difference.unknowns().isEmpty()) {
      return difference.constant().isZero();
    }
    String pivot = difference.unknowns().keySet().stream().min(order).orElseThrow();
    Rational factor = Rational.of(-1).dividedBy(difference.unknowns().get(pivot));
    DegreeForm rest = difference.times(factor).plus(DegreeForm.unknown(pivot));
    solved.replaceAll((name, form) -> substituted(form, pivot, rest));
    solved.put(pivot, rest);
    return true;
  }

  /** Returns a form in which the solved unknowns are replaced. */
  DegreeForm reduced(DegreeForm form) {
    DegreeForm result = form;
    for (Map.Entry<String, DegreeForm> each : solved.entrySet()) {
      result = substituted(result, each.getKey(), each.getValue());
    }
    return result;
  }

  /** Returns the value of a form in which every unknown that stays free is 0. */
  Rational value(DegreeForm form) {
    return reduced(form).constant();
  }

  private static DegreeForm substituted(DegreeForm form, String name, DegreeForm by) {
    Rational factor = form.unknowns().get(name);
    return factor == null
        ? form
        : form.plus(DegreeForm.unknown(name), factor.negated()).plus(by, factor);
  }
}
