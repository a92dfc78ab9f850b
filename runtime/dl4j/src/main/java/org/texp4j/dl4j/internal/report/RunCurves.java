package org.texp4j.dl4j.internal.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Metric;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.chart.LineChart.Point;
import org.texp4j.dl4j.internal.evaluation.Metrics;
import org.texp4j.dl4j.internal.metrics.MetricsLine;
import org.texp4j.dl4j.internal.metrics.MetricsReader;

/**
 * The metrics of a run as curves of bounded size over epochs, and one row per epoch.
 *
 * <p>Read in one pass, in memory that grows with the epochs but not with the steps.
 */
final class RunCurves {

  /** Segments of a curve drawn as it is: two points each, finer than a chart shows. */
  static final int FINE = 1000;

  /** Segments of a smoothed curve: the loss of a single batch is too noisy to compare by eye. */
  private static final int SMOOTH = 64;

  /**
   * An epoch, or the part of one that was run.
   *
   * @param number the epoch, from 0
   * @param stepsTaken the number of steps the run had taken at its end
   * @param meanLoss the mean loss of its examples
   * @param metrics the metrics of the last evaluation in it or after it, by name; empty without one
   * @param angle the angle by which the converted weights turned in it, in radians; NaN if it is
   *     not known
   */
  record Epoch(
      long number, long stepsTaken, double meanLoss, Map<String, Double> metrics, double angle) {}

  /** The sums of an epoch so far. */
  private static final class Sums {
    private long stepsTaken;
    private long examples;
    private double loss;
    private Map<String, Double> metrics = Map.of();
    private double angle = Double.NaN;
  }

  private final MetricsLine.Start start;
  private final Experiment experiment;
  private final Map<Quantity, Envelope> fine = new EnumMap<>(Quantity.class);
  private final Map<Quantity, Envelope> smooth = new EnumMap<>(Quantity.class);
  private final TreeMap<Long, Sums> epochs = new TreeMap<>();
  private final Map<String, Envelope> metrics = new LinkedHashMap<>();
  private final Envelope angle = new Envelope(FINE);
  private final Map<String, Envelope> groups = new LinkedHashMap<>();
  private Optional<MetricsLine.StepMetrics> last = Optional.empty();
  private Optional<MetricsLine.EvaluationMetrics> lastEvaluation = Optional.empty();
  private Optional<MetricsLine.EvaluationMetrics> bestEvaluation = Optional.empty();

  private RunCurves(MetricsLine.Start start, Experiment experiment) {
    this.start = start;
    this.experiment = experiment;
    for (Quantity quantity : Quantity.values()) {
      fine.put(quantity, new Envelope(FINE));
      smooth.put(quantity, new Envelope(SMOOTH));
    }
  }

  /**
   * Reads a file of metrics.
   *
   * @throws TrainingException if there is none, or it is damaged
   */
  static RunCurves read(Path metrics, Experiment experiment) throws IOException {
    try (MetricsReader lines = MetricsReader.open(metrics)) {
      RunCurves curves = new RunCurves(start(metrics, lines), experiment);
      while (lines.hasNext()) {
        curves.add(lines.next());
      }
      return curves;
    }
  }

  /** Reads the first line, which identifies the run. */
  static MetricsLine.Start start(Path metrics, MetricsReader lines) {
    if (lines.hasNext() && lines.next() instanceof MetricsLine.Start start) {
      return start;
    }
    throw new TrainingException(
        metrics + " does not begin with the line that identifies its run: train again");
  }

  private void add(MetricsLine line) {
    if (line instanceof MetricsLine.StepMetrics step) {
      add(step);
    } else if (line instanceof MetricsLine.EpochMetrics metrics) {
      epoch(metrics.epoch()).angle = metrics.angle();
      angle.add(metrics.stepsTaken(), Math.toDegrees(metrics.angle()));
    } else if (line instanceof MetricsLine.GroupMetrics group) {
      groups
          .computeIfAbsent(group.tensors(), absent -> new Envelope(FINE))
          .add(group.stepsTaken(), group.norm());
    } else if (line instanceof MetricsLine.EvaluationMetrics evaluation) {
      epoch(evaluation.epoch()).metrics = evaluation.metrics();
      evaluation
          .metrics()
          .forEach(
              (name, value) ->
                  metrics
                      .computeIfAbsent(name, absent -> new Envelope(FINE))
                      .add(evaluation.stepsTaken(), value * (metric(name).isFraction() ? 100 : 1)));
      lastEvaluation = Optional.of(evaluation);
      bestEvaluation =
          bestEvaluation
              .filter(best -> !isBetter(evaluation, best))
              .or(() -> Optional.of(evaluation));
    }
  }

  private boolean isBetter(
      MetricsLine.EvaluationMetrics evaluation, MetricsLine.EvaluationMetrics best) {
    String name = evaluation.primary().getKey();
    return !best.primary().getKey().equals(name)
        || metric(name).isBetter(evaluation.primary().getValue(), best.primary().getValue());
  }

  /** The metric of a name: which of two values is better, and how it is shown. */
  Metric metric(String name) {
    return Metrics.named(name, experiment);
  }

  private void add(MetricsLine.StepMetrics step) {
    for (Quantity quantity : Quantity.values()) {
      double value = quantity.of(step);
      fine.get(quantity).add(step.step(), value);
      smooth.get(quantity).add(step.step(), value);
    }
    Sums epoch = epoch(step.epoch());
    epoch.stepsTaken = step.stepsTaken();
    epoch.examples += step.examples();
    epoch.loss += step.examples() * step.loss();
    last = Optional.of(step);
  }

  private Sums epoch(long number) {
    return epochs.computeIfAbsent(number, absent -> new Sums());
  }

  /** Which run it is. */
  MetricsLine.Start start() {
    return start;
  }

  /** The last step; empty before the first. */
  Optional<MetricsLine.StepMetrics> last() {
    return last;
  }

  /** The epochs, in order. */
  List<Epoch> epochs() {
    List<Epoch> list = new ArrayList<>();
    epochs.forEach(
        (number, sums) ->
            list.add(
                new Epoch(
                    number, sums.stepsTaken, sums.loss / sums.examples, sums.metrics, sums.angle)));
    return list;
  }

  /** A quantity over epochs, with every spike. */
  List<Point> curve(Quantity quantity) {
    return fine.get(quantity).points(start.stepsPerEpoch());
  }

  /** A quantity over epochs, smoothed. */
  List<Point> smoothed(Quantity quantity) {
    return smooth.get(quantity).means(start.stepsPerEpoch());
  }

  /** The names of the metrics of all evaluations, the primary one first. */
  List<String> metrics() {
    return List.copyOf(metrics.keySet());
  }

  /** A metric over epochs, where it was evaluated; a fraction in per cent. */
  List<Point> metricCurve(String name) {
    return metrics.containsKey(name) ? finite(metrics.get(name)) : List.of();
  }

  /** The angle of each epoch in degrees, at its end. */
  List<Point> angle() {
    return finite(angle);
  }

  /** The norm of each group of weights at the ends of epochs, by the names of its tensors. */
  Map<String, List<Point>> groupNorms() {
    Map<String, List<Point>> norms = new LinkedHashMap<>();
    groups.forEach((group, norm) -> norms.put(group, finite(norm)));
    return norms;
  }

  private List<Point> finite(Envelope values) {
    return values.points(start.stepsPerEpoch()).stream().filter(Point::isFinite).toList();
  }

  /** The last evaluation; empty if there was none. */
  Optional<MetricsLine.EvaluationMetrics> lastEvaluation() {
    return lastEvaluation;
  }

  /** The first of the evaluations with the best primary metric. */
  Optional<MetricsLine.EvaluationMetrics> bestEvaluation() {
    return bestEvaluation;
  }
}
