package org.texp4j.examples;

import org.texp4j.dl4j.Experiment;

/** The experiments that are measured; their generated classes are visible to this package only. */
public final class Experiments {

  private Experiments() {}

  /** What {@code PreResNet20Training} trains. */
  public static Experiment preResNet20() {
    return PreResNet20Training.EXPERIMENT;
  }

  /** What {@code PreResNet32Training} trains. */
  public static Experiment preResNet32() {
    return PreResNet32Training.EXPERIMENT;
  }
}
