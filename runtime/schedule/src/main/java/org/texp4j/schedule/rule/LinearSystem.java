package org.texp4j.schedule.rule;

import java.util.HashMap;
import java.util.Map;

/**
 * A system of linear equations over the rationals, to which equations are added one by one: what
 * the degrees of an update rule have to satisfy, and which weights of a network may be scaled.
 *
 * <p>Unknowns are ordered by name: where an equation leaves a choice, the first of them is
 * expressed by the later ones, so those that stay free are as late as possible. Not safe for use by
 * several threads.
 */
public final class LinearSystem {

  /** What each solved unknown is, in terms of those that are free. */
  private final Map<String, DegreeForm> solved;

  /** Creates a system without equations. */
  public LinearSystem() {
    solved = new HashMap<>();
  }

  /** Creates a system with the equations of another. */
  public LinearSystem(LinearSystem other) {
    solved = new HashMap<>(other.solved);
  }

  /** Adds an equation unless it contradicts the others; returns whether it was added. */
  public boolean add(DegreeForm left, DegreeForm right) {
    DegreeForm difference = reduced(left.minus(right));
    if (difference.unknowns().isEmpty()) {
      return difference.constant().isZero();
    }
    String pivot = difference.unknowns().keySet().stream().sorted().findFirst().orElseThrow();
    Rational factor = Rational.of(-1).dividedBy(difference.unknowns().get(pivot));
    DegreeForm rest = difference.times(factor).plus(DegreeForm.unknown(pivot));
    solved.replaceAll((name, form) -> substituted(form, pivot, rest));
    solved.put(pivot, rest);
    return true;
  }

  /** Returns a form in which the solved unknowns are replaced. */
  public DegreeForm reduced(DegreeForm form) {
    DegreeForm result = form;
    for (String name : form.unknowns().keySet()) {
      DegreeForm value = solved.get(name);
      result = value == null ? result : substituted(result, name, value);
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
