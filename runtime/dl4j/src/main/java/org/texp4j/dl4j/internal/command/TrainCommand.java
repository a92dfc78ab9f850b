package org.texp4j.dl4j.internal.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.metrics.MetricsTable;
import org.texp4j.dl4j.internal.report.RunReport;
import org.texp4j.dl4j.internal.run.DryRun;
import org.texp4j.dl4j.internal.run.Interval;
import org.texp4j.dl4j.internal.run.Progress;
import org.texp4j.dl4j.internal.run.RunDirectory;
import org.texp4j.dl4j.internal.run.RunOptions;
import org.texp4j.dl4j.internal.run.TrainingSession;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains the experiment. */
@Command(
    name = "train",
    description = "Trains the network, evaluates it and writes checkpoints; or goes on with a run.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

  private final Experiment experiment;

  @Spec private CommandSpec spec;
  @Mixin private DataOption data;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Stop after N epochs; the schedule stays as declared.")
  private Long epochs;

  @Option(
      names = "--limit-batches",
      paramLabel = "N",
      description = "Stop after N batches in all; the schedule stays as declared.")
  private Long limitBatches;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Write manifest, metrics, checkpoints, models and report to this directory; by default a"
              + " new one below runs/. With --resume, the directory of the run to go on with.")
  private Path out;

  @Option(
      names = "--resume",
      description =
          "Go on with a run from its last checkpoint, by default with the last below runs/."
              + " Options given before stay as they were.")
  private boolean resume;

  @Option(
      names = "--from",
      paramLabel = "STEP",
      description =
          "With --resume: go back to the checkpoint of this step; what came after it is put aside"
              + " as *.undone. The declaration may have changed, as to a smaller rate: from there"
              + " on the run follows it as it is now.")
  private Long from;

  @Option(
      names = "--as",
      paramLabel = "FORM",
      description =
          "Run the recipe in this form: ${COMPLETION-CANDIDATES}; by default the declared one."
              + " WEIGHT_DECAY is the baseline that the others are equivalent to.")
  private RecipeForm form;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "INTERVAL",
      description =
          "Write a checkpoint every so many steps, 500, or epochs, 2epochs; by default 1epochs.")
  private Interval checkpoints;

  @Option(
      names = "--keep",
      paramLabel = "K",
      description = "Keep the last K checkpoints, and the best; by default 3.")
  private Long kept;

  @Option(
      names = "--evaluate-every",
      paramLabel = "INTERVAL",
      description = "Evaluate every so many steps, 500, or epochs, 2epochs; by default 1epochs.")
  private Interval evaluations;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      description =
          "Compute the gradient of each batch in N parts, to save memory; batch normalization sees"
              + " each part for itself.")
  private Long parts;

  @Option(
      names = "--average",
      paramLabel = "BETA",
      description =
          "Keep a moving average of the parameters, of which BETA stays at each step, as 0.999, and"
              + " evaluate it, and write it to best-model.zip and average-model.zip. It has no effect"
              + " on the steps of the run.")
  private Double average;

  @Option(
      names = "--dry-run",
      description =
          "Do one step of everything - training, evaluation, writing and reading a checkpoint - in"
              + " a temporary directory, and leave nothing behind.")
  private boolean dryRun;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Stop early when N evaluations in a row found no better accuracy.")
  private Long patience;

  TrainCommand(Experiment experiment) {
    this.experiment = experiment;
  }

  @Override
  public Integer call() throws IOException {
    RunOptions options = options();
    PrintWriter printer = spec.commandLine().getOut();
    Backend backend = Backend.start();
    if (dryRun) {
      DryRun.of(experiment, options);
      printer.println(
          "dry run: a step was taken, the network evaluated, a checkpoint written and taken up"
              + " again; nothing is left behind");
      printer.flush();
      return 0;
    }
    try (TrainingSession session = open(options)) {
      describe(session, backend, printer);
      long start = System.nanoTime();
      long from = session.run().step();
      String end;
      try (ProgressDisplay progress = ProgressDisplay.on(printer, session.evaluator())) {
        end = session.train(List.of(progress), reached -> print(session, reached, printer));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      RunDirectory directory = session.directory();
      MetricsTable.write(directory.metricsPath(), directory.metricsTable());
      RunReport.write(experiment, directory, Optional.empty(), directory.report());
      printer.printf(
          Locale.ROOT, "trained %d steps in %.1f s%n", session.run().step() - from, seconds);
      printer.println("report: " + directory.report());
      session
          .progress()
          .accuracy()
          .ifPresent(
              accuracy ->
                  printer.printf(
                      Locale.ROOT,
                      "test accuracy%s %.2f %%%n",
                      session.run().keepsAverage() ? " of the average" : "",
                      100 * accuracy));
      printer.print(end.isEmpty() ? "" : end + System.lineSeparator());
      printer.flush();
    }
    return 0;
  }

  private TrainingSession open(RunOptions options) throws IOException {
    if (from != null && !resume) {
      throw new ParameterException(spec.commandLine(), "--from goes back in a run: add --resume");
    }
    if (resume) {
      return from == null
          ? TrainingSession.resume(experiment, options, directoryToResume())
          : TrainingSession.goBack(experiment, options, directoryToResume(), from);
    }
    if (out != null) {
      return TrainingSession.begin(experiment, options, RunDirectory.at(out));
    }
    RunDirectory directory = RunDirectory.next(experiment.name());
    boolean begun = false;
    try {
      TrainingSession session = TrainingSession.begin(experiment, options, directory);
      begun = true;
      return session;
    } finally {
      if (!begun) {
        directory.discard();
      }
    }
  }

  private RunDirectory directoryToResume() {
    if (out == null) {
      return RunDirectory.latestBegun(experiment.name())
          .orElseThrow(
              () ->
                  new TrainingException(
                      "there is no run below "
                          + RunDirectory.first(experiment.name())
                          + " to go on with: name its directory with --out"));
    }
    if (!Files.isDirectory(out)) {
      throw new TrainingException("there is no run in " + out + " to go on with");
    }
    return new RunDirectory(out);
  }

  private RunOptions options() {
    RunOptions options = RunOptions.DEFAULTS;
    if (data.directory().isPresent()) {
      options = options.withData(data.directory().get());
    }
    if (form != null) {
      options = options.withForm(form);
    }
    if (epochs != null) {
      options = options.withEpochs(atLeastOne("--epochs", epochs));
    }
    if (limitBatches != null) {
      options = options.withLimit(atLeastOne("--limit-batches", limitBatches));
    }
    if (checkpoints != null) {
      options = options.withCheckpoints(checkpoints);
    }
    if (kept != null) {
      options = options.withKept(atLeastOne("--keep", kept));
    }
    if (evaluations != null) {
      options = options.withEvaluations(evaluations);
    }
    if (parts != null) {
      options = options.withParts(atLeastOne("--accumulate", parts));
    }
    if (average != null) {
      if (!(average > 0 && average < 1)) {
        throw new ParameterException(
            spec.commandLine(),
            "--average must be greater than 0 and less than 1, but is " + average);
      }
      options = options.withAverage(average);
    }
    if (patience != null) {
      options = options.withPatience(atLeastOne("--patience", patience));
    }
    return options;
  }

  private void describe(TrainingSession session, Backend backend, PrintWriter printer) {
    TrainingRun run = session.run();
    printer.println(
        experiment.name()
            + " as "
            + session.settings().form()
            + ": "
            + Descriptions.recipe(run.plan()));
    printer.println("backend: " + backend.note());
    printer.println("layers: " + run.network().computedBy());
    printer.println(
        "run: "
            + run.end()
            + " steps, "
            + run.stepsPerEpoch()
            + " an epoch, into "
            + session.directory().path());
    if (run.stepsPerEpoch() != experiment.stepsPerEpoch()) {
      printer.println(
          "data: epochs have "
              + run.stepsPerEpoch()
              + " steps with this data, not the declared "
              + experiment.stepsPerEpoch()
              + "; lengths in epochs follow");
    }
    session.notes().forEach(printer::println);
    printer.flush();
  }

  private static void print(TrainingSession session, Progress reached, PrintWriter printer) {
    TrainingRun run = session.run();
    boolean wholeEpochs = run.step() % run.stepsPerEpoch() == 0;
    printer.printf(
        Locale.ROOT,
        "%s: mean loss %.4f%s%n",
        wholeEpochs ? "epoch " + run.step() / run.stepsPerEpoch() : "step " + run.step(),
        reached.meanLoss(),
        reached.accuracy().isPresent()
            ? String.format(
                Locale.ROOT, ", test accuracy %.2f %%", 100 * reached.accuracy().getAsDouble())
            : "");
    printer.flush();
  }

  private long atLeastOne(String option, long value) {
    RootCommand.requireAtLeastOne(spec, option, value);
    return value;
  }
}
