package org.texp4j.dl4j.command;

import java.util.Locale;
import org.texp4j.schedule.Phase;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.ScaledDouble;
import org.texp4j.schedule.Step;

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
    table.append(
        String.format(
            Locale.ROOT,
            "%-17s %-13s %-24s %-28s %-12s %-12s %s%n",
            "steps",
            "epochs",
            "declared rate",
            "converted rate",
            "growth/step",
            "growth/epoch",
            "log2 scale"));
    for (Phase phase : plan.phases()) {
      Step first = phase.first();
      Step last = phase.last();
      table.append(
          String.format(
              Locale.ROOT,
              "%-17s %-13s %-24s %-28s %-12.9f %-12.5f %.3f%n",
              first.index() + " … " + last.index(),
              epochs(first.index(), last.index() + 1, stepsPerEpoch),
              range(compact(first.learningRate()), compact(last.learningRate())),
              range(scientific(first.rate()), scientific(last.rate())),
              phase.growth(),
              phase.growthOver(stepsPerEpoch),
              last.after().scale().log2()));
    }
    return table.toString();
  }

  private static String epochs(long from, long to, long stepsPerEpoch) {
    return String.format(
        Locale.ROOT, "%.4g … %.4g", from / (double) stepsPerEpoch, to / (double) stepsPerEpoch);
  }

  private static String range(String from, String to) {
    return from.equals(to) ? from : from + " … " + to;
  }

  private static String compact(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  /** A number in scientific notation, also past double's range. */
  static String scientific(ScaledDouble value) {
    if (value.equals(ScaledDouble.ZERO)) {
      return "0";
    }
    double log10 = value.log2() * Math.log10(2);
    long exponent = (long) Math.floor(log10);
    String digits = String.format(Locale.ROOT, "%.4f", Math.pow(10, log10 - exponent));
    return digits.startsWith("10") ? "1.0000e" + (exponent + 1) : digits + "e" + exponent;
  }
}
