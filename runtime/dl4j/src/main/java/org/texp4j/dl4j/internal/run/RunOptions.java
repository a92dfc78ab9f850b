package org.texp4j.dl4j.internal.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.schedule.RecipeForm;

/**
 * The choices of a user for a run, as the run's manifest records them; empty if nothing was chosen.
 *
 * @param data the directory of the data; by default the data that comes with the experiment
 * @param form the form in which the recipe is run; by default the declared one
 * @param epochs the number of epochs after which to stop; by default the declared length
 * @param batches the number of batches after which to stop; by default no limit
 * @param parts the number of parts in which the gradient of a batch is computed; 1 by default
 * @param average the part β that a moving average of the parameters keeps per step; by default
 *     there is none
 * @param checkpoints how often a checkpoint is written; every epoch by default
 * @param kept how many of the newest checkpoints are kept; 3 by default
 * @param evaluations how often the network is evaluated; every epoch by default
 * @param patience the number of evaluations without a better primary metric after which to stop; by
 *     default the run does not stop early
 * @param init the model file whose weights the run starts from; by default those of the experiment
 */
public record RunOptions(
    Optional<Path> data,
    Optional<RecipeForm> form,
    Optional<Long> epochs,
    Optional<Long> batches,
    Optional<Integer> parts,
    Optional<Double> average,
    Optional<Interval> checkpoints,
    Optional<Long> kept,
    Optional<Interval> evaluations,
    Optional<Long> patience,
    Optional<Path> init) {

  /** Nothing chosen. */
  public static final RunOptions DEFAULTS =
      new RunOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private static final long KEPT = 3;

  /**
   * Creates options; the path of the data becomes absolute.
   *
   * @throws IllegalArgumentException if the average is not between 0 and 1
   */
  public RunOptions {
    average.ifPresent(
        beta -> {
          if (!(beta > 0 && beta < 1)) {
            throw new IllegalArgumentException(
                "average must be greater than 0 and less than 1, but is " + beta);
          }
        });
    data = data.map(path -> path.toAbsolutePath().normalize());
  }

  /** These options and, where nothing was chosen, those of an earlier start of the same run. */
  RunOptions over(RunOptions earlier) {
    boolean newLength = epochs.isPresent() || batches.isPresent();
    return new RunOptions(
        data.or(earlier::data),
        form.or(earlier::form),
        newLength ? epochs : earlier.epochs,
        newLength ? batches : earlier.batches,
        parts.or(earlier::parts),
        average.or(earlier::average),
        checkpoints.or(earlier::checkpoints),
        kept.or(earlier::kept),
        evaluations.or(earlier::evaluations),
        patience.or(earlier::patience),
        init.or(earlier::init));
  }

  /** The settings of the run. */
  public RunSettings settings(Experiment experiment) {
    return RunSettings.of(experiment)
        .withData(data)
        .withForm(form.orElse(experiment.form()))
        .withParts(parts.orElse(1))
        .withInitialModel(init)
        .withAverage(average.map(OptionalDouble::of).orElse(OptionalDouble.empty()))
        .stoppingAfter(optionalLong(epochs), optionalLong(batches));
  }

  private static OptionalLong optionalLong(Optional<Long> value) {
    return value.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  /** Whether a checkpoint is due after a step. */
  boolean isCheckpointDue(long step, long stepsPerEpoch) {
    return checkpoints.orElse(Interval.EPOCH).isDue(step, stepsPerEpoch);
  }

  /** Whether checkpoints are due after other steps than the last of an epoch. */
  boolean isCheckpointDueWithinEpochs(long stepsPerEpoch) {
    return checkpoints.orElse(Interval.EPOCH).endsWithinEpochs(stepsPerEpoch);
  }

  /** Whether an evaluation is due after a step. */
  boolean isEvaluationDue(long step, long stepsPerEpoch) {
    return evaluations.orElse(Interval.EPOCH).isDue(step, stepsPerEpoch);
  }

  /** How many of the newest checkpoints are kept. */
  long keptCheckpoints() {
    return kept.orElse(KEPT);
  }

  /** The same with the data of a directory, where one is given. */
  RunOptions withData(Optional<Path> directory) {
    return new RunOptions(
        directory.or(this::data),
        form,
        epochs,
        batches,
        parts,
        average,
        checkpoints,
        kept,
        evaluations,
        patience,
        init);
  }

  /** The same with the weights of a model file to start from, where one is chosen. */
  RunOptions withInit(Path file) {
    return new RunOptions(
        data,
        form,
        epochs,
        batches,
        parts,
        average,
        checkpoints,
        kept,
        evaluations,
        patience,
        init.map(chosen -> file));
  }

  /** The same in a form of the recipe. */
  RunOptions withForm(RecipeForm chosen) {
    return new RunOptions(
        data,
        Optional.of(chosen),
        epochs,
        batches,
        parts,
        average,
        checkpoints,
        kept,
        evaluations,
        patience,
        init);
  }

  /** The same, stopping after a number of batches. */
  RunOptions withLimit(long limit) {
    return new RunOptions(
        data,
        form,
        epochs,
        Optional.of(limit),
        parts,
        average,
        checkpoints,
        kept,
        evaluations,
        patience,
        init);
  }

  /** The same with checkpoints and evaluations at an interval. */
  RunOptions withInterval(Interval every) {
    return new RunOptions(
        data,
        form,
        epochs,
        batches,
        parts,
        average,
        Optional.of(every),
        kept,
        Optional.of(every),
        patience,
        init);
  }
}
