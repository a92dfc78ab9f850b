package org.texp4j.dl4j.command;

import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.internal.command.RootCommand;

/** The command line of an experiment: what the {@code main} of a training class runs. */
public final class ExperimentCommand {

  private ExperimentCommand() {}

  /**
   * Runs a command; {@code --help} lists them.
   *
   * @param arguments the command and its options
   * @return the exit code: 0 done, 1 failed, 2 bad usage
   */
  public static int run(Experiment experiment, String... arguments) {
    return RootCommand.run(experiment, arguments);
  }
}
