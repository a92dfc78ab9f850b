package org.texp4j.schedule.rule;

/**
 * A reason why a rule cannot be read or converted.
 *
 * @param kind what is at fault
 * @param place where in the text
 * @param problem what is wrong, as a clause without a full stop
 * @param remedy what to write instead, as a clause without a full stop
 */
public record Fault(Kind kind, Place place, String problem, String remedy) {

  /** The kinds of faults. */
  public enum Kind {
    /** The text cannot be read as a rule. */
    SYNTAX,
    /** Two terms have no common degree, so the rule has no equivalent of another scale. */
    DEGREE,
    /** The weight decay cannot be removed. */
    DECAY
  }

  /** Returns a fault of a rule as a whole. */
  public static Fault ofWhole(Kind kind, String problem, String remedy) {
    return new Fault(kind, Place.NOWHERE, problem, remedy);
  }

  @Override
  public String toString() {
    return problem + "; " + remedy;
  }
}
