package org.texp4j.dl4j.data;

/** A part of a data set. */
public enum Split {
  /** The images to train on. */
  TRAINING,
  /** The images held out for evaluation, often called the test set. */
  EVALUATION
}
