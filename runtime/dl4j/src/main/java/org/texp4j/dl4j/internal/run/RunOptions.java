package org.texp4j.dl4j.internal.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.internal.checkpoint.Facts;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.schedule.RecipeForm;

/**
 * What a user chose for a run, as the run's manifest remembers it; what was not chosen has a
 * default.
 *
 * @param chosen texts by name
 */
public record RunOptions(Facts chosen) {

  /** Nothing chosen. */
  public static final RunOptions DEFAULTS = new RunOptions(Facts.NONE);

  private static final String GROUP = "settings";
  private static final String DATA = "settings.data";
  private static final String FORM = "settings.form";
  private static final String EPOCHS = "settings.epochs";
  private static final String BATCHES = "settings.limit_batches";
  private static final String PARTS = "settings.accumulate";
  private static final String AVERAGE = "settings.average";
  private static final String CHECKPOINTS = "settings.checkpoint_every";
  private static final String KEPT = "settings.keep";
  private static final String EVALUATIONS = "settings.evaluate_every";
  private static final String PATIENCE = "settings.patience";

  /** The options among the facts of a manifest. */
  static RunOptions in(Facts manifest) {
    return new RunOptions(manifest.in(GROUP));
  }

  /** These options and, where one was not chosen, that of an earlier start of the same run. */
  RunOptions over(RunOptions earlier) {
    Facts before = earlier.chosen;
    if (chosen.get(EPOCHS).isPresent() || chosen.get(BATCHES).isPresent()) {
      before = before.without(EPOCHS).without(BATCHES);
    }
    return new RunOptions(before.with(chosen));
  }

  /** The settings of the run. */
  public RunSettings settings(Experiment experiment) {
    return RunSettings.of(experiment)
        .withData(chosen.get(DATA).map(Path::of))
        .withForm(chosen.get(FORM).map(RecipeForm::valueOf).orElse(experiment.form()))
        .withParts(number(PARTS).isPresent() ? (int) number(PARTS).getAsLong() : 1)
        .withAverage(chosen.get(AVERAGE).stream().mapToDouble(Double::parseDouble).findFirst())
        .stoppingAfter(number(EPOCHS), number(BATCHES));
  }

  /** How often a checkpoint is written; every epoch by default. */
  Interval checkpoints() {
    return chosen.get(CHECKPOINTS).map(Interval::parse).orElse(Interval.EPOCH);
  }

  /** How many of the newest checkpoints are kept; 3 by default. */
  long kept() {
    return number(KEPT).orElse(3);
  }

  /** How often the network is evaluated; every epoch by default. */
  Interval evaluations() {
    return chosen.get(EVALUATIONS).map(Interval::parse).orElse(Interval.EPOCH);
  }

  /** After how many evaluations without a better accuracy to stop; by default never. */
  OptionalLong patience() {
    return number(PATIENCE);
  }

  private OptionalLong number(String name) {
    Optional<String> text = chosen.get(name);
    return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
  }

  /** With the data of a directory. */
  public RunOptions withData(Path directory) {
    return with(DATA, directory.toAbsolutePath().normalize());
  }

  /** In a form of the recipe. */
  public RunOptions withForm(RecipeForm form) {
    return with(FORM, form);
  }

  /** Stopping after so many epochs. */
  public RunOptions withEpochs(long epochs) {
    return with(EPOCHS, epochs);
  }

  /** Stopping after so many batches. */
  public RunOptions withLimit(long batches) {
    return with(BATCHES, batches);
  }

  /** With the gradient of each batch computed in so many parts. */
  public RunOptions withParts(long parts) {
    return with(PARTS, parts);
  }

  /** With a moving average of the parameters that keeps so much of itself at each step. */
  public RunOptions withAverage(double kept) {
    return with(AVERAGE, kept);
  }

  /** With checkpoints so often. */
  public RunOptions withCheckpoints(Interval every) {
    return with(CHECKPOINTS, every);
  }

  /** Keeping so many of the newest checkpoints. */
  public RunOptions withKept(long checkpoints) {
    return with(KEPT, checkpoints);
  }

  /** With evaluations so often. */
  public RunOptions withEvaluations(Interval every) {
    return with(EVALUATIONS, every);
  }

  /** Stopping after so many evaluations without a better accuracy. */
  public RunOptions withPatience(long evaluations) {
    return with(PATIENCE, evaluations);
  }

  private RunOptions with(String name, Object value) {
    return new RunOptions(chosen.with(name, value));
  }
}
