package org.texp4j.dl4j.internal.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.internal.markup.Numbers;
import org.texp4j.dl4j.internal.report.PlanText;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;

/** A plan in words and as a table of phases. */
final class Descriptions {

  /** The share of the initial parameters below which a moving average is that of a run. */
  private static final double NEGLIGIBLE = 0.01;

  private Descriptions() {}

  /** The declared recipe, and the one that is run in its place if the form is not equivalent. */
  static String recipe(Plan plan) {
    Recipe recipe = plan.recipe();
    Recipe run = plan.equivalentRecipe();
    return declared(recipe) + (run == recipe ? "" : withoutDrops(run));
  }

  private static String withoutDrops(Recipe run) {
    return String.format(
        Locale.ROOT,
        "; without the drops of the rate, which is another recipe: rate %s throughout, weight"
            + " decay %.3e at the start and %.3e at the end",
        run.learningRate().at(0),
        run.weightDecay().at(0),
        run.weightDecay().at(run.steps() - 1));
  }

  private static String declared(Recipe recipe) {
    return String.format(
        Locale.ROOT,
        "%s with rate %s at the start, %s %s, %s, %d steps",
        recipe.rule().optimizer(),
        recipe.learningRate().at(0),
        recipe.rule().weightDecayName(),
        recipe.weightDecay().at(0),
        recipe.rule().hyperparameters(String.valueOf(recipe.momentum().at(0))),
        recipe.steps());
  }

  static String phases(Plan plan, long stepsPerEpoch) {
    StringBuilder table = new StringBuilder();
    append(table, PlanText.PHASE_HEADINGS);
    PlanText.phases(plan, stepsPerEpoch).forEach(row -> append(table, row));
    PlanText.furtherPhases(plan).ifPresent(words -> table.append(words).append('\n'));
    return table.toString();
  }

  private static void append(StringBuilder table, List<String> cells) {
    table.append(
        String.format(Locale.ROOT, "%-17s %-13s %-24s %-28s %-12s %-12s %s%n", cells.toArray()));
  }

  /**
   * A line on a moving average: what uses it, and how much of it is the start.
   *
   * @param beta the fraction it keeps per step
   * @param steps the number of steps in the run
   */
  static String average(double beta, long steps) {
    double start = Math.pow(beta, steps);
    return "average: evaluations, the best model and --patience use the moving average; after "
        + steps
        + " steps the initial parameters are "
        + Numbers.percent(start, 1)
        + " of it"
        + (start > NEGLIGIBLE
            ? String.format(
                Locale.ROOT,
                ", which --average %.3g would make 1 %%",
                Math.pow(NEGLIGIBLE, 1.0 / steps))
            : "");
  }

  /** A line on the assumed size of an epoch; empty if it is declared. */
  static Optional<String> assumption(Experiment experiment) {
    return experiment.declaresTrainingExamples()
        ? Optional.empty()
        : Optional.of(
            "Epochs are shown as of "
                + experiment.trainingExamples()
                + " examples, since @Experiment declares no trainingExamples; train counts its"
                + " data.");
  }

  /** A line on where float32 would overflow without rescaling; empty if it would not. */
  static Optional<String> overflow(Plan plan, long stepsPerEpoch) {
    OptionalLong step = plan.firstFloatOverflow();
    return step.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "float32 alone would overflow at step "
                + step.getAsLong()
                + ", in epoch "
                + (step.getAsLong() / stepsPerEpoch + 1)
                + " (rate or P² past 2^128): training rescales the run by powers of two, exactly");
  }
}
