package org.texp4j.dl4j.internal.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.texp4j.dl4j.UpdateStatistics;
import org.texp4j.dl4j.internal.json.JsonObject;
import org.texp4j.schedule.RecipeForm;

/**
 * One line of {@code metrics.jsonl}: a JSON object about the run, a step, an epoch, the norm of a
 * group of weights or an evaluation.
 *
 * <p>Numbers are written as {@link JsonObject} says.
 */
public sealed interface MetricsLine {

  /** The version of this format, which the first line names. */
  int SCHEMA = 1;

  /** Returns the line as a JSON object. */
  JsonObject toJson();

  /** The number of steps that the run had taken when the line was written. */
  long stepsTaken();

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is no line of this format; the message says why
   */
  static MetricsLine parse(String line) {
    JsonObject json = JsonObject.parse(line);
    if (json.has("schema")) {
      return Start.of(json);
    }
    if (json.has("loss")) {
      return StepMetrics.of(json);
    }
    if (json.has("group")) {
      return GroupMetrics.of(json);
    }
    return json.has("angle") ? EpochMetrics.of(json) : EvaluationMetrics.of(json);
  }

  /**
   * The first line: which run this is.
   *
   * @param experiment the name of the experiment
   * @param form the form in which the recipe is run
   * @param declaration the digest of the declaration
   * @param seed the root seed
   * @param steps the declared length of the run
   * @param stepsPerEpoch the length of an epoch of the data in use, at least 1
   */
  record Start(
      String experiment,
      RecipeForm form,
      String declaration,
      long seed,
      long steps,
      long stepsPerEpoch)
      implements MetricsLine {

    private static Start of(JsonObject json) {
      long schema = json.whole("schema");
      if (schema != SCHEMA) {
        throw new IllegalArgumentException(
            "it has schema "
                + schema
                + ", and this version of texp4j reads schema "
                + SCHEMA
                + " only");
      }
      return new Start(
          json.text("experiment"),
          json.constant("form", RecipeForm.class),
          json.text("declaration"),
          json.whole("seed"),
          json.whole("steps", 0),
          json.whole("steps_per_epoch", 1));
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject()
          .put("schema", SCHEMA)
          .put("experiment", experiment)
          .put("form", form.name())
          .put("declaration", declaration)
          .put("seed", seed)
          .put("steps", steps)
          .put("steps_per_epoch", stepsPerEpoch);
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
   * @param examples the number of examples in its batch; 1 in files of earlier versions
   * @param recipeRate the declared rate η
   * @param weightDecay the declared decay λ
   * @param momentum the momentum γ
   * @param rate the converted rate η̃ = PP'η, with AdamW P'η; infinite past double's range
   * @param log2Rate log₂ η̃
   * @param log2Scale log₂ P before the step
   * @param update what the step did to the converted weights; {@code relative_step} is its squared
   *     relative update
   */
  record StepMetrics(
      long step,
      long epoch,
      double loss,
      long examples,
      double recipeRate,
      double weightDecay,
      double momentum,
      double rate,
      double log2Rate,
      double log2Scale,
      UpdateStatistics update)
      implements MetricsLine {

    private static StepMetrics of(JsonObject json) {
      return new StepMetrics(
          json.whole("step", 0),
          json.whole("epoch", 0),
          json.number("loss"),
          json.has("examples") ? json.whole("examples") : 1,
          json.number("recipe_rate"),
          json.number("weight_decay"),
          json.number("momentum"),
          json.number("rate"),
          json.number("log2_rate"),
          json.number("log2_scale"),
          new UpdateStatistics(
              json.number("weight_norm"),
              json.number("effective_rate"),
              json.number("relative_step")));
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject()
          .put("step", step)
          .put("epoch", epoch)
          .put("loss", loss)
          .put("examples", examples)
          .put("recipe_rate", recipeRate)
          .put("weight_decay", weightDecay)
          .put("momentum", momentum)
          .put("rate", rate)
          .put("log2_rate", log2Rate)
          .put("log2_scale", log2Scale)
          .put("effective_rate", update.effectiveRate())
          .put("weight_norm", update.norm())
          .put("relative_step", update.squaredRelativeUpdate());
    }

    @Override
    public long stepsTaken() {
      return Math.max(step, step + 1); // The largest number, in a damaged file, has no successor.
    }
  }

  /**
   * The end of an epoch: the angle between the directions of the converted weights at its two ends.
   *
   * @param stepsTaken the number of steps taken
   * @param epoch the epoch, from 0
   * @param angle the angle in radians
   */
  record EpochMetrics(long stepsTaken, long epoch, double angle) implements MetricsLine {

    private static EpochMetrics of(JsonObject json) {
      return new EpochMetrics(json.whole("step", 0), json.whole("epoch", 0), json.number("angle"));
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject().put("step", stepsTaken).put("epoch", epoch).put("angle", angle);
    }
  }

  /**
   * A group of weights that are jointly invariant, at the start of the run or the end of an epoch.
   *
   * @param stepsTaken the number of steps taken
   * @param epoch the epoch, from 0
   * @param tensors the names of its tensors
   * @param norm ‖θ‖ of them all, in the scale of the declared recipe
   */
  record GroupMetrics(long stepsTaken, long epoch, String tensors, double norm)
      implements MetricsLine {

    private static GroupMetrics of(JsonObject json) {
      return new GroupMetrics(
          json.whole("step", 0), json.whole("epoch", 0), json.text("group"), json.number("norm"));
    }

    @Override
    public JsonObject toJson() {
      return new JsonObject()
          .put("step", stepsTaken)
          .put("epoch", epoch)
          .put("group", tensors)
          .put("norm", norm);
    }
  }

  /**
   * An evaluation.
   *
   * @param stepsTaken the number of steps taken
   * @param epoch the epoch of the last of them, from 0
   * @param metrics the metrics by name, at least one; the primary one comes first
   */
  record EvaluationMetrics(long stepsTaken, long epoch, Map<String, Double> metrics)
      implements MetricsLine {

    /** What comes before the name of a metric in the name of its member. */
    static final String PREFIX = "evaluation_";

    /** Creates a line. */
    public EvaluationMetrics {
      metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    private static EvaluationMetrics of(JsonObject json) {
      Map<String, Double> metrics = new LinkedHashMap<>();
      for (String name : json.names()) {
        if (name.startsWith(PREFIX)) {
          metrics.put(name.substring(PREFIX.length()), json.number(name));
        }
      }
      EvaluationMetrics line =
          new EvaluationMetrics(json.whole("step", 0), json.whole("epoch", 0), metrics);
      if (metrics.isEmpty()) {
        throw new IllegalArgumentException("it has no " + PREFIX + "accuracy or other metric");
      }
      return line;
    }

    /** The primary metric: its name and value. */
    public Map.Entry<String, Double> primary() {
      return metrics.entrySet().iterator().next();
    }

    @Override
    public JsonObject toJson() {
      JsonObject json = new JsonObject().put("step", stepsTaken).put("epoch", epoch);
      metrics.forEach((name, value) -> json.put(PREFIX + name, value.doubleValue()));
      return json;
    }
  }
}
