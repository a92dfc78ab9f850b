package org.texp4j.dl4j.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.backend.Backend;
import org.texp4j.dl4j.report.RunReport;
import org.texp4j.dl4j.train.Evaluator;
import org.texp4j.dl4j.train.MetricsFile;
import org.texp4j.dl4j.train.MetricsTable;
import org.texp4j.dl4j.train.RunDirectory;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Conversion;
import org.texp4j.schedule.Step;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains the experiment. */
@Command(
    name = "train",
    description = "Trains the network and evaluates it after every epoch.",
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
          "Write metrics, model and report to this directory, which must hold no run yet; by"
              + " default a new directory below runs/.")
  private Path out;

  @Option(
      names = "--as",
      paramLabel = "FORM",
      description =
          "Run the recipe in this form: ${COMPLETION-CANDIDATES}; by default the declared one."
              + " WEIGHT_DECAY is the baseline that the others are equivalent to.")
  private Conversion form;

  TrainCommand(Experiment experiment) {
    this.experiment = experiment;
  }

  @Override
  public Integer call() throws IOException {
    RunSettings settings =
        RunSettings.of(experiment)
            .withData(data.directory())
            .withConversion(form == null ? experiment.conversion() : form)
            .stoppingAfter(
                atLeastOne("--epochs", epochs), atLeastOne("--limit-batches", limitBatches));
    PrintWriter printer = spec.commandLine().getOut();
    Backend backend = Backend.start();
    TrainingRun run = TrainingRun.start(experiment, settings);
    Optional<Evaluator> evaluator = Evaluator.of(experiment, settings);
    RunDirectory directory =
        out == null ? RunDirectory.next(experiment.name()) : RunDirectory.at(out);

    printer.println(
        experiment.name()
            + " as "
            + settings.conversion()
            + ": "
            + Descriptions.recipe(run.plan()));
    printer.println("backend: " + backend.note());
    printer.println(
        "run: "
            + run.end()
            + " steps, "
            + run.stepsPerEpoch()
            + " an epoch, into "
            + directory.path());
    if (run.stepsPerEpoch() != experiment.stepsPerEpoch()) {
      printer.println(
          "data: epochs have "
              + run.stepsPerEpoch()
              + " steps with this data, not the declared "
              + experiment.stepsPerEpoch()
              + "; lengths in epochs follow");
    }
    printer.flush();

    long start = System.nanoTime();
    try (MetricsFile metrics = directory.metrics();
        ProgressDisplay progress = ProgressDisplay.on(printer, evaluator)) {
      metrics.start(run, experiment);
      run.addListener(metrics);
      run.addListener(progress);
      evaluator.ifPresent(
          evaluation -> run.addListener(evaluationAfterEpochs(evaluation, metrics)));
      experiment.loop().train(run);
    }
    run.network().save(directory.model().toFile());
    double seconds = (System.nanoTime() - start) / 1e9;
    MetricsTable.write(directory.metricsPath(), directory.metricsTable());
    RunReport.write(experiment, directory, Optional.empty(), directory.report());
    printer.printf(Locale.ROOT, "trained %d steps in %.1f s%n", run.step(), seconds);
    printer.println("report: " + directory.report());
    evaluator
        .flatMap(Evaluator::lastAccuracy)
        .ifPresent(
            accuracy -> printer.printf(Locale.ROOT, "test accuracy %.2f %%%n", 100 * accuracy));
    printer.flush();
    return 0;
  }

  private StepListener evaluationAfterEpochs(Evaluator evaluator, MetricsFile metrics) {
    PrintWriter printer = spec.commandLine().getOut();
    return new StepListener() {
      private double sum;
      private long steps;

      @Override
      public void stepDone(TrainingRun run, Step step) {
        sum += run.loss();
        steps++;
      }

      @Override
      public void epochDone(TrainingRun run, long epoch) {
        double accuracy = evaluator.accuracy(run);
        metrics.evaluationDone(run, epoch, accuracy);
        printer.printf(
            Locale.ROOT,
            "epoch %d: mean loss %.4f, test accuracy %.2f %%%n",
            epoch + 1,
            sum / steps,
            100 * accuracy);
        printer.flush();
        sum = 0;
        steps = 0;
      }
    };
  }

  private OptionalLong atLeastOne(String option, Long value) {
    if (value == null) {
      return OptionalLong.empty();
    }
    ExperimentCommand.requireAtLeastOne(spec, option, value);
    return OptionalLong.of(value);
  }
}
