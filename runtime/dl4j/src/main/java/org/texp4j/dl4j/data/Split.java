package org.texp4j.dl4j.data;

/** Which part of a data set: the one to train on or the one held back to evaluate on. */
public enum Split {
  /** The images to train on. */
  TRAINING,
  /** The images held back for evaluation; often called the test set. */
  EVALUATION
}
