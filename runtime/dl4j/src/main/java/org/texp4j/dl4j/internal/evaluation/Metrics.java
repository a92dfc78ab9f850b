package org.texp4j.dl4j.internal.evaluation;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Metric;
import org.texp4j.dl4j.Metric.Better;
import org.texp4j.dl4j.internal.markup.Numbers;

/** The metrics that evaluations give, by name. */
public final class Metrics {

  /** The fraction of examples, pixels, time steps or labels that are classified correctly. */
  static final Metric ACCURACY = new Metric("accuracy", Better.HIGHER, true);

  /** 2TP/(2TP + FP + FN), the mean over labels that occur or are predicted. */
  static final Metric F1 = new Metric("f1", Better.HIGHER, true);

  /** The mean squared error, the mean over columns. */
  static final Metric MSE = Metric.lowerIsBetter("mse");

  /** The mean absolute error, the mean over columns. */
  static final Metric MAE = Metric.lowerIsBetter("mae");

  /** The coefficient of determination, the mean over columns whose labels vary. */
  static final Metric R2 = Metric.higherIsBetter("r2");

  /** The loss of the network, without a penalty for weight decay; the mean over examples. */
  static final Metric LOSS = Metric.lowerIsBetter("loss");

  private static final List<Metric> KNOWN = List.of(ACCURACY, F1, MSE, MAE, R2, LOSS);

  private static final char AFTER_OUTPUT = '.';

  private Metrics() {}

  /** The name of a metric of one of several outputs. */
  static String nameAt(String output, Metric metric) {
    return output + AFTER_OUTPUT + metric.name();
  }

  /**
   * The metric of a name that an evaluation of an experiment gave, also of an earlier version of it
   * that had further metrics; of one that is not known, the higher is better.
   */
  public static Metric named(String name, Experiment experiment) {
    String last = name.substring(name.lastIndexOf(AFTER_OUTPUT) + 1);
    return Stream.concat(
            experiment.metrics().stream()
                .map(Experiment.OwnMetric::metric)
                .filter(own -> own.name().equals(name)),
            KNOWN.stream().filter(known -> known.name().equals(last)))
        .findFirst()
        .orElseGet(() -> Metric.higherIsBetter(name))
        .named(name);
  }

  /** A value in words: in per cent if it is a fraction. */
  public static String format(Metric metric, double value, int decimals) {
    return metric.isFraction()
        ? Numbers.percent(value, decimals)
        : Numbers.plain(value, decimals + 2);
  }

  /** Metrics of an experiment with their values, one after the other. */
  public static String format(Map<String, Double> values, Experiment experiment) {
    return values.entrySet().stream()
        .map(
            each ->
                each.getKey() + " " + format(named(each.getKey(), experiment), each.getValue(), 2))
        .collect(Collectors.joining(", "));
  }
}
