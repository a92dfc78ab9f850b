package org.texp4j.processor.write;

import org.texp4j.processor.model.Training;

/** What the comments of a training class say about its run. */
interface Explanation {

  /** The paper that the theorems come from. */
  String PAPER =
      "Z. Li and S. Arora, \"An Exponential Learning Rate Schedule for Deep Learning\", ICLR 2020";

  /** The explanation of a run, which depends on its form and its update rule. */
  static Explanation of(Training training) {
    UpdateFormulas update = UpdateFormulas.of(training.recipe().rule());
    return training.form().isConverted()
        ? new ConvertedExplanation(training, update)
        : new DeclaredExplanation(training, update);
  }

  /** What the run is, and why; leads to the {@link #formula}. */
  String overview();

  /** The formula, on one or several lines. */
  String formula();

  /** What follows from the formula. */
  String conclusion();

  /** What the plan contains. */
  String plan();

  /** What a step of the loop does. */
  String loop();

  /** What a step of the plan contains. */
  String step();

  /** Which gradient is computed. */
  String gradient();

  /** How the weights are updated. */
  String update();

  /** What else changes after the update. */
  String carry();

  /** The run with weight decay whose states can be mapped to this one's: "the declared run". */
  String counterpart();

  /** A state of this run in terms of one of its {@link #counterpart}. */
  String mapping();

  /** A state of the {@link #counterpart} in terms of one of this run. */
  String inverseMapping();

  /** A state of the {@link #counterpart}. */
  String declaredState();

  /** A state of this run. */
  String convertedState();
}
