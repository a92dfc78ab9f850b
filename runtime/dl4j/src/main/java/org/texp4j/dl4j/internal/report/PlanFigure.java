package org.texp4j.dl4j.internal.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.texp4j.dl4j.chart.LineChart;
import org.texp4j.dl4j.chart.LineChart.Marker;
import org.texp4j.dl4j.chart.LineChart.Point;
import org.texp4j.dl4j.chart.LineChart.Range;
import org.texp4j.dl4j.chart.LineChart.Scale;
import org.texp4j.dl4j.chart.LineChart.Series;
import org.texp4j.dl4j.chart.SvgFigure;
import org.texp4j.schedule.Phase;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.PlanCursor;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Step;

/** A plan as charts over its epochs and a table of its phases. */
public final class PlanFigure {

  /** More steps than this are indistinguishable in a chart. */
  private static final long MOST_STEPS = 2000;

  /** Up to this distance, advancing step by step is no slower than jumping. */
  private static final long FAR = 1000;

  private static final double LOG10_OF_2 = Math.log10(2);

  private PlanFigure() {}

  /** Returns the figure as an SVG document. */
  public static String svg(String name, Plan plan, long stepsPerEpoch) {
    List<Step> steps = sample(plan);
    double epoch = stepsPerEpoch;
    Optional<Range> epochs = Optional.of(new Range(0, plan.steps() / epoch));
    OptionalLong overflow = plan.firstFloatOverflow();
    List<Marker> markers =
        overflow.isPresent()
            ? List.of(
                new Marker(
                    overflow.getAsLong() / epoch,
                    "float32 alone ends, step " + overflow.getAsLong()))
            : List.of();
    String converted = plan.form().label();
    List<Series> rates = new ArrayList<>();
    if (plan.form().isConverted()) {
      rates.add(
          line(
              "converted: " + converted,
              0,
              steps,
              epoch,
              s -> s.convertedRate().log2() * LOG10_OF_2));
    }
    rates.add(
        line(
            "declared, with weight decay",
            1,
            steps,
            epoch,
            step -> Math.log10(PlanText.declaredRate(plan, step))));
    SvgFigure figure =
        new SvgFigure()
            .chart(
                new LineChart(
                    name + ": learning rate",
                    "epoch",
                    epochs,
                    "learning rate",
                    Scale.LOG10,
                    rates,
                    markers));
    if (plan.form().isConverted()) {
      figure.chart(
          new LineChart(
              name + ": scale P of the converted weights",
              "epoch",
              epochs,
              "log₂ P",
              Scale.LINEAR,
              List.of(line("", 0, steps, epoch, step -> step.before().scale().log2())),
              markers));
    }
    if (plan.recipe().rule().equals(Sgd.HEAVY_BALL)) {
      figure.chart(
          new LineChart(
              name + ": effective learning rate in equilibrium, as the angle of a step",
              "epoch",
              epochs,
              "√(2ηλ/(1+γ)) in rad",
              Scale.LOG10,
              List.of(line("", 0, steps, epoch, step -> Math.log10(equilibriumAngle(step)))),
              List.of()));
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(PlanText.PHASE_HEADINGS);
    rows.addAll(PlanText.phases(plan, stepsPerEpoch));
    figure.table(rows);
    PlanText.furtherPhases(plan).ifPresent(figure::note);
    figure.space();
    if (overflow.isPresent()) {
      figure.note(
          "float32 alone would overflow at step "
              + overflow.getAsLong()
              + "; training rescales the run by powers of two, exactly.");
    }
    return figure.space().toSvg(name + " as " + converted);
  }

  /**
   * The angle by which a step of the heavy ball turns normalized weights once their norm has
   * settled (Li and Arora 2020, Section 4).
   */
  private static double equilibriumAngle(Step step) {
    return Math.sqrt(2 * step.learningRate() * step.weightDecay() / (1 + step.momentum()));
  }

  private static Series line(
      String name, int colour, List<Step> steps, double epoch, ToDoubleFunction<Step> value) {
    return Series.of(
        name,
        colour,
        steps.stream()
            .map(step -> new Point(step.index() / epoch, value.applyAsDouble(step)))
            .toList());
  }

  /** Every step of a short plan; of a long one equally many, and the ends of its first phases. */
  private static List<Step> sample(Plan plan) {
    TreeSet<Long> indices = new TreeSet<>();
    long count = Math.min(plan.steps(), MOST_STEPS);
    for (long i = 0; i < count; i++) {
      indices.add((long) (i * (plan.steps() / (double) count)));
    }
    for (Phase phase : plan.phases(MOST_STEPS)) {
      indices.add(phase.first().index());
      indices.add(phase.last().index());
    }
    List<Step> steps = new ArrayList<>();
    PlanCursor cursor = plan.cursor();
    for (long index : indices) {
      if (index - cursor.position() > FAR) {
        cursor = plan.cursorAt(index);
      }
      while (cursor.position() < index) {
        cursor.advance();
      }
      steps.add(cursor.next());
    }
    return steps;
  }
}
