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
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.chart.LineChart.Point;
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
   * @param accuracy the accuracy of the last evaluation in it or after it; NaN without one
   * @param angle the angle by which the converted weights turned in it, in radians; NaN if it is
   *     not known
   */
  record Epoch(long number, long stepsTaken, double meanLoss, double accuracy, double angle) {}

  /** The sums of an epoch so far. */
  private static final class Sums {
    private long stepsTaken;
    private long examples;
    private double loss;
    private double accuracy = Double.NaN;
    private double angle = Double.NaN;
  }

  private final MetricsLine.Start start;
  private final Map<Quantity, Envelope> fine = new EnumMap<>(Quantity.class);
  private final Map<Quantity, Envelope> smooth = new EnumMap<>(Quantity.class);
  private final TreeMap<Long, Sums> epochs = new TreeMap<>();
  private final Envelope accuracy = new Envelope(FINE);
  private final Envelope angle = new Envelope(FINE);
  private final Map<String, Envelope> groups = new LinkedHashMap<>();
  private Optional<MetricsLine.StepMetrics> last = Optional.empty();
  private Optional<MetricsLine.EvaluationMetrics> lastEvaluation = Optional.empty();
  private Optional<MetricsLine.EvaluationMetrics> bestEvaluation = Optional.empty();

  private RunCurves(MetricsLine.Start start) {
    this.start = start;
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
  static RunCurves read(Path metrics) throws IOException {
    try (MetricsReader lines = MetricsReader.open(metrics)) {
      RunCurves curves = new RunCurves(start(metrics, lines));
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
      epoch(evaluation.epoch()).accuracy = evaluation.accuracy();
      accuracy.add(evaluation.stepsTaken(), 100 * evaluation.accuracy());
      lastEvaluation = Optional.of(evaluation);
      bestEvaluation =
          bestEvaluation
              .filter(best -> !(evaluation.accuracy() > best.accuracy()))
              .or(() -> Optional.of(evaluation));
    }
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
                    number,
                    sums.stepsTaken,
                    sums.loss / sums.examples,
                    sums.accuracy,
                    sums.angle)));
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

  /** The accuracy in per cent over epochs, where it was evaluation. */
  List<Point> accuracy() {
    return finite(accuracy);
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

  /** The first of the evaluations with the highest accuracy. */
  Optional<MetricsLine.EvaluationMetrics> bestEvaluation() {
    return bestEvaluation;
  }
}
