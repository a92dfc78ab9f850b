package org.texp4j.dl4j.internal.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFacts;
import org.texp4j.dl4j.internal.checkpoint.Facts;
import org.texp4j.dl4j.internal.checkpoint.Facts.Difference;
import org.texp4j.dl4j.train.Evaluator;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;

/**
 * A finished run, trained again from its manifest, and in what the two differ.
 *
 * @param causes what the run is made of now and was not then: declaration, network, seed, data,
 *     machine, software
 * @param firstStep the first step whose loss differs; empty if none does
 * @param effects in what the results differ: digests of parameters and velocities, loss, accuracy
 */
public record Reproduction(
    List<Difference> causes, Optional<String> firstStep, List<Difference> effects) {

  private static final Pattern LOSS = Pattern.compile("\"step\":(\\d+),.*\"loss\":([^,}]+)");

  /** Whether the run came to the same result, bit for bit. */
  public boolean isSame() {
    return effects.isEmpty() && firstStep.isEmpty();
  }

  /**
   * Trains a run again.
   *
   * @param data another directory of data than the run had; empty for the same
   * @param listeners are told of the steps
   * @throws TrainingException if the directory holds no finished run
   */
  public static Reproduction of(
      Experiment experiment,
      RunDirectory directory,
      Optional<Path> data,
      List<StepListener> listeners)
      throws IOException {
    if (!Files.isRegularFile(directory.manifest())) {
      throw new TrainingException(
          "there is no " + directory.manifest() + ": name the directory of a run");
    }
    Facts manifest = Manifest.read(directory);
    long steps =
        Long.parseLong(
            manifest
                .get(Manifest.STEPS)
                .orElseThrow(
                    () ->
                        new TrainingException(
                            "the run in "
                                + directory.path()
                                + " is not finished: go on with it by train --resume")));
    Optional<String> earlier = manifest.get(Manifest.EARLIER_DECLARATIONS);
    if (earlier.isPresent()) {
      throw new TrainingException(
          "the run in "
              + directory.path()
              + " was begun by another declaration and went over to this one ("
              + earlier.get()
              + "), so this one alone does not tell it");
    }
    RunOptions options = RunOptions.in(manifest);
    RunSettings settings =
        (data.isPresent() ? options.withData(data.get()) : options).settings(experiment);
    LossComparison losses = new LossComparison(losses(directory));

    TrainingRun run = null;
    FormHistory forms = FormHistory.parse(manifest.require(FormHistory.FACT));
    for (Map.Entry<Long, RecipeForm> form : forms.byStep().entrySet()) {
      TrainingRun before = run;
      run =
          TrainingRun.start(
              experiment,
              settings
                  .withForm(form.getValue())
                  .stoppingAfter(
                      OptionalLong.empty(), OptionalLong.of(forms.endOf(form.getKey(), steps))));
      if (before != null) {
        run.takeOver(before);
      }
      run.addListener(losses);
      listeners.forEach(run::addListener);
      experiment.loop().train(run);
    }

    Progress progress = Progress.NONE.afterStep(run.loss());
    if (manifest.get(Manifest.ACCURACY).isPresent()) {
      Optional<Evaluator> evaluator = Evaluator.of(experiment, settings);
      if (evaluator.isPresent()) {
        progress = progress.afterEvaluation(evaluator.get().accuracy(run), run.step());
      }
    }
    List<Difference> causes =
        new ArrayList<>(Manifest.changes(manifest, CheckpointFacts.of(run.identity())));
    causes.addAll(manifest.in(Manifest.ENVIRONMENT).differences(Manifest.environment(experiment)));
    return new Reproduction(
        List.copyOf(causes),
        losses.first,
        manifest.in(Manifest.RESULT).differences(Manifest.result(run, progress)));
  }

  /** The losses that the run wrote, as texts by step. */
  private static Map<Long, String> losses(RunDirectory directory) throws IOException {
    if (!Files.exists(directory.metricsPath())) {
      return Map.of();
    }
    Map<Long, String> losses = new HashMap<>();
    try (Stream<String> lines = Files.lines(directory.metricsPath())) {
      lines
          .map(LOSS::matcher)
          .filter(Matcher::find)
          .forEach(line -> losses.put(Long.parseLong(line.group(1)), line.group(2)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return losses;
  }

  private static final class LossComparison implements StepListener {

    private final Map<Long, String> recorded;
    private Optional<String> first = Optional.empty();

    LossComparison(Map<Long, String> recorded) {
      this.recorded = recorded;
    }

    @Override
    public void stepDone(TrainingRun run, Step step) {
      String was = recorded.get(step.index());
      String is = Double.toString(run.loss());
      if (first.isEmpty() && was != null && !was.equals(is)) {
        first = Optional.of("step " + step.index() + ": the loss was " + was + ", is " + is);
      }
    }
  }
}
