package org.texp4j.dl4j.internal.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.texp4j.dl4j.chart.LineChart;
import org.texp4j.dl4j.chart.LineChart.Point;
import org.texp4j.dl4j.chart.LineChart.Range;
import org.texp4j.dl4j.chart.LineChart.Scale;
import org.texp4j.dl4j.chart.LineChart.Series;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;

/** The charts of a report: of one run, or of two on the same axes. */
final class RunCharts {

  /** More groups than this do not fit into a legend. */
  private static final int MOST_NAMES = 6;

  /** More points than this are too dense to be marked. */
  private static final int MOST_MARKS = 60;

  /** A run and its name in the legend. */
  record Named(String name, RunCurves curves) {}

  /** A chart and a sentence on what it shows. */
  record Figure(LineChart chart, String caption) {}

  private final List<Named> runs;
  private final RunCurves run;
  private final Optional<Deviations> deviations;
  private final Optional<Rule> rule;
  private final boolean converted;

  /**
   * Prepares the charts.
   *
   * @param runs the run of the report, and the one beside it if there is one
   * @param deviations the deviations of the two; empty if there is one run
   * @param rule the update rule; empty if it is no longer known
   */
  RunCharts(List<Named> runs, Optional<Deviations> deviations, Optional<Rule> rule) {
    this.runs = runs;
    this.deviations = deviations;
    this.rule = rule;
    run = runs.get(0).curves();
    converted = run.start().form().isConverted();
  }

  /** Loss and metrics, and the deviations of two runs. */
  List<Figure> learning() {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        figure(
            "Training loss",
            "loss of a batch",
            Scale.LINEAR,
            withMeans(Quantity.LOSS),
            "The loss of each batch, faint, and its running mean."));
    for (String name : run.metrics()) {
      figures.add(
          figure(
              "Test " + name,
              name + (run.metric(name).isFraction() ? " in %" : ""),
              Scale.LINEAR,
              marked(curves -> curves.metricCurve(name)),
              "On the evaluation data."));
    }
    deviations.ifPresent(
        between -> {
          double unit = run.start().stepsPerEpoch();
          figures.add(
              figure(
                  "Deviation of the loss",
                  "relative deviation",
                  Scale.LOG10,
                  List.of(Series.of("", 0, between.loss().points(unit))),
                  "Zero in exact arithmetic; in floating point equivalent runs differ by rounding,"
                      + " which training amplifies, as it does between two runs of one form."));
          figures.add(
              figure(
                  "Deviation of the weights",
                  "relative deviation of ‖w‖",
                  Scale.LOG10,
                  List.of(Series.of("", 0, between.norm().points(unit))),
                  "Of the norm of the converted weights, in the scale of the declared recipe."));
        });
    return figures;
  }

  /** Declared, converted and effective rate. */
  List<Figure> rates() {
    List<Series> rates = new ArrayList<>();
    if (converted) {
      rates.add(Series.of("converted η̃", 0, run.curve(Quantity.RATE)));
    }
    rates.add(Series.of("declared η", 1, run.curve(Quantity.RECIPE_RATE)));
    String effective =
        rule.map(
                known ->
                    converted
                        ? known.effectiveRateFormula("η̃", "w̃")
                        : known.effectiveRateFormula("η", "w"))
            .orElse("rate");
    rates.add(Series.of("effective " + effective, 2, run.curve(Quantity.EFFECTIVE_RATE)));
    return List.of(
        figure(
            "Learning rate",
            "learning rate",
            Scale.LOG10,
            rates,
            "The effective rate is the rate at which the weights turn"
                + (converted ? ": their growth cancels that of the rate." : ".")),
        figure(
            "Effective learning rate",
            effective,
            Scale.LOG10,
            lines(Quantity.EFFECTIVE_RATE),
            "The rate at which the direction of the converted weights turns."));
  }

  /** Norm and scale of the converted weights, and how they move. */
  List<Figure> weights() {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        figure(
            "Norm of the converted weights",
            "‖w‖",
            Scale.LINEAR,
            lines(Quantity.WEIGHT_NORM),
            converted
                ? "In the scale of the declared recipe, ‖w̃‖/P."
                : "Of the weights that have an exponential form."));
    if (!run.groupNorms().isEmpty()) {
      figures.add(groups(run.groupNorms()));
    }
    if (converted) {
      figures.add(
          figure(
              "Scale",
              "log₂ P",
              Scale.LINEAR,
              List.of(Series.of("", 0, run.curve(Quantity.LOG2_SCALE))),
              "P is the factor between the converted weights and those of the declared recipe."));
    }
    figures.add(
        figure(
            "Angle per epoch",
            "degrees",
            Scale.LINEAR,
            marked(RunCurves::angle),
            "Between the direction of the converted weights at the start and at the end of an"
                + " epoch."));
    List<Series> squaredRelativeUpdate =
        new ArrayList<>(withMeans(Quantity.SQUARED_RELATIVE_UPDATE));
    boolean settles = rule.filter(Sgd.HEAVY_BALL::equals).isPresent();
    if (settles) {
      squaredRelativeUpdate.add(
          Series.of("equilibrium 2ηλ/(1+γ)", 2, run.curve(Quantity.EQUILIBRIUM)));
    }
    figures.add(
        figure(
            "Squared relative update",
            "‖Δw‖²/‖w‖²",
            Scale.LOG10,
            squaredRelativeUpdate,
            settles
                ? "Tends to 2ηλ/(1+γ), where the growth of ‖w‖ by updates and its shrinking by decay"
                    + " balance."
                : "The size of an update, relative to the converted weights."));
    return figures;
  }

  private Figure groups(Map<String, List<Point>> norms) {
    List<Series> lines = new ArrayList<>();
    boolean named = norms.size() <= MOST_NAMES;
    norms.forEach(
        (group, points) -> lines.add(Series.of(named ? group : "", lines.size(), points)));
    return figure(
        "Norm of each group",
        "‖w‖",
        Scale.LINEAR,
        lines,
        "Of weights that are jointly invariant, at the ends of epochs; "
            + norms.size()
            + (norms.size() == 1 ? " group." : " groups.")
            + (named ? "" : " metrics.jsonl names them."));
  }

  /** A quantity of each run, faint, with its running mean. */
  private List<Series> withMeans(Quantity quantity) {
    List<Series> series = new ArrayList<>();
    series.addAll(
        each((named, colour) -> Series.background(colour, named.curves().curve(quantity))));
    series.addAll(
        each(
            (named, colour) -> Series.of(named.name(), colour, named.curves().smoothed(quantity))));
    return series;
  }

  private List<Series> lines(Quantity quantity) {
    return each((named, colour) -> Series.of(named.name(), colour, named.curves().curve(quantity)));
  }

  private List<Series> marked(Function<RunCurves, List<Point>> curve) {
    return each(
        (named, colour) -> {
          List<Point> points = curve.apply(named.curves());
          return points.size() <= MOST_MARKS
              ? Series.marked(named.name(), colour, points)
              : Series.of(named.name(), colour, points);
        });
  }

  /** A line for each run; its place among the runs is its colour. */
  private List<Series> each(BiFunction<Named, Integer, Series> line) {
    return IntStream.range(0, runs.size()).mapToObj(i -> line.apply(runs.get(i), i)).toList();
  }

  private Figure figure(
      String title, String vertical, Scale scale, List<Series> series, String caption) {
    return new Figure(
        new LineChart(title, "epoch", epochs(), vertical, scale, series, List.of()), caption);
  }

  /** The same range in all charts, so that they can be compared: the whole run. */
  private Optional<Range> epochs() {
    return run.last()
        .map(last -> new Range(0, last.stepsTaken() / (double) run.start().stepsPerEpoch()));
  }
}
