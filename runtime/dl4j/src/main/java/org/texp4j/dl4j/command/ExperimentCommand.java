package org.texp4j.dl4j.command;

import org.texp4j.dl4j.Experiment;

/** The command line of an experiment. */
public final class ExperimentCommand {
  private ExperimentCommand() {}

  /** Runs. */
  public static int run(Experiment experiment, String... arguments) {
    return 0;
  }
}
