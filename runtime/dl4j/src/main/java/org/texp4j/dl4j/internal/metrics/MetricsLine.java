package org.texp4j.dl4j.internal.metrics;

import org.texp4j.dl4j.UpdateStatistics;

/**
 * One line of {@code metrics.jsonl}: a JSON object about the run, a step, an epoch, a group of
 * weights at its end or an evaluation.
 *
 * <p>Numbers are written as {@link Double#toString} does. JSON has no infinity and no NaN; they are
 * the strings {@code "Infinity"}, {@code "-Infinity"} and {@code "NaN"}, as in the JSON mapping of
 * Protocol Buffers.
 */
public sealed interface MetricsLine {

  /** The version of this format, which the first line names. */
  int SCHEMA = 1;

  /** Returns the line without its end. */
  String toJson();

  /** The number of steps that the run had taken when the line was written. */
  long stepsTaken();

  /**
   * The first line: which run this is.
   *
   * @param experiment the name of the experiment
   * @param form the name of the form the recipe is run in
   * @param declaration the digest of the declaration
   * @param seed the root seed
   * @param steps the declared length of the run
   * @param stepsPerEpoch the length of an epoch of the data in use, at least 1
   */
  record Start(
      String experiment, String form, String declaration, long seed, long steps, long stepsPerEpoch)
      implements MetricsLine {

    @Override
    public String toJson() {
      return new JsonObject()
          .put("schema", SCHEMA)
          .put("experiment", experiment)
          .put("form", form)
          .put("declaration", declaration)
          .put("seed", seed)
          .put("steps", steps)
          .put("steps_per_epoch", stepsPerEpoch)
          .toString();
    }

    @Override
    public long stepsTaken() {
      return 0;
    }
  }

  /**
   * A step.
   *
   * @param step its index, from 0
   * @param epoch its epoch, from 0
   * @param loss the mean loss on its batch, before the update
   * @param recipeRate the declared rate η
   * @param weightDecay the declared decay λ
   * @param momentum the momentum γ
   * @param rate the converted rate η̃ = PP'η, with AdamW P'η; infinite past double's range
   * @param log2Rate log₂ η̃
   * @param log2Scale log₂ P before the step
   * @param motion what the step did to the converted weights
   */
  record StepMetrics(
      long step,
      long epoch,
      double loss,
      double recipeRate,
      double weightDecay,
      double momentum,
      double rate,
      double log2Rate,
      double log2Scale,
      UpdateStatistics motion)
      implements MetricsLine {

    @Override
    public String toJson() {
      return new JsonObject()
          .put("step", step)
          .put("epoch", epoch)
          .put("loss", loss)
          .put("recipe_rate", recipeRate)
          .put("weight_decay", weightDecay)
          .put("momentum", momentum)
          .put("rate", rate)
          .put("log2_rate", log2Rate)
          .put("log2_scale", log2Scale)
          .put("effective_rate", motion.effectiveRate())
          .put("weight_norm", motion.norm())
          .put("relative_step", motion.squaredRelativeUpdate())
          .toString();
    }

    @Override
    public long stepsTaken() {
      return step + 1;
    }
  }

  /**
   * The end of an epoch: how far the converted weights have turned in it.
   *
   * @param stepsTaken the steps taken so far
   * @param epoch the epoch, from 0
   * @param angle between their direction now and at the start of the epoch, in radians
   */
  record EpochMetrics(long stepsTaken, long epoch, double angle) implements MetricsLine {

    @Override
    public String toJson() {
      return new JsonObject()
          .put("step", stepsTaken)
          .put("epoch", epoch)
          .put("angle", angle)
          .toString();
    }
  }

  /**
   * A group of weights that are invariant jointly, at the start of the run or the end of an epoch.
   *
   * @param stepsTaken the steps taken so far
   * @param epoch the epoch, from 0
   * @param tensors the names of its tensors
   * @param norm ‖θ‖ of them all, in the scale of the declared recipe
   */
  record Group(long stepsTaken, long epoch, String tensors, double norm) implements MetricsLine {

    @Override
    public String toJson() {
      return new JsonObject()
          .put("step", stepsTaken)
          .put("epoch", epoch)
          .put("group", tensors)
          .put("norm", norm)
          .toString();
    }
  }

  /**
   * An evaluation after an epoch.
   *
   * @param stepsTaken the steps taken so far
   * @param epoch the epoch, from 0
   * @param accuracy the fraction of examples classified rightly
   */
  record EvaluationMetrics(long stepsTaken, long epoch, double accuracy) implements MetricsLine {

    @Override
    public String toJson() {
      return new JsonObject()
          .put("step", stepsTaken)
          .put("epoch", epoch)
          .put("evaluation_accuracy", accuracy)
          .toString();
    }
  }
}
