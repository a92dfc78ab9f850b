package org.texp4j.dl4j.internal.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.data.DataException;
import org.texp4j.dl4j.internal.checkpoint.Checkpoint;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFacts;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFile;
import org.texp4j.dl4j.internal.checkpoint.Checkpoints;
import org.texp4j.dl4j.internal.checkpoint.Facts;
import org.texp4j.dl4j.internal.checkpoint.SafeFile;
import org.texp4j.dl4j.internal.metrics.MetricsFile;
import org.texp4j.dl4j.train.Evaluator;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;

/**
 * A run in its directory: begun or taken up again, with metrics, checkpoints, evaluations and a
 * manifest, to its end or to an interruption.
 *
 * <p>However the process ends, the directory holds a run that can go on from its last checkpoint,
 * in the same bits as if it had never stopped. Not safe for use by several threads.
 */
public final class TrainingSession implements AutoCloseable {

  private final Experiment experiment;
  private final RunOptions options;
  private final RunDirectory directory;
  private final RunDirectory.Lock lock;
  private final List<String> notes = new ArrayList<>();

  private final TrainingRun run;
  private final Optional<Evaluator> evaluator;
  private Facts manifest;
  private Progress progress = Progress.NONE;
  private long checkpointed = -1;
  private Interruption interruption;

  private TrainingSession(
      Experiment experiment,
      RunOptions options,
      RunDirectory directory,
      RunDirectory.Lock lock,
      Facts manifest) {
    this.experiment = experiment;
    this.options = options;
    this.directory = directory;
    this.lock = lock;
    this.manifest = manifest;
    RunSettings settings = options.settings(experiment);
    run = TrainingRun.start(experiment, settings);
    evaluator = Evaluator.of(experiment, settings);
  }

  /**
   * Begins a run.
   *
   * @throws TrainingException if the directory holds a run already, or the run cannot start
   */
  public static TrainingSession begin(
      Experiment experiment, RunOptions options, RunDirectory directory) throws IOException {
    return locked(
        directory,
        lock -> {
          directory.requireFree();
          return new TrainingSession(experiment, options, directory, lock, Facts.NONE);
        });
  }

  /**
   * Takes up the run in a directory from its newest intact checkpoint, or from the start where it
   * was stopped before the first.
   *
   * @param options what is to be otherwise than before, so far as the run stays the same
   * @throws TrainingException if the run is that of another declaration, network, seed or data
   */
  public static TrainingSession resume(
      Experiment experiment, RunOptions options, RunDirectory directory) throws IOException {
    return resume(experiment, options, directory, OptionalLong.empty());
  }

  /**
   * Goes back to the checkpoint of a step and takes up the run from there; what came after it is
   * put aside under names that end in {@code .undone}.
   *
   * <p>With the same declaration the run is the same as before, to the bit. The declaration may
   * have changed, if network, seed and data did not: from that step on the run follows it as it now
   * is, and its manifest says so.
   *
   * @throws TrainingException if there is no checkpoint of that step, or the run is that of another
   *     network, seed or data
   */
  public static TrainingSession goBack(
      Experiment experiment, RunOptions options, RunDirectory directory, long step)
      throws IOException {
    return resume(experiment, options, directory, OptionalLong.of(step));
  }

  private static TrainingSession resume(
      Experiment experiment, RunOptions options, RunDirectory directory, OptionalLong goBackTo)
      throws IOException {
    return locked(
        directory,
        lock -> {
          if (!Files.exists(directory.manifest())) {
            if (directory.isBegun()) {
              throw new TrainingException(
                  "there is no " + directory.manifest() + ", so its run cannot be taken up again");
            }
            TrainingSession session =
                new TrainingSession(experiment, options, directory, lock, Facts.NONE);
            session.notes.add("there is nothing to resume yet: the run starts");
            return session;
          }
          Facts manifest = Manifest.read(directory);
          RunOptions before = RunOptions.in(manifest);
          requireForm(experiment, options, manifest, directory);
          TrainingSession session =
              new TrainingSession(experiment, options.over(before), directory, lock, manifest);
          session.restore(goBackTo);
          return session;
        });
  }

  @FunctionalInterface
  private interface Opening {
    TrainingSession open(RunDirectory.Lock lock) throws IOException;
  }

  private static TrainingSession locked(RunDirectory directory, Opening opening)
      throws IOException {
    RunDirectory.Lock lock = directory.lock();
    boolean opened = false;
    try {
      TrainingSession session = opening.open(lock);
      opened = true;
      return session;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  private static void requireForm(
      Experiment experiment, RunOptions options, Facts manifest, RunDirectory directory) {
    RecipeForm now = RunOptions.in(manifest).settings(experiment).form();
    RecipeForm asked = options.over(RunOptions.in(manifest)).settings(experiment).form();
    if (asked != now) {
      throw new TrainingException(
          "the run in "
              + directory.path()
              + " goes on as "
              + now
              + ", not as "
              + asked
              + ": leave --as out, or map its state to the other recipe with the command convert");
    }
  }

  private void restore(OptionalLong goBackTo) throws IOException {
    Optional<Checkpoint> found =
        goBackTo.isPresent()
            ? Optional.of(directory.checkpoint(goBackTo.getAsLong()))
            : newestCheckpoint();
    if (found.isEmpty()) {
      Manifest.requireSame(manifest, run, directory.manifest().toString());
      notes.add("no checkpoint was written yet: the run starts anew");
      return;
    }
    Checkpoint checkpoint = found.get();
    String file = directory.checkpoints().file(checkpoint.step()).toString();
    boolean changed = goBackTo.isPresent() && isOtherRecipe(checkpoint);
    if (!changed) {
      Manifest.requireSame(checkpoint.facts(), run, file);
    }
    if (checkpoint.step() > run.end()) {
      throw new TrainingException(
          "the run has taken "
              + checkpoint.step()
              + " steps already, but is to stop after "
              + run.end()
              + ": raise --epochs or --limit-batches");
    }
    try {
      if (changed) {
        run.enter(checkpoint.snapshot());
      } else {
        run.restore(checkpoint.snapshot());
      }
    } catch (IllegalArgumentException e) {
      throw new TrainingException(file + " does not fit this run: " + e.getMessage(), e);
    }
    progress = Progress.in(checkpoint.facts());
    checkpointed = checkpoint.step();
    if (goBackTo.isPresent()) {
      Rollback.to(checkpoint.step(), directory);
      manifest = Manifest.atStep(manifest, checkpoint, run);
      Manifest.write(directory, manifest);
    }
    if (changed) {
      changeRecipe();
    }
    if (progress.bestStep().isPresent()) {
      restoreBest(progress.bestStep().getAsLong());
    }
    noteEnvironment();
    notes.add("resumed at step " + run.step() + " from " + file);
  }

  /** Whether a checkpoint is of this run but for the declaration. */
  private boolean isOtherRecipe(Checkpoint checkpoint) {
    List<String> changes =
        Manifest.changes(checkpoint.facts(), CheckpointFacts.of(run.identity())).stream()
            .map(Facts.Difference::name)
            .toList();
    return changes.equals(List.of(CheckpointFacts.DECLARATION));
  }

  /** Writes the checkpoint of this step anew, as one of the present declaration. */
  private void changeRecipe() throws IOException {
    Rollback.keep(run.step(), directory);
    checkpointed = -1;
    writeCheckpoint();
    notes.add("from step " + run.step() + " the run follows the declaration as it is now");
  }

  /**
   * Has the best model where it belongs: the run may have been killed before that, or gone back.
   */
  private void restoreBest(long step) {
    boolean here = step == run.step();
    boolean inCheckpoint = !run.keepsAverage() && Files.exists(directory.checkpoints().file(step));
    boolean missing = !Files.exists(directory.bestModel());
    if (here || inCheckpoint && missing) {
      writeBest(step);
    } else if (missing) {
      notes.add("the best model until here, of step " + step + ", was not kept");
    }
  }

  /** Remembers for good where the machine or the software changed under a run. */
  private void noteEnvironment() {
    List<Facts.Difference> changes =
        manifest
            .without(Manifest.CHANGED)
            .in(Manifest.ENVIRONMENT)
            .differences(Manifest.environment(experiment));
    for (Facts.Difference change : changes) {
      notes.add(change + "; from here the bits may be others than those of an unbroken run");
    }
    if (!changes.isEmpty()) {
      manifest = Manifest.changedAt(manifest, run.step(), changes);
    }
  }

  private Optional<Checkpoint> newestCheckpoint() throws IOException {
    List<Checkpoints.Damaged> damaged = new ArrayList<>();
    Optional<Checkpoint> newest = directory.checkpoints().newest(damaged::add);
    for (Checkpoints.Damaged each : damaged) {
      Checkpoints.putAside(each.file());
      notes.add(each.what() + "; it is skipped and renamed to .damaged");
    }
    return newest;
  }

  /** The run. */
  public TrainingRun run() {
    return run;
  }

  /** The directory of the run. */
  public RunDirectory directory() {
    return directory;
  }

  /** The evaluation data, where the experiment declares any. */
  public Optional<Evaluator> evaluator() {
    return evaluator;
  }

  /** The settings of the run. */
  public RunSettings settings() {
    return options.settings(experiment);
  }

  /** What there is to say about how the run was taken up. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** What the run has come to. */
  public Progress progress() {
    return progress;
  }

  /**
   * Trains to the end, to early stopping or to an interruption of the process.
   *
   * @param listeners are told of steps after the metrics, and before evaluation and checkpoints
   * @param evaluated is told the progress at each evaluation, or where one is due and there are no
   *     evaluation data
   * @return what there is to say about why the run ended; empty at its planned end
   * @throws TrainingException if the run cannot go on; names the last good checkpoint
   */
  public String train(List<StepListener> listeners, Consumer<Progress> evaluated)
      throws IOException {
    interruption = Interruption.of(run);
    try (MetricsFile metrics = begun()) {
      run.addListener(metrics);
      listeners.forEach(run::addListener);
      run.addListener(new Care(metrics, evaluated));
      if (isPatienceOver()) {
        run.stop();
      }
      experiment.loop().train(run);
      return interruption.isWished() && run.step() < run.end() ? interrupted() : finish();
    } catch (TrainingException | DataException e) {
      String back = ", to which train --resume --from " + checkpointed + " goes back";
      throw new TrainingException(
          e.getMessage() + lastCheckpoint() + (checkpointed < 0 ? "" : back), e);
    } catch (UncheckedIOException e) {
      throw new TrainingException(
          "the run stopped at step "
              + run.step()
              + ": cannot write "
              + e.getCause().getMessage()
              + lastCheckpoint()
              + "; go on with train --resume when that is mended",
          e);
    }
  }

  /** Writes down what run this is, before its first step. */
  private MetricsFile begun() throws IOException {
    Facts begun =
        CheckpointFacts.of(run.identity())
            .with(options.chosen())
            .with(Manifest.seeds(experiment))
            .with(Manifest.environment(experiment))
            .with(
                FormHistory.FACT,
                manifest
                    .get(FormHistory.FACT)
                    .orElse(FormHistory.of(settings().form()).toString()));
    manifest = begun.with(manifest.only(Manifest.CHANGED, Manifest.EARLIER_DECLARATIONS));
    Manifest.write(directory, manifest);
    Files.createDirectories(directory.checkpoints().directory());
    MetricsFile metrics = directory.metrics(run.step());
    metrics.start(run, experiment);
    return metrics;
  }

  private String interrupted() {
    writeCheckpoint();
    return "interrupted after "
        + run.step()
        + " steps; go on with: train --resume --out "
        + directory.path();
  }

  private String finish() throws IOException {
    writeCheckpoint();
    SafeFile.copy(directory.checkpoints().file(run.step()), directory.model());
    if (run.keepsAverage()) {
      writeAverage(directory.averageModel());
    }
    manifest = manifest.with(Manifest.result(run, progress));
    Manifest.write(directory, manifest);
    return run.step() == run.end()
        ? ""
        : "stopped early at step "
            + run.step()
            + ": no better accuracy in "
            + progress.worse()
            + " evaluations; the best was at step "
            + progress.bestStep().orElse(0)
            + ", see "
            + directory.bestModel();
  }

  private boolean isPatienceOver() {
    return options.patience().isPresent() && progress.worse() >= options.patience().getAsLong();
  }

  private void writeCheckpoint() {
    if (checkpointed == run.step()) {
      return;
    }
    Checkpoints checkpoints = directory.checkpoints();
    try {
      CheckpointFile.write(checkpoints.file(run.step()), run, progress.facts());
      checkpointed = run.step();
      checkpoints.prune(options.kept(), progress.bestStep());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the best model, of this step or, without an average, of any that has a checkpoint. */
  private void writeBest(long step) {
    try {
      if (run.keepsAverage()) {
        writeAverage(directory.bestModel());
      } else {
        SafeFile.copy(directory.checkpoints().file(step), directory.bestModel());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the model that the network is while it holds the average. */
  private void writeAverage(Path file) {
    run.withAverage(
        () -> {
          try {
            CheckpointFile.write(file, run, progress.facts());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private String lastCheckpoint() {
    return checkpointed < 0
        ? ""
        : "; the last good checkpoint is " + directory.checkpoints().file(checkpointed);
  }

  /** Lets other runs into the directory, and the process end if it was interrupted. */
  @Override
  public void close() throws IOException {
    lock.close();
    if (interruption != null) {
      interruption.close();
    }
  }

  /** What is done between two steps: evaluation, checkpoint, early stopping. */
  private final class Care implements StepListener {

    private final MetricsFile metrics;
    private final Consumer<Progress> evaluated;

    Care(MetricsFile metrics, Consumer<Progress> evaluated) {
      this.metrics = metrics;
      this.evaluated = evaluated;
    }

    @Override
    public void stepDone(TrainingRun source, Step step) {
      progress = progress.afterStep(run.loss());
    }

    @Override
    public void settled(TrainingRun source) {
      boolean last = run.step() == run.end();
      boolean due =
          options.evaluations().isDue(run.step(), run.stepsPerEpoch())
              || run.step() == run.plan().steps();
      if (last && !due) {
        // At a limit: the run that goes on from here is one without this evaluation.
        writeCheckpoint();
      }
      boolean best = (last || due) && evaluate();
      if (best || last || options.checkpoints().isDue(run.step(), run.stepsPerEpoch())) {
        writeCheckpoint();
      }
      if (best) {
        writeBest(run.step());
      }
      if (isPatienceOver()) {
        run.stop();
      }
    }

    private boolean evaluate() {
      evaluator.ifPresent(
          evaluation -> {
            double accuracy = evaluation.accuracy(run);
            progress = progress.afterEvaluation(accuracy, run.step());
            metrics.evaluationDone(run, (run.step() - 1) / run.stepsPerEpoch(), accuracy);
          });
      evaluated.accept(progress);
      progress = progress.afterReport();
      return evaluator.isPresent() && progress.worse() == 0;
    }
  }
}
