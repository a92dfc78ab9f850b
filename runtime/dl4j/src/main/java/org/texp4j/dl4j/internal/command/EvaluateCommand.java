package org.texp4j.dl4j.internal.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.evaluation.classification.Evaluation;
import org.texp4j.dl4j.EvaluationResult;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainedNetwork;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFile;
import org.texp4j.dl4j.internal.checkpoint.DamagedCheckpointException;
import org.texp4j.dl4j.internal.checkpoint.UnusableCheckpointException;
import org.texp4j.dl4j.internal.markup.Numbers;
import org.texp4j.dl4j.internal.network.ClassAllowlist;
import org.texp4j.dl4j.internal.run.RunDirectory;
import org.texp4j.dl4j.internal.setup.NetworkDeclaration;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.dl4j.train.Evaluator;
import org.texp4j.dl4j.train.RunIdentity;
import org.texp4j.dl4j.train.RunSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Evaluates a trained model. */
@Command(
    name = "evaluate",
    description = "Evaluates a trained model on the evaluation data.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

  private final Experiment experiment;

  @Spec private CommandSpec spec;
  @Mixin private DataOption data;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN_DIR",
      description =
          "The directory of the run, with its model.zip, or a model or checkpoint itself; default:"
              + " the last run in runs/.")
  private Path path;

  @Option(names = "--best", description = "Evaluate the best model of the run instead of the last.")
  private boolean best;

  @Option(names = "--average", description = "Evaluate the moving average of a run that kept one.")
  private boolean average;

  @Option(
      names = "--any-experiment",
      description = "Evaluate the model even if it is of another experiment.")
  private boolean anyExperiment;

  EvaluateCommand(Experiment experiment) {
    this.experiment = experiment;
  }

  @Override
  public Integer call() throws IOException {
    if (best && average) {
      throw new ParameterException(
          spec.commandLine(), "--best and --average are two models: name one of them");
    }
    Path model = model();
    if (!Files.isRegularFile(model)) {
      throw new TrainingException(
          Files.exists(model)
              ? model + " is no file: name a model, or the directory of a run"
              : "there is no " + model + ": train first, or name the directory of a run");
    }
    Backend.start();
    Evaluator evaluator =
        Evaluator.open(experiment, RunSettings.of(experiment).withData(data.directory()))
            .orElseThrow(
                () ->
                    new TrainingException(
                        experiment.name() + " declares no @EvaluationData method"));
    EvaluationResult result = evaluator.evaluate(load(model));
    PrintWriter printer = spec.commandLine().getOut();
    printer.println("model     " + model);
    int width =
        result.metrics().keySet().stream().mapToInt(each -> each.name().length()).max().getAsInt();
    result
        .metrics()
        .forEach((metric, value) -> print(metric.name(), Math.max(9, width), value, printer));
    result
        .evaluations()
        .forEach(
            (output, evaluation) -> {
              if (result.evaluations().size() > 1) {
                printer.println();
                printer.println("output    " + output);
              }
              print(evaluation, printer);
            });
    printer.flush();
    return 0;
  }

  private static void print(IEvaluation<?> evaluation, PrintWriter printer) {
    if (evaluation instanceof Evaluation classes) {
      print("precision", 9, classes.precision(), printer);
      print("recall", 9, classes.recall(), printer);
      print("F1", 9, classes.f1(), printer);
      printer.print(classes.confusionMatrix());
    } else {
      printer.println(evaluation.stats());
    }
  }

  /** With decimals for a fraction; an error may be small. */
  private static void print(String name, int width, double value, PrintWriter printer) {
    boolean isSmall = value != 0 && Math.abs(value) < 0.01;
    String digits = isSmall ? Numbers.plain(value, 4) : String.format(Locale.ROOT, "%.4f", value);
    printer.println(String.format(Locale.ROOT, "%-" + width + "s %s", name, digits));
  }

  private Path model() {
    if (path != null && Files.exists(path) && !Files.isDirectory(path)) {
      if (best || average) {
        throw new ParameterException(
            spec.commandLine(),
            (best ? "--best" : "--average")
                + " chooses a model of a run, but "
                + path
                + " is no directory of a run");
      }
      return path;
    }
    RunDirectory run =
        path == null
            ? RunDirectory.latest(experiment.name())
                .orElseThrow(
                    () ->
                        new TrainingException(
                            "there is no trained model in "
                                + RunDirectory.first(experiment.name())
                                + ": train first, or name the directory of a run"))
            : new RunDirectory(path);
    if (average) {
      return run.averageModel();
    }
    return best ? run.bestModel() : run.model();
  }

  private TrainedNetwork load(Path model) throws IOException {
    ClassAllowlist allowed =
        ClassAllowlist.withThoseOf(() -> NetworkDeclaration.describe(experiment));
    try {
      requireOwn(model, CheckpointFile.readIdentity(model));
      return CheckpointFile.readNetwork(model, allowed);
    } catch (UnusableCheckpointException e) {
      throw new TrainingException(e.getMessage(), e);
    } catch (DamagedCheckpointException e) {
      throw new TrainingException(
          model
              + " is not a model written by train, or is damaged ("
              + e.getMessage()
              + "): train again",
          e);
    }
  }

  private void requireOwn(Path model, RunIdentity identity) {
    if (!anyExperiment && !identity.experiment().equals(experiment.name())) {
      throw new TrainingException(
          model
              + " is a model of the experiment "
              + identity.experiment()
              + ", not of "
              + experiment.name()
              + ": evaluate it by its own training class, or add --any-experiment to evaluate it on"
              + " the data of "
              + experiment.name());
    }
  }
}
