package org.texp4j.dl4j.internal.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.internal.run.Reproduction;
import org.texp4j.dl4j.internal.run.RunDirectory;
import org.texp4j.dl4j.train.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a finished run again and compares the two. */
@Command(
    name = "reproduce",
    description =
        "Trains a finished run again from its manifest and prints every difference; exit code 1 if"
            + " the results differ.",
    mixinStandardHelpOptions = true)
final class ReproduceCommand implements Callable<Integer> {

  private final Experiment experiment;

  @Spec private CommandSpec spec;
  @Mixin private DataOption data;

  @Parameters(paramLabel = "RUN_DIR", description = "The directory of the run.")
  private Path directory;

  ReproduceCommand(Experiment experiment) {
    this.experiment = experiment;
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter printer = spec.commandLine().getOut();
    Backend.start();
    Reproduction reproduction;
    try (ProgressDisplay progress = ProgressDisplay.on(printer, Optional.empty())) {
      reproduction =
          Reproduction.train(
              experiment, new RunDirectory(directory), data.directory(), List.of(progress));
    }
    reproduction.causes().forEach(printer::println);
    if (!reproduction.isSame() && reproduction.causes().isEmpty()) {
      printer.println(
          "nothing recorded about the run has changed, so its network, data or loop depends on more"
              + " than the declaration and the seed");
    }
    reproduction.firstStep().ifPresent(step -> printer.println("first difference at " + step));
    reproduction.effects().forEach(printer::println);
    printer.println(
        reproduction.isSame()
            ? "reproduced: the same parameters, velocities, losses and metrics, bit for bit"
            : "NOT reproduced");
    printer.flush();
    return reproduction.isSame() ? 0 : RootCommand.FAILED;
  }
}
