package org.texp4j.dl4j.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.OptionalLong;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.checkpoint.Checkpoint;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFile;
import org.texp4j.dl4j.internal.checkpoint.SafeFile;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;

/** Converting a run from one form of its recipe to another at one of its checkpoints. */
public final class RunConversion {

  private RunConversion() {}

  /**
   * Begins a run in another form at a checkpoint of a run: its directory gets the mapped
   * checkpoint, the same as {@code model.zip}, a manifest and the metrics so far.
   *
   * @param step the step of the checkpoint; empty for the newest
   * @return the step
   * @throws TrainingException if the run has that form already or is not one of this declaration,
   *     or if the target holds a run
   */
  public static long convert(
      Experiment experiment,
      RunDirectory source,
      OptionalLong step,
      RecipeForm form,
      RunDirectory target)
      throws IOException {
    Manifest manifest = ManifestFile.read(source);
    RunSettings settings = manifest.options().settings(experiment);
    if (settings.form() == form) {
      throw new TrainingException("the run in " + source.path() + " already runs as " + form);
    }
    RunDirectory.Lock lock = target.lock();
    try {
      target.requireFree();
      TrainingRun run = TrainingRun.start(experiment, settings);
      Checkpoint checkpoint = restore(run, source, step);
      TrainingRun converted = TrainingRun.start(experiment, settings.withForm(form));
      converted.takeOver(run);
      write(source, target, checkpoint, converted);
      ManifestFile.write(
          target,
          manifest.switchedAt(
              checkpoint.step(), converted.identity(), Environment.detect(experiment)));
      return checkpoint.step();
    } finally {
      lock.close();
    }
  }

  private static Checkpoint restore(TrainingRun run, RunDirectory source, OptionalLong step)
      throws IOException {
    if (step.isEmpty()) {
      return source
          .checkpoints()
          .newest(each -> restore(run, source, each), skipped -> {})
          .orElseThrow(
              () ->
                  new TrainingException("the run in " + source.path() + " has no checkpoint yet"));
    }
    return source.restore(step.getAsLong(), each -> restore(run, source, each));
  }

  private static void restore(TrainingRun run, RunDirectory source, Checkpoint checkpoint) {
    RunIdentityCheck.requireSame(
        checkpoint.identity(), run.identity(), source.checkpoints().file(checkpoint.step()));
    run.restore(checkpoint.snapshot());
  }

  private static void write(
      RunDirectory source, RunDirectory target, Checkpoint checkpoint, TrainingRun converted)
      throws IOException {
    long step = checkpoint.step();
    Files.createDirectories(target.checkpoints().directory());
    if (Files.exists(source.metricsPath())) {
      SafeFile.copy(source.metricsPath(), target.metricsPath());
      target.metrics(step, checkpoint.progress().isEvaluated()).close();
    }
    if (Files.exists(source.initialModel())) {
      SafeFile.copy(source.initialModel(), target.initialModel());
    }
    if (Files.exists(source.bestModel())) {
      SafeFile.copy(source.bestModel(), target.bestModel());
    }
    CheckpointFile.write(target.checkpoints().file(step), converted, checkpoint.progress());
    SafeFile.copy(target.checkpoints().file(step), target.model());
  }
}
