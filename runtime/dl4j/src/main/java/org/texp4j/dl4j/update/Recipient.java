package org.texp4j.dl4j.update;

/** Which of the two recipes of a run a tensor is trained by. */
public enum Recipient {
  /** The declared recipe, with its weight decay. */
  DECLARED,
  /** The converted recipe: a growing rate and no weight decay. */
  CONVERTED
}
