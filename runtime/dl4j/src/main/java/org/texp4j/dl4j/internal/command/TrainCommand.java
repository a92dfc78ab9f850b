package org.texp4j.dl4j.internal.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Metric;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.checkpoint.Progress;
import org.texp4j.dl4j.internal.evaluation.Metrics;
import org.texp4j.dl4j.internal.metrics.MetricsTable;
import org.texp4j.dl4j.internal.report.RunReport;
import org.texp4j.dl4j.internal.run.DryRun;
import org.texp4j.dl4j.internal.run.Interval;
import org.texp4j.dl4j.internal.run.Resumption;
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
    description = "Trains the network, evaluates it and writes checkpoints; or resumes a run.",
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
          "Write manifest, metrics, checkpoints, models and report to this directory; default: a"
              + " new one in runs/. With --resume, the directory of the run to resume.")
  private Path out;

  @Option(
      names = "--resume",
      description =
          "Resume a run from its last checkpoint; default: the last run in runs/. Options given"
              + " earlier still apply.")
  private boolean resume;

  @Option(
      names = "--from",
      paramLabel = "STEP",
      description =
          "With --resume: go back to the checkpoint of this step; later files are renamed to"
              + " *.undone. The declaration may have changed, for instance to a smaller rate: from"
              + " that step on, the run follows the current declaration.")
  private Long from;

  @Option(
      names = "--as",
      paramLabel = "FORM",
      description =
          "Run the recipe in this form: ${COMPLETION-CANDIDATES}; default: the declared form."
              + " WEIGHT_DECAY is the recipe as declared, the baseline.")
  private RecipeForm form;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "INTERVAL",
      description =
          "Write a checkpoint every N steps (500) or epochs (2epochs); default: every epoch.")
  private Interval checkpoints;

  @Option(
      names = "--keep",
      paramLabel = "K",
      description = "Keep the last K checkpoints and the best; default: 3.")
  private Long kept;

  @Option(
      names = "--evaluate-every",
      paramLabel = "INTERVAL",
      description = "Evaluate every N steps (500) or epochs (2epochs); default: every epoch.")
  private Interval evaluations;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      description =
          "Compute the gradient of each batch in N parts, whose sizes differ by one example at most,"
              + " to save memory; batch normalization sees each part separately.")
  private Integer parts;

  @Option(
      names = "--average",
      paramLabel = "BETA",
      description =
          "Keep a moving average of the parameters with decay BETA per step, such as 0.999; evaluate"
              + " it and write it to best-model.zip and average-model.zip. It starts at the initial"
              + " parameters, of which it keeps BETA^N after N steps. It does not affect training.")
  private Double average;

  @Mixin private InitOption init;

  @Option(
      names = "--dry-run",
      description =
          "Do one step of everything (training, evaluation, writing and reading a checkpoint) in a"
              + " temporary directory, and leave nothing behind.")
  private boolean dryRun;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Stop early after N evaluations in a row without a better primary metric, such as"
              + " the accuracy of a classifier.")
  private Long patience;

  TrainCommand(Experiment experiment) {
    this.experiment = experiment;
  }

  @Override
  public Integer call() throws IOException {
    if (dryRun && resume) {
      throw new ParameterException(
          spec.commandLine(), "--dry-run begins a run of its own, so it cannot --resume one");
    }
    RunOptions options = options();
    PrintWriter printer = spec.commandLine().getOut();
    Backend backend = Backend.start();
    if (dryRun) {
      DryRun.perform(experiment, options);
      printer.println(
          "dry run: took a step, evaluated the network, wrote a checkpoint and resumed from it;"
              + " nothing is left behind");
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
      printLast(session, printer);
      printer.print(end.isEmpty() ? "" : end + System.lineSeparator());
      printer.flush();
    }
    return 0;
  }

  private TrainingSession open(RunOptions options) throws IOException {
    if (from != null && !resume) {
      throw new ParameterException(
          spec.commandLine(), "--from needs --resume: it goes back to an earlier checkpoint");
    }
    if (resume) {
      return from == null
          ? Resumption.resume(experiment, options, directoryToResume())
          : Resumption.goBack(experiment, options, directoryToResume(), from);
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
                      "there is no run to resume in "
                          + RunDirectory.first(experiment.name())
                          + ": name its directory with --out"));
    }
    if (!Files.isDirectory(out)) {
      throw new TrainingException("there is no run to resume in " + out);
    }
    return new RunDirectory(out);
  }

  private RunOptions options() {
    if (average != null && !(average > 0 && average < 1)) {
      throw new ParameterException(
          spec.commandLine(),
          "--average must be greater than 0 and less than 1, but is " + average);
    }
    return new RunOptions(
        data.directory(),
        Optional.ofNullable(form),
        atLeastOne("--epochs", epochs),
        atLeastOne("--limit-batches", limitBatches),
        atLeastOne("--accumulate", parts),
        Optional.ofNullable(average),
        Optional.ofNullable(checkpoints),
        atLeastOne("--keep", kept),
        Optional.ofNullable(evaluations),
        atLeastOne("--patience", patience),
        init.model());
  }

  /** The value of an option; empty if it was not given. */
  private <N extends Number> Optional<N> atLeastOne(String option, N value) {
    if (value != null) {
      RootCommand.requireAtLeastOne(spec, option, value.longValue());
    }
    return Optional.ofNullable(value);
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
            + " per epoch, in "
            + session.directory().path());
    run.identity()
        .average()
        .ifPresent(beta -> printer.println(Descriptions.average(beta, run.end())));
    if (session.writesCheckpointsWithinEpochs() && !run.repeatsEpochs()) {
      printer.println(
          "data: a checkpoint within an epoch can be resumed only if the training data have the"
              + " same order after a restart; data that shuffle themselves must be an EpochIterator or"
              + " ExampleIterator for that, or else write checkpoints every epoch");
    }
    run.notes().forEach(printer::println);
    session.notes().forEach(printer::println);
    printer.flush();
  }

  private void print(TrainingSession session, Progress reached, PrintWriter printer) {
    TrainingRun run = session.run();
    boolean wholeEpochs = run.step() % run.stepsPerEpoch() == 0;
    printer.printf(
        Locale.ROOT,
        "%s: mean loss %.4f%s%n",
        wholeEpochs ? "epoch " + run.step() / run.stepsPerEpoch() : "step " + run.step(),
        reached.meanLoss(),
        reached.metrics().isEmpty()
            ? ""
            : ", test " + Metrics.format(reached.metrics(), experiment));
    printer.flush();
  }

  /** The last evaluation and, unless it gives nothing but an accuracy, which metric is primary. */
  private void printLast(TrainingSession session, PrintWriter printer) {
    Progress reached = session.progress();
    if (reached.metrics().isEmpty()) {
      return;
    }
    String average = session.run().keepsAverage() ? "of the average " : "";
    for (Map.Entry<String, Double> each : reached.metrics().entrySet()) {
      Metric metric = Metrics.named(each.getKey(), experiment);
      printer.println(
          "test " + metric.name() + " " + average + Metrics.format(metric, each.getValue(), 2));
    }
    Metric primary = Metrics.named(reached.primary().orElseThrow(), experiment);
    boolean isClassifier = reached.metrics().keySet().equals(Set.of("accuracy"));
    if (!isClassifier && reached.bestStep().isPresent()) {
      printer.println(
          "best "
              + primary.name()
              + " "
              + Metrics.format(primary, reached.best().getAsDouble(), 2)
              + " at step "
              + reached.bestStep().getAsLong()
              + " (the "
              + (primary.better() == Metric.Better.HIGHER ? "higher" : "lower")
              + " the better), see "
              + session.directory().bestModel());
    }
  }
}
