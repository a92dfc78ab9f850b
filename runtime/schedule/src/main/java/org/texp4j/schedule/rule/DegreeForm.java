package org.texp4j.schedule.rule;

import java.util.Map;
import java.util.TreeMap;

/**
 * A degree of homogeneity as an affine form in unknown degrees. Immutable.
 *
 * @param unknowns the coefficient of each unknown, none of which is 0
 * @param constant the known part
 */
public record DegreeForm(Map<String, Rational> unknowns, Rational constant) {

  /** The degree 0. */
  public static final DegreeForm ZERO = of(Rational.ZERO);

  /** The degree 1. */
  public static final DegreeForm ONE = of(Rational.ONE);

  /** Creates a form. */
  public DegreeForm {
    unknowns = Map.copyOf(unknowns);
  }

  static DegreeForm of(Rational degree) {
    return new DegreeForm(Map.of(), degree);
  }

  /** Returns an unknown degree. */
  public static DegreeForm unknown(String name) {
    return new DegreeForm(Map.of(name, Rational.ONE), Rational.ZERO);
  }

  DegreeForm plus(DegreeForm other) {
    return plus(other, Rational.ONE);
  }

  DegreeForm minus(DegreeForm other) {
    return plus(other, Rational.of(-1));
  }

  /** Returns this + factor · other. */
  public DegreeForm plus(DegreeForm other, Rational factor) {
    Map<String, Rational> sum = new TreeMap<>(unknowns);
    other.unknowns.forEach((name, each) -> sum.merge(name, each.times(factor), Rational::plus));
    sum.values().removeIf(Rational::isZero);
    return new DegreeForm(sum, constant.plus(other.constant.times(factor)));
  }

  DegreeForm times(Rational factor) {
    return ZERO.plus(this, factor);
  }
}
