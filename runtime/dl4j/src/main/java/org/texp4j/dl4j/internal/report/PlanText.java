package org.texp4j.dl4j.internal.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.texp4j.dl4j.internal.markup.Numbers;
import org.texp4j.schedule.Phase;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.Step;

/** A plan in words and as a table. */
public final class PlanText {

  /** The headings of {@link #phases}. */
  public static final List<String> PHASE_HEADINGS =
      List.of(
          "steps",
          "epochs",
          "declared rate",
          "converted rate",
          "growth/step",
          "growth/epoch",
          "log2 scale");

  /** As many as fit on a page. */
  private static final int MOST_PHASES = 24;

  private static final int MOST_PHASES_IN_WORDS = 5;
  private static final int DIGITS = 6;

  private PlanText() {}

  /** The declared recipe in words. */
  public static String recipe(Plan plan, long stepsPerEpoch) {
    Recipe recipe = plan.recipe();
    long phases = plan.phaseCount();
    String rates =
        plan.phases(MOST_PHASES_IN_WORDS).stream()
            .map(
                phase -> range(declaredRate(plan, phase.first()), declaredRate(plan, phase.last())))
            .collect(Collectors.joining(", then "));
    long first = plan.origin();
    long last = plan.steps() - 1;
    return recipe.rule().optimizer()
        + " with "
        + recipe
            .rule()
            .hyperparameters(range(recipe.momentum().at(first), recipe.momentum().at(last)))
        + ", "
        + recipe.rule().weightDecayName()
        + " "
        + range(recipe.weightDecay().at(first), recipe.weightDecay().at(last))
        + " and learning rate "
        + rates
        + (phases > MOST_PHASES_IN_WORDS ? ", and so on in " + phases + " phases" : "")
        + ", for "
        + plan.steps()
        + " steps in epochs of "
        + stepsPerEpoch;
  }

  /** The declared rate; the rate of the step is that of the equivalent recipe. */
  static double declaredRate(Plan plan, Step step) {
    return plan.recipe().learningRate().at(step.index());
  }

  private static String range(double first, double last) {
    return Numbers.plain(first, DIGITS)
        + (first == last ? "" : " to " + Numbers.plain(last, DIGITS));
  }

  /**
   * The first phases of a plan, one row each, under {@link #PHASE_HEADINGS}; {@link #furtherPhases}
   * says how many are omitted.
   */
  public static List<List<String>> phases(Plan plan, long stepsPerEpoch) {
    List<List<String>> rows = new ArrayList<>();
    for (Phase phase : plan.phases(MOST_PHASES)) {
      Step first = phase.first();
      Step last = phase.last();
      rows.add(
          List.of(
              first.index() + " … " + last.index(),
              epoch(first.index(), stepsPerEpoch) + " … " + epoch(last.index() + 1, stepsPerEpoch),
              range(compact(declaredRate(plan, first)), compact(declaredRate(plan, last))),
              range(
                  Numbers.scientific(first.convertedRate()),
                  Numbers.scientific(last.convertedRate())),
              String.format(Locale.ROOT, "%.9f", phase.growth()),
              String.format(Locale.ROOT, "%.5f", phase.growthOver(stepsPerEpoch)),
              String.format(Locale.ROOT, "%.3f", last.after().scale().log2())));
    }
    return rows;
  }

  /** A line on the phases that {@link #phases} omits; empty if it has all. */
  public static Optional<String> furtherPhases(Plan plan) {
    long further = plan.phaseCount() - MOST_PHASES;
    return further > 0
        ? Optional.of("… and " + further + " more " + (further == 1 ? "phase" : "phases"))
        : Optional.empty();
  }

  private static String epoch(long step, long stepsPerEpoch) {
    return compact(step / (double) stepsPerEpoch);
  }

  private static String compact(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private static String range(String from, String to) {
    return from.equals(to) ? from : from + " … " + to;
  }
}
