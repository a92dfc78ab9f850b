package org.texp4j.dl4j.train;

import org.nd4j.linalg.dataset.DataSet;
import org.texp4j.schedule.Step;

/** A run in progress. */
public final class TrainingRun {
  private TrainingRun() {}

  /** next. */
  public boolean hasNext() {
    return false;
  }

  /** next. */
  public DataSet nextBatch() {
    return null;
  }

  /** next. */
  public Step nextStep() {
    return null;
  }

  /** gradient. */
  public void computeGradient(DataSet batch) {}

  /** update. */
  public void update(Step step) {}

  /** carry. */
  public void carry(Step step) {}

  /** listeners. */
  public void notifyListeners(Step step) {}
}
