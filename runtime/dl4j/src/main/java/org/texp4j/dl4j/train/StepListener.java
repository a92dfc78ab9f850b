package org.texp4j.dl4j.train;

import org.texp4j.schedule.Step;

/** A listener to the steps and epochs of a run, called on the training thread. */
public interface StepListener {

  /** Called after each step. */
  default void stepDone(TrainingRun run, Step step) {}

  /**
   * Called after the last step of each epoch, and when the run stops within one.
   *
   * @param epoch the epoch, from 0
   */
  default void epochDone(TrainingRun run, long epoch) {}

  /**
   * Called after every listener was notified of a step and of the epoch it may end: the run is
   * before its next step.
   */
  default void settled(TrainingRun run) {}
}
