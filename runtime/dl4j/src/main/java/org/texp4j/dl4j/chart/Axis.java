package org.texp4j.dl4j.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.texp4j.dl4j.internal.markup.Numbers;

/**
 * An axis from one number to another, with ticks at round numbers.
 *
 * @param from the first number
 * @param to the last, greater than the first
 * @param ticks the ticks, rising
 * @param exponent the power of ten that the labels leave out, to be named beside the axis
 */
record Axis(double from, double to, List<Tick> ticks, int exponent) {

  /**
   * A tick and its label.
   *
   * @param at its position on the axis
   * @param label its label, or the base if it has a power
   * @param power the power; empty for a plain label
   */
  record Tick(double at, String label, String power) {
    static Tick plain(double at, String label) {
      return new Tick(at, label, "");
    }

    static Tick powerOfTen(double exponent) {
      return new Tick(exponent, "10", Numbers.fixed(exponent, 3));
    }
  }

  /** The number of intervals between ticks that an axis aims at. */
  private static final int STRETCHES = 6;

  /** Within fewer decades than this, the powers of ten alone are too few ticks. */
  private static final int FEW_DECADES = 2;

  /** Within fewer decades than this, a logarithmic axis is nearly linear. */
  private static final double SHORT = 0.7;

  /** Powers of ten beyond this, either way, are not normal doubles. */
  private static final int DOUBLE_DECADES = 300;

  private static final double[] ROUND = {1, 2, 5};

  /** An axis that ends where the values end. */
  static Axis along(double[] values) {
    double[] range = range(values);
    double step = roundStep((range[1] - range[0]) / STRETCHES);
    return linear(range[0], range[1], Math.ceil(range[0] / step) * step, step);
  }

  /** An axis that ends at round numbers around the values. */
  static Axis around(double[] values) {
    double[] range = range(values);
    double step = roundStep((range[1] - range[0]) / STRETCHES);
    double from = Math.floor(range[0] / step) * step;
    return linear(from, Math.ceil(range[1] / step) * step, from, step);
  }

  /** An axis around values given by their base-10 logarithms. */
  static Axis aroundLogarithms(double[] logarithms) {
    double[] range = range(logarithms);
    double span = range[1] - range[0];
    boolean representable = range[0] > -DOUBLE_DECADES && range[1] < DOUBLE_DECADES;
    if (span < SHORT && representable) {
      return ofShortSpan(range);
    }
    if (span < FEW_DECADES && representable) {
      return ofFewDecades(range);
    }
    double step = Math.max(1, Math.ceil(roundStep(span / STRETCHES)));
    double from = Math.floor(range[0] / step) * step;
    double to = Math.ceil(range[1] / step) * step;
    return new Axis(from, to, positions(from, to, step).mapToObj(Tick::powerOfTen).toList(), 0);
  }

  private static Axis ofShortSpan(double[] logarithms) {
    Axis plain = around(Arrays.stream(logarithms).map(log10 -> Math.pow(10, log10)).toArray());
    List<Tick> ticks =
        plain.ticks.stream()
            .filter(tick -> tick.at > 0)
            .map(tick -> Tick.plain(Math.log10(tick.at), tick.label))
            .toList();
    // Zero has no place on this axis: it then ends at the lowest value.
    double from = plain.from > 0 ? Math.log10(plain.from) : logarithms[0];
    return new Axis(from, Math.log10(plain.to), ticks, plain.exponent);
  }

  private static Axis ofFewDecades(double[] range) {
    List<Tick> ticks = new ArrayList<>();
    for (int decade = (int) Math.floor(range[0]); decade <= Math.ceil(range[1]); decade++) {
      for (double digit : ROUND) {
        double at = decade + Math.log10(digit);
        ticks.add(
            Math.abs(decade) > 4
                ? new Tick(
                    at, Numbers.fixed(digit, 0) + "·10", String.valueOf(decade).replace('-', '−'))
                : Tick.plain(at, Numbers.fixed(digit * Math.pow(10, decade), 5)));
      }
    }
    double from = last(ticks.stream().filter(tick -> tick.at <= range[0]).toList()).at;
    double to = ticks.stream().filter(tick -> tick.at >= range[1]).findFirst().orElseThrow().at;
    return new Axis(
        from, to, ticks.stream().filter(tick -> tick.at >= from && tick.at <= to).toList(), 0);
  }

  private static Tick last(List<Tick> ticks) {
    return ticks.get(ticks.size() - 1);
  }

  private static Axis linear(double from, double to, double first, double step) {
    double largest = Math.max(Math.abs(from), Math.abs(to));
    int magnitude = (int) Math.floor(Math.log10(largest));
    int exponent = magnitude > 4 || magnitude < -3 ? magnitude : 0;
    double unit = Math.pow(10, exponent);
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(step / unit) + 1e-9));
    return new Axis(
        from,
        to,
        positions(first, to, step)
            .mapToObj(at -> Tick.plain(at, Numbers.fixed(at / unit, decimals)))
            .toList(),
        exponent);
  }

  private static DoubleStream positions(double first, double to, double step) {
    // A tick that rounding puts a little past the end is at the end; + 0.0 takes the sign off −0.
    long steps = (long) Math.floor((to - first) / step + 1e-6);
    return LongStream.rangeClosed(0, steps).mapToDouble(i -> Math.min(to, first + i * step) + 0.0);
  }

  private static double[] range(double[] values) {
    double low = Arrays.stream(values).min().orElse(0);
    double high = Arrays.stream(values).max().orElse(0);
    if (low < high) {
      return new double[] {low, high};
    }
    double margin = Math.max(1, Math.abs(low)); // One more would not be seen in 1e300.
    return new double[] {low - margin, low + margin};
  }

  /** The smallest of 1, 2 and 5 times a power of ten that is not smaller. */
  private static double roundStep(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double digit : ROUND) {
      if (digit * power >= least) {
        return digit * power;
      }
    }
    return 10 * power;
  }

  /** The relative position of a number: 0 at the first, 1 at the last. */
  double fraction(double value) {
    return (value - from) / (to - from);
  }
}
