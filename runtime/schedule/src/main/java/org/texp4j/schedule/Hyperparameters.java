package org.texp4j.schedule;

/** The rate η, the weight decay λ and the momentum γ of one step, each in its range. */
record Hyperparameters(double learningRate, double weightDecay, double momentum) {

  /**
   * Reads the values of a recipe at a step.
   *
   * @throws IllegalArgumentException if one of them leaves its range
   */
  static Hyperparameters of(Recipe recipe, long step) {
    return new Hyperparameters(
        inRange("learning rate", recipe.learningRate().at(step), Double.MAX_VALUE, step),
        inRange("weight decay", recipe.weightDecay().at(step), Double.MAX_VALUE, step),
        inRange("momentum", recipe.momentum().at(step), Math.nextDown(1.0), step));
  }

  /** The matrix of a step of a rule with these values; the step is counted from 0. */
  DecayMatrix decayMatrix(Rule rule, long step) {
    return rule.decayMatrix(learningRate, weightDecay, momentum, step);
  }

  private static double inRange(String name, double value, double maximum, long step) {
    if (value >= 0 && value <= maximum) {
      return value;
    }
    throw new IllegalArgumentException(
        name
            + " at step "
            + step
            + " is "
            + value
            + "; it must be at least 0 and "
            + (maximum < 1 ? "less than 1" : "finite"));
  }
}
