package org.texp4j.dl4j.internal.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.texp4j.dl4j.EvaluationResult;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.data.DataException;
import org.texp4j.dl4j.internal.checkpoint.FileErrors;
import org.texp4j.dl4j.internal.checkpoint.Progress;
import org.texp4j.dl4j.internal.checkpoint.SafeFile;
import org.texp4j.dl4j.internal.metrics.MetricsFile;
import org.texp4j.dl4j.train.Evaluator;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.dl4j.train.UnrepeatedBatchesException;
import org.texp4j.schedule.Step;

/**
 * A run in its directory, with metrics, checkpoints, evaluations and a manifest, until it ends or
 * is interrupted.
 *
 * <p>However the process ends, the directory holds a run that {@linkplain Resumption resumes} from
 * its last checkpoint, bit-identically. Not safe for use by several threads.
 */
public final class TrainingSession implements AutoCloseable {

  /**
   * Where a session begins.
   *
   * @param manifest the manifest of a resumed run; empty for a new one
   * @param progress the progress of the run
   * @param notes what the user has to know about it
   */
  record Start(Optional<Manifest> manifest, Progress progress, List<String> notes) {

    /** The start of a new run. */
    static Start ofNewRun(String... notes) {
      return new Start(Optional.empty(), Progress.NONE, List.of(notes));
    }
  }

  private final Experiment experiment;
  private final RunOptions options;
  private final RunDirectory directory;
  private final RunDirectory.Lock lock;
  private final TrainingRun run;
  private final ModelWriter models;
  private final Start start;
  private final Optional<Evaluator> evaluator;

  private Progress progress;
  private Optional<Interruption> interruption = Optional.empty();

  /** Creates the session of a run that is put where it starts. */
  TrainingSession(
      Experiment experiment,
      RunOptions options,
      RunDirectory directory,
      RunDirectory.Lock lock,
      TrainingRun run,
      ModelWriter models,
      Start start) {
    this.experiment = experiment;
    this.options = options;
    this.directory = directory;
    this.lock = lock;
    this.run = run;
    this.models = models;
    this.start = start;
    progress = start.progress();
    evaluator = Evaluator.open(experiment, options.settings(experiment));
  }

  /**
   * Begins a run.
   *
   * @throws TrainingException if the directory holds a run already, or the run cannot start
   */
  public static TrainingSession begin(
      Experiment experiment, RunOptions options, RunDirectory directory) throws IOException {
    return directory.locked(
        lock -> {
          directory.requireFree();
          return ofNewRun(experiment, options, directory, lock);
        });
  }

  /** The session of a run before its first step. */
  static TrainingSession ofNewRun(
      Experiment experiment,
      RunOptions options,
      RunDirectory directory,
      RunDirectory.Lock lock,
      String... notes) {
    TrainingRun run = TrainingRun.start(experiment, options.settings(experiment));
    return new TrainingSession(
        experiment,
        options,
        directory,
        lock,
        run,
        new ModelWriter(run, directory),
        Start.ofNewRun(notes));
  }

  /** The run. */
  public TrainingRun run() {
    return run;
  }

  /** The directory of the run. */
  public RunDirectory directory() {
    return directory;
  }

  /** The evaluation data; empty if the experiment declares none. */
  public Optional<Evaluator> evaluator() {
    return evaluator;
  }

  /** The settings of the run. */
  public RunSettings settings() {
    return options.settings(experiment);
  }

  /** What the user has to know about how the run was resumed; one line each. */
  public List<String> notes() {
    return start.notes();
  }

  /** The losses and evaluations so far. */
  public Progress progress() {
    return progress;
  }

  /**
   * Trains until the run ends, stops early or is interrupted with its process.
   *
   * @param listeners are notified of steps after the metrics, and before evaluation and checkpoints
   * @param evaluated gets the progress at each evaluation, or where one is due if there are no
   *     evaluation data
   * @return why the run ended; empty at its planned end
   * @throws TrainingException if the run cannot continue; names the last good checkpoint
   */
  public String train(List<StepListener> listeners, Consumer<Progress> evaluated)
      throws IOException {
    Manifest manifest = writeManifest();
    Interruption watched = Interruption.watch(run, this::howToResume);
    interruption = Optional.of(watched);
    try (MetricsFile metrics = openMetrics()) {
      BetweenSteps between = new BetweenSteps(metrics, evaluated, watched);
      run.addListener(metrics);
      listeners.forEach(run::addListener);
      run.addListener(between);
      between.makeUpForEvaluation();
      if (isPatienceExhausted()) {
        run.stop();
      }
      watched.enter(Interruption.Phase.STEP);
      run.train();
      watched.enter(Interruption.Phase.WRITING);
      return watched.isRequested() && run.step() < run.end() ? interrupted() : finish(manifest);
    } catch (UnrepeatedBatchesException e) {
      throw new TrainingException(e.getMessage() + "; " + epochBoundary(), e);
    } catch (TrainingException | DataException e) {
      throw new TrainingException(e.getMessage() + lastCheckpoint() + remedy(), e);
    } catch (UncheckedIOException e) {
      throw new TrainingException(
          "the run stopped at step "
              + run.step()
              + ": cannot write "
              + FileErrors.describe(e.getCause())
              + lastCheckpoint()
              + "; fix that, then continue with train --resume",
          e);
    }
  }

  /** Records which run this is, before its first step. */
  private Manifest writeManifest() throws IOException {
    Environment environment = Environment.detect(experiment);
    if (start.manifest().isEmpty() && options.init().isPresent()) {
      SafeFile.copyFrom(options.init().get(), directory.initialModel());
    }
    Manifest manifest =
        start
            .manifest()
            .map(earlier -> earlier.resumed(run.identity(), options, environment))
            .orElseGet(() -> Manifest.of(run.identity(), options, environment));
    ManifestFile.write(directory, manifest);
    return manifest;
  }

  private MetricsFile openMetrics() throws IOException {
    Files.createDirectories(directory.checkpoints().directory());
    MetricsFile metrics = directory.metrics(run.step(), progress.isEvaluated());
    metrics.start(run, experiment);
    return metrics;
  }

  private String interrupted() {
    writeCheckpointIfMissing();
    return "interrupted after "
        + run.step()
        + " steps; continue with: "
        + resume()
        + (isWithinEpoch(run.step()) && !run.repeatsEpochs()
            ? "; if the training data shuffle themselves, " + epochBoundary()
            : "");
  }

  private String resume() {
    return "train --resume --out " + directory.path();
  }

  private boolean isWithinEpoch(long step) {
    return step % run.stepsPerEpoch() != 0;
  }

  /** Whether checkpoints are written within epochs, other than by an interruption. */
  public boolean writesCheckpointsWithinEpochs() {
    return options.isCheckpointDueWithinEpochs(run.stepsPerEpoch());
  }

  private String finish(Manifest manifest) throws IOException {
    writeCheckpointIfMissing();
    models.writeLast(progress);
    ManifestFile.write(directory, manifest.finished(RunResult.of(run, progress)));
    return !isPatienceExhausted() || run.step() == run.end()
        ? ""
        : "stopped early at step "
            + run.step()
            + ": no better "
            + progress.primary().orElse("evaluation")
            + " in "
            + progress.worse()
            + " evaluations; the best was at step "
            + progress.bestStep().orElse(0)
            + ", see "
            + directory.bestModel();
  }

  private void writeCheckpoint() {
    models.writeCheckpoint(progress, options.keptCheckpoints());
  }

  private void writeCheckpointIfMissing() {
    if (models.checkpointed().isEmpty() || models.checkpointed().getAsLong() != run.step()) {
      writeCheckpoint();
    }
  }

  private boolean isPatienceExhausted() {
    return options.patience().filter(most -> progress.worse() >= most).isPresent();
  }

  private String lastCheckpoint() {
    OptionalLong last = models.checkpointed();
    return last.isEmpty()
        ? ""
        : "; the last good checkpoint is " + directory.checkpoints().file(last.getAsLong());
  }

  private String remedy() {
    OptionalLong last = models.checkpointed();
    return last.isEmpty() ? "" : "; go back to it with train --resume --from " + last.getAsLong();
  }

  /** The checkpoint for data that repeat whole epochs only. */
  private String epochBoundary() {
    try {
      return directory.checkpoints().steps().stream()
          .filter(step -> step <= run.step() && !isWithinEpoch(step))
          .findFirst()
          .map(
              step ->
                  "the last checkpoint between two epochs is "
                      + directory.checkpoints().file(step)
                      + ": go back to it with train --resume --from "
                      + step)
          .orElse(
              "there is no checkpoint between two epochs yet: start the run again in another"
                  + " directory");
    } catch (IOException e) {
      return "the checkpoints cannot be listed: " + FileErrors.describe(e);
    }
  }

  /** How to resume a run that does not end. */
  private String howToResume() {
    OptionalLong last = models.checkpointed();
    return last.isEmpty()
        ? "there is no checkpoint yet; start the run again with: " + resume()
        : "resume from " + directory.checkpoints().file(last.getAsLong()) + " with: " + resume();
  }

  /** Lets other runs use the directory, and the process end if it was interrupted. */
  @Override
  public void close() throws IOException {
    lock.close();
    interruption.ifPresent(Interruption::close);
  }

  /** Writes checkpoints, evaluates and stops early, between two steps. */
  private final class BetweenSteps implements StepListener {

    private final MetricsFile metrics;
    private final Consumer<Progress> evaluated;
    private final Interruption watched;

    BetweenSteps(MetricsFile metrics, Consumer<Progress> evaluated, Interruption watched) {
      this.metrics = metrics;
      this.evaluated = evaluated;
      this.watched = watched;
    }

    @Override
    public void stepDone(TrainingRun source, Step step) {
      progress = progress.afterStep(run.loss(), run.examples());
    }

    @Override
    public void settled(TrainingRun source) {
      watched.enter(Interruption.Phase.WRITING);
      // A run that fails or is killed in its evaluation resumes here, and makes up for it.
      if (isCheckpointDue()) {
        writeCheckpoint();
      }
      if (isEvaluationDue() || isAtEnd()) {
        evaluate();
      }
      watched.enter(Interruption.Phase.STEP);
    }

    /** Evaluates a run that is resumed from a checkpoint written before its evaluation. */
    void makeUpForEvaluation() {
      if (run.step() > 0 && !progress.isEvaluated() && (isEvaluationDue() || isAtEnd())) {
        evaluate();
      }
    }

    private boolean isAtEnd() {
      return run.step() == run.end();
    }

    private boolean isCheckpointDue() {
      return isAtEnd() || options.isCheckpointDue(run.step(), run.stepsPerEpoch());
    }

    /** Not at a limit that lies between: a run resumed from there has not evaluated. */
    private boolean isEvaluationDue() {
      return options.isEvaluationDue(run.step(), run.stepsPerEpoch())
          || run.step() == run.plan().steps();
    }

    private void evaluate() {
      watched.enter(Interruption.Phase.EVALUATION);
      evaluator.ifPresent(this::evaluate);
      evaluated.accept(progress);
      progress = progress.afterReport();
      watched.enter(Interruption.Phase.WRITING);
      boolean best = evaluator.isPresent() && progress.worse() == 0;
      if (isEvaluationDue() && (best || isCheckpointDue())) {
        writeCheckpoint();
      }
      if (best) {
        models.writeBest(progress);
      }
      if (isPatienceExhausted()) {
        run.stop();
      }
    }

    private void evaluate(Evaluator evaluation) {
      EvaluationResult result;
      try {
        result = evaluation.evaluate(run);
      } catch (TrainingException e) {
        // Also where no checkpoint is due, so that a fault of the evaluation data costs no step.
        writeCheckpointIfMissing();
        throw e;
      }
      progress = progress.afterEvaluation(result, run.step());
      metrics.evaluationDone(run, (run.step() - 1) / run.stepsPerEpoch(), result);
    }
  }
}
