package org.texp4j.schedule.rule;

/** The exception for a rule that cannot be read, or has no equivalent without weight decay. */
public final class RuleException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final transient Fault fault;

  RuleException(Fault fault) {
    super(fault.toString());
    this.fault = fault;
  }

  static RuleException syntax(Place place, String problem, String remedy) {
    return new RuleException(new Fault(Fault.Kind.SYNTAX, place, problem, remedy));
  }

  /** The exception for a state that no statement uses. */
  public static RuleException unusedState(String state) {
    return syntax(
        Place.NOWHERE,
        "the state " + state + " has no effect: it never reaches w",
        "remove it from states, or use it");
  }

  static RuleException decay(Place place, String problem, String remedy) {
    return new RuleException(new Fault(Fault.Kind.DECAY, place, problem, remedy));
  }

  /** What is wrong, and where. */
  public Fault fault() {
    return fault;
  }
}
