package org.texp4j.dl4j.internal.update;

import org.texp4j.schedule.Step;

/** The update of one block of tensors; it needs the step of the plan before it is applied. */
interface PlannedUpdate {

  /** By which recipe the tensors are trained. */
  ParameterGroup group();

  /**
   * Sets the coefficients of the next step. They are used once.
   *
   * @param shift the power of two by which the state is held below its scale
   */
  void prepare(Step step, long shift);

  /** The exception for an update whose step is not known. */
  static IllegalStateException unprepared() {
    return new IllegalStateException(
        "this network is trained by its generated training class, which sets the coefficients of"
            + " each step; Deeplearning4j's fit() does not know them");
  }
}
