package org.texp4j.dl4j.internal.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.report.RunReport;
import org.texp4j.dl4j.internal.run.RunDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the report of a run; starts no backend. */
@Command(
    name = "report",
    description = "Writes a report on a run as one self-contained HTML page.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  private final Experiment experiment;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN_DIR",
      description =
          "The directory of the run, with its metrics.jsonl; default: the last run in runs/.")
  private Path directory;

  @Option(
      names = "--with",
      paramLabel = "OTHER_RUN_DIR",
      description = "Draw this run beside it, and the deviation of the two at each step.")
  private Path with;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write to this file; default: report.html in the directory of the run.")
  private Path out;

  ReportCommand(Experiment experiment) {
    this.experiment = experiment;
  }

  @Override
  public Integer call() throws IOException {
    RunDirectory run =
        directory == null
            ? RunDirectory.latest(experiment.name())
                .orElseThrow(
                    () ->
                        new TrainingException(
                            "there is no finished run in "
                                + RunDirectory.first(experiment.name())
                                + ": train first, or name the directory of a run"))
            : new RunDirectory(directory);
    Path file = out == null ? run.report() : out;
    RunReport.write(experiment, run, Optional.ofNullable(with).map(RunDirectory::new), file);
    spec.commandLine().getOut().println("report    " + file);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
