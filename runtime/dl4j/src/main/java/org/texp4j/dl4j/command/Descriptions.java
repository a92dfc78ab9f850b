package org.texp4j.dl4j.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.texp4j.dl4j.report.PlanText;
import org.texp4j.schedule.Plan;

/** A plan in words and as a table of phases. */
final class Descriptions {

  private Descriptions() {}

  static String recipe(Plan plan) {
    return String.format(
        Locale.ROOT,
        "rate %s at the start, weight decay %s, momentum %s, %d steps",
        plan.recipe().learningRate().at(0),
        plan.recipe().weightDecay().at(0),
        plan.recipe().momentum().at(0),
        plan.steps());
  }

  static String phases(Plan plan, long stepsPerEpoch) {
    StringBuilder table = new StringBuilder();
    append(table, PlanText.PHASE_HEADINGS);
    PlanText.phases(plan, stepsPerEpoch).forEach(row -> append(table, row));
    return table.toString();
  }

  private static void append(StringBuilder table, List<String> cells) {
    table.append(
        String.format(Locale.ROOT, "%-17s %-13s %-24s %-28s %-12s %-12s %s%n", cells.toArray()));
  }

  /** A line that says where float32 without rescaling would end; empty where it would not. */
  static Optional<String> overflow(Plan plan, long stepsPerEpoch) {
    OptionalLong step = PlanText.firstOverflow(plan);
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
