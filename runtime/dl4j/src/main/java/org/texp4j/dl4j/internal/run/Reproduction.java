package org.texp4j.dl4j.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.checkpoint.IdentityJson;
import org.texp4j.dl4j.internal.checkpoint.Progress;
import org.texp4j.dl4j.internal.json.Difference;
import org.texp4j.dl4j.internal.metrics.MetricsLine;
import org.texp4j.dl4j.internal.metrics.MetricsReader;
import org.texp4j.dl4j.train.Evaluator;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Step;

/**
 * A finished run and its second training from the manifest: in what the two differ.
 *
 * @param causes one line on each difference in declaration, network, seed, data, machine or
 *     software
 * @param firstStep the first step whose loss differs, and the two losses; empty if none does
 * @param effects in what the results differ
 */
public record Reproduction(
    List<String> causes, Optional<String> firstStep, List<Difference> effects) {

  /** Whether the run had the same result, bit for bit. */
  public boolean isSame() {
    return effects.isEmpty() && firstStep.isEmpty();
  }

  /**
   * Trains a run again.
   *
   * @param data another directory of data than that of the run; empty for the same
   * @param listeners are notified of the steps
   * @throws TrainingException if the directory holds no finished run
   */
  public static Reproduction train(
      Experiment experiment,
      RunDirectory directory,
      Optional<Path> data,
      List<StepListener> listeners)
      throws IOException {
    Manifest manifest = ManifestFile.read(directory);
    RunResult result = result(manifest, directory);
    RunSettings settings = manifest.options().withData(data).settings(experiment);
    LossComparison losses = new LossComparison(losses(directory));
    List<StepListener> all = new ArrayList<>(listeners);
    all.add(0, losses);

    TrainingRun run = train(experiment, settings, manifest.forms().segments(result.steps()), all);

    Progress progress = Progress.NONE.afterStep(run.loss(), run.examples());
    if (!result.metrics().isEmpty()) {
      Optional<Evaluator> evaluator = Evaluator.open(experiment, settings);
      if (evaluator.isPresent()) {
        progress = progress.afterEvaluation(evaluator.get().evaluate(run), run.step());
      }
    }
    return new Reproduction(
        causes(manifest, experiment, run),
        losses.first,
        ManifestFile.differences(result, RunResult.of(run, progress).withMetricsOf(result)));
  }

  private static RunResult result(Manifest manifest, RunDirectory directory) {
    manifest.earlierDeclarations().stream()
        .findFirst()
        .ifPresent(
            earlier -> {
              throw new TrainingException(
                  "the run in "
                      + directory.path()
                      + " followed another declaration ("
                      + earlier.digest()
                      + ") up to step "
                      + earlier.end()
                      + ", so it cannot be reproduced from the current one alone");
            });
    return manifest
        .result()
        .orElseThrow(
            () ->
                new TrainingException(
                    "the run in "
                        + directory.path()
                        + " is not finished: continue it with train --resume"));
  }

  /** Trains a run in one form after the other. */
  private static TrainingRun train(
      Experiment experiment,
      RunSettings settings,
      List<FormHistory.Segment> segments,
      List<StepListener> listeners) {
    TrainingRun run = null;
    for (FormHistory.Segment segment : segments) {
      TrainingRun before = run;
      run =
          TrainingRun.start(
              experiment,
              settings
                  .withForm(segment.form())
                  .stoppingAfter(OptionalLong.empty(), OptionalLong.of(segment.end())));
      if (before != null) {
        run.takeOver(before);
      }
      listeners.forEach(run::addListener);
      run.train();
    }
    return run;
  }

  private static List<String> causes(Manifest manifest, Experiment experiment, TrainingRun run) {
    List<String> causes = new ArrayList<>();
    IdentityJson.differences(manifest.identity(), run.identity())
        .forEach(each -> causes.add(each.toString()));
    ManifestFile.differences(manifest.environment(), Environment.detect(experiment))
        .forEach(each -> causes.add(each.toString()));
    manifest.environmentChanges().forEach(each -> causes.add("while the run was trained, " + each));
    return List.copyOf(causes);
  }

  /** The losses that the run wrote, by step. */
  private static Map<Long, Double> losses(RunDirectory directory) throws IOException {
    if (!Files.exists(directory.metricsPath())) {
      return Map.of();
    }
    Map<Long, Double> losses = new HashMap<>();
    try (MetricsReader lines = MetricsReader.open(directory.metricsPath())) {
      while (lines.hasNext()) {
        if (lines.next() instanceof MetricsLine.StepMetrics step) {
          losses.put(step.step(), step.loss());
        }
      }
    }
    return losses;
  }

  private static final class LossComparison implements StepListener {

    private final Map<Long, Double> recorded;
    private Optional<String> first = Optional.empty();

    LossComparison(Map<Long, Double> recorded) {
      this.recorded = recorded;
    }

    @Override
    public void stepDone(TrainingRun run, Step step) {
      Double before = recorded.get(step.index());
      if (first.isEmpty() && before != null && !before.equals(run.loss())) {
        first =
            Optional.of("step " + step.index() + ": the loss was " + before + ", is " + run.loss());
      }
    }
  }
}
