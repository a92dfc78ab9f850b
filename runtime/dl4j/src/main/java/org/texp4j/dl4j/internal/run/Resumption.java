package org.texp4j.dl4j.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.checkpoint.Checkpoint;
import org.texp4j.dl4j.internal.checkpoint.Checkpoints;
import org.texp4j.dl4j.internal.checkpoint.Progress;
import org.texp4j.dl4j.internal.json.Difference;
import org.texp4j.dl4j.internal.metrics.MetricsFile;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;

/** Puts the run of a directory where one of its checkpoints was written. */
public final class Resumption {

  private final Experiment experiment;
  private final RunDirectory directory;
  private final TrainingRun run;
  private final ModelWriter models;
  private final List<String> notes = new ArrayList<>();
  private Manifest manifest;

  private Resumption(
      Experiment experiment, RunDirectory directory, TrainingRun run, Manifest manifest) {
    this.experiment = experiment;
    this.directory = directory;
    this.run = run;
    this.manifest = manifest;
    models = new ModelWriter(run, directory);
  }

  /**
   * Resumes the run in a directory from its newest intact checkpoint, or from its start if it was
   * stopped before the first.
   *
   * @param options what is to change, as far as the run stays the same
   * @throws TrainingException if the run is that of another declaration, network, seed or data, or
   *     was written by another version of texp4j in another format
   */
  public static TrainingSession resume(
      Experiment experiment, RunOptions options, RunDirectory directory) throws IOException {
    return resume(experiment, options, directory, OptionalLong.empty());
  }

  /**
   * Goes back to the checkpoint of a step and resumes the run from there; later files are renamed
   * to end in {@code .undone}.
   *
   * <p>With the same declaration the run is the same as before, bit for bit. The declaration may
   * have changed, if network, seed and data did not: from that step on the run follows the current
   * one, and its manifest says so.
   *
   * @throws TrainingException if there is no checkpoint of that step, or the run is that of another
   *     network, seed or data, or was written by another version of texp4j in another format
   */
  public static TrainingSession goBack(
      Experiment experiment, RunOptions options, RunDirectory directory, long step)
      throws IOException {
    return resume(experiment, options, directory, OptionalLong.of(step));
  }

  private static TrainingSession resume(
      Experiment experiment, RunOptions options, RunDirectory directory, OptionalLong step)
      throws IOException {
    return directory.locked(
        lock -> {
          if (Files.exists(directory.manifest())) {
            return resume(experiment, options, directory, lock, step);
          }
          if (directory.isBegun()) {
            throw new TrainingException(
                "there is no " + directory.manifest() + ", so its run cannot be resumed");
          }
          return TrainingSession.ofNewRun(
              experiment,
              options,
              directory,
              lock,
              "nothing to resume yet: starting the run "
                  + ManifestFile.describe(options)
                  + "; options of an earlier start were not recorded");
        });
  }

  private static TrainingSession resume(
      Experiment experiment,
      RunOptions options,
      RunDirectory directory,
      RunDirectory.Lock lock,
      OptionalLong step)
      throws IOException {
    Manifest manifest = ManifestFile.read(directory);
    RunOptions all = options.over(manifest.options());
    requireForm(experiment, all, manifest, directory);
    TrainingRun run = TrainingRun.start(experiment, all.settings(experiment));
    Resumption resumption = new Resumption(experiment, directory, run, manifest);
    TrainingSession.Start start = resumption.restore(step);
    return new TrainingSession(experiment, all, directory, lock, run, resumption.models, start);
  }

  private static void requireForm(
      Experiment experiment, RunOptions options, Manifest manifest, RunDirectory directory) {
    RecipeForm before = manifest.options().settings(experiment).form();
    RecipeForm now = options.settings(experiment).form();
    if (now != before) {
      throw new TrainingException(
          "the run in "
              + directory.path()
              + " resumes as "
              + before
              + ", not as "
              + now
              + ": omit --as, or map its state to the other recipe with the command convert");
    }
  }

  private TrainingSession.Start restore(OptionalLong step) throws IOException {
    Optional<Checkpoint> found =
        step.isPresent()
            ? Optional.of(
                directory.restore(step.getAsLong(), each -> restore(each, isChanged(each))))
            : restoreNewest();
    if (found.isEmpty()) {
      RunIdentityCheck.requireSame(manifest.identity(), run.identity(), directory.manifest());
      notes.add("no checkpoint yet: starting the run again");
      return new TrainingSession.Start(Optional.of(manifest), Progress.NONE, notes);
    }
    Checkpoint checkpoint = found.get();
    models.restored();
    if (step.isPresent()) {
      goBack(checkpoint, isChanged(checkpoint));
    }
    restoreBest(checkpoint.progress());
    noteEnvironment();
    notes.addAll(MetricsFile.reportDamage(directory.metricsPath(), run.step()));
    notes.add(
        "resumed at step " + run.step() + " from " + directory.checkpoints().file(run.step()));
    return new TrainingSession.Start(Optional.of(manifest), checkpoint.progress(), notes);
  }

  private Optional<Checkpoint> restoreNewest() throws IOException {
    List<Checkpoints.Skipped> skipped = new ArrayList<>();
    Optional<Checkpoint> newest =
        directory.checkpoints().newest(each -> restore(each, false), skipped::add);
    for (Checkpoints.Skipped each : skipped) {
      if (each.damaged()) {
        Checkpoints.putAside(each.file());
        notes.add(each.message() + "; it is skipped and renamed to .damaged");
      } else {
        notes.add(each.message() + "; it is skipped");
      }
    }
    return newest;
  }

  /** Whether a checkpoint is one of this run under another declaration. */
  private boolean isChanged(Checkpoint checkpoint) {
    return RunIdentityCheck.differInDeclarationOnly(checkpoint.identity(), run.identity());
  }

  private void restore(Checkpoint checkpoint, boolean changed) {
    if (changed) {
      requireAhead(checkpoint);
      run.enter(checkpoint.snapshot());
    } else {
      RunIdentityCheck.requireSame(
          checkpoint.identity(),
          run.identity(),
          directory.checkpoints().file(checkpoint.step()),
          OptionalLong.of(checkpoint.step()));
      requireAhead(checkpoint);
      run.restore(checkpoint.snapshot());
    }
  }

  private void requireAhead(Checkpoint checkpoint) {
    if (checkpoint.step() > run.end()) {
      throw new TrainingException(
          "the run has taken "
              + checkpoint.step()
              + " steps already, but is to stop after "
              + run.end()
              + ": raise --epochs or --limit-batches");
    }
  }

  /**
   * Puts aside what is later than a checkpoint; where the declaration has changed, the checkpoint
   * becomes one of the present declaration.
   */
  private void goBack(Checkpoint checkpoint, boolean changed) throws IOException {
    Rollback.to(checkpoint.step(), directory);
    manifest =
        manifest.backAt(
            checkpoint.step(), checkpoint.identity().declaration(), run.identity().declaration());
    ManifestFile.write(directory, manifest);
    if (changed) {
      Rollback.keep(run.step(), directory);
      models.overwriteCheckpoint(checkpoint.progress());
      notes.add("from step " + run.step() + " on, the run follows the present declaration");
    }
  }

  private void restoreBest(Progress progress) throws IOException {
    OptionalLong step = progress.bestStep();
    if (step.isPresent() && !models.restoreBest(progress, step.getAsLong())) {
      notes.add("the best model so far, of step " + step.getAsLong() + ", was not kept");
    }
  }

  /** Records for good what has changed in the machine or the software. */
  private void noteEnvironment() {
    List<Difference> changes =
        ManifestFile.differences(manifest.environment(), Environment.detect(experiment));
    changes.forEach(
        change -> notes.add(change + "; from here on, bits may differ from an unbroken run"));
    manifest = manifest.changedAt(run.step(), changes);
  }
}
