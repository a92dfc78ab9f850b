package org.texp4j.dl4j.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.OptionalLong;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.checkpoint.Checkpoint;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFacts;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFile;
import org.texp4j.dl4j.internal.checkpoint.Facts;
import org.texp4j.dl4j.internal.checkpoint.SafeFile;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;

/** Taking a run from one form of its recipe to another at one of its checkpoints. */
public final class RunConversion {

  private RunConversion() {}

  /**
   * Begins a run that goes on in another form where a run has a checkpoint: its directory gets the
   * mapped checkpoint, the same as {@code model.zip}, a manifest and the metrics so far.
   *
   * @param step the step of the checkpoint; the newest by default
   * @return the step
   * @throws TrainingException if the run has that form already, is not one of this declaration, or
   *     the target holds a run
   */
  public static long of(
      Experiment experiment,
      RunDirectory source,
      OptionalLong step,
      RecipeForm form,
      RunDirectory target)
      throws IOException {
    if (!Files.isRegularFile(source.manifest())) {
      throw new TrainingException(
          "there is no " + source.manifest() + ": name the directory of a run");
    }
    Facts manifest = Manifest.read(source);
    Checkpoint checkpoint = read(source, step);
    RunOptions options = RunOptions.in(manifest);
    RunSettings settings = options.settings(experiment);
    if (settings.form() == form) {
      throw new TrainingException(
          "the run in " + source.path() + " is run as " + form + " already");
    }
    RunDirectory.Lock lock = target.lock();
    try {
      target.requireFree();
      TrainingRun run = TrainingRun.start(experiment, settings);
      Manifest.requireSame(
          checkpoint.facts(), run, source.checkpoints().file(checkpoint.step()).toString());
      run.restore(checkpoint.snapshot());
      TrainingRun switched = TrainingRun.start(experiment, settings.withForm(form));
      switched.takeOver(run);
      write(experiment, source, target, manifest, checkpoint, switched);
    } finally {
      lock.close();
    }
    return checkpoint.step();
  }

  private static Checkpoint read(RunDirectory source, OptionalLong step) throws IOException {
    return step.isPresent()
        ? source.checkpoint(step.getAsLong())
        : source
            .checkpoints()
            .newest(damaged -> {})
            .orElseThrow(
                () ->
                    new TrainingException(
                        "the run in " + source.path() + " has no checkpoint yet"));
  }

  private static void write(
      Experiment experiment,
      RunDirectory source,
      RunDirectory target,
      Facts manifest,
      Checkpoint checkpoint,
      TrainingRun switched)
      throws IOException {
    long step = checkpoint.step();
    RecipeForm form = switched.plan().form();
    Files.createDirectories(target.checkpoints().directory());
    if (Files.exists(source.metricsPath())) {
      SafeFile.copy(source.metricsPath(), target.metricsPath());
      target.metrics(step).close();
    }
    if (Files.exists(source.bestModel())) {
      SafeFile.copy(source.bestModel(), target.bestModel());
    }
    CheckpointFile.write(
        target.checkpoints().file(step), switched, Progress.in(checkpoint.facts()).facts());
    SafeFile.copy(target.checkpoints().file(step), target.model());
    Manifest.write(
        target,
        CheckpointFacts.of(switched.identity())
            .with(RunOptions.in(manifest).withForm(form).chosen())
            .with(Manifest.seeds(experiment))
            .with(Manifest.environment(experiment))
            .with(manifest.only(Manifest.EARLIER_DECLARATIONS))
            .with(
                FormHistory.FACT,
                FormHistory.parse(manifest.require(FormHistory.FACT)).switchingTo(form, step)));
  }
}
