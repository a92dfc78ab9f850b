package org.texp4j.schedule;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Curves of every shape with what is known of them by other means, drawn from a seed. */
final class RandomCurves {

  /** How far breaks are listed. */
  static final int HORIZON = 400;

  /**
   * A curve and what it has to say of itself.
   *
   * @param breaks its breaks up to the horizon
   * @param range the smallest range of all its values, those at no step included
   */
  record Known(Curve curve, List<Long> breaks, Range range) {}

  private final Random random;

  RandomCurves(long seed) {
    random = new Random(seed);
  }

  static List<String> shapes() {
    return List.of(
        "constant",
        "piecewiseConstant",
        "stepDecay",
        "linear",
        "polynomial",
        "polynomial in cycles",
        "exponential",
        "exponential in stairs",
        "inverseTime",
        "inverseTime in stairs",
        "inverseSquareRoot",
        "noam",
        "sigmoid",
        "cosineDecay",
        "cosine",
        "cosineRestarts",
        "cosineRestarts, longer and longer",
        "cyclic",
        "oneCycle",
        "oneCycle in three phases",
        "oneCycleMomentum",
        "flatThenCosine",
        "warmupStableDecay",
        "interpolated",
        "table");
  }

  static List<String> combinations() {
    return List.of("warmup before", "warmup over", "join", "times", "scaled", "clamped");
  }

  Known draw(String shape) {
    double a = value();
    double b = random.nextInt(5) == 0 ? a : value();
    long n = length();
    long every = 1 + random.nextInt(60);
    boolean flat = a == b;
    return switch (shape) {
      case "constant" -> known(Curve.constant(a), Range.of(a));
      case "piecewiseConstant" -> {
        long[] boundaries = boundaries();
        List<Double> values = values(boundaries.length + 1);
        yield known(Curve.piecewiseConstant(values, boundaries), Range.of(values), boundaries);
      }
      case "stepDecay" -> {
        long[] boundaries = boundaries();
        // Powers of two: the values are exact.
        double factor = random.nextBoolean() ? 0.5 : 2;
        double last = a * Math.pow(factor, boundaries.length);
        yield known(Curve.stepDecay(a, factor, boundaries), Range.of(a, last), boundaries);
      }
      case "linear" -> known(Curve.linear(a, b, n), Range.of(a, b), unless(flat, n));
      case "polynomial" ->
          known(Curve.polynomial(a, b, 1 + value(), n, false), Range.of(a, b), unless(flat, n));
      case "polynomial in cycles" ->
          known(
              Curve.polynomial(a, b, 1 + value(), n, true),
              Range.of(a, b),
              unless(flat, multiples(n, 1)));
      case "exponential" -> {
        double factor = 0.5 + random.nextDouble();
        double limit = factor < 1 ? 0 : Double.POSITIVE_INFINITY;
        yield known(Curve.exponential(a, factor, every, false), Range.of(a, limit));
      }
      case "exponential in stairs" -> {
        double factor = random.nextInt(4) == 0 ? 1 : random.nextDouble();
        yield known(
            Curve.exponential(a, factor, every, true),
            Range.of(a, factor == 1 ? a : 0.0),
            unless(factor == 1, multiples(every, 0)));
      }
      case "inverseTime" ->
          known(Curve.inverseTime(a, value(), every, value(), false), Range.of(0.0, a));
      case "inverseTime in stairs" -> {
        double rate = random.nextInt(4) == 0 ? 0 : value();
        yield known(
            Curve.inverseTime(a, rate, every, value(), true),
            Range.of(a, rate == 0 ? a : 0.0),
            unless(rate == 0, multiples(every, 0)));
      }
      case "inverseSquareRoot" -> known(Curve.inverseSquareRoot(a, n), Range.of(0.0, a));
      case "noam" -> known(Curve.noam(a, n), Range.of(0.0, a), unless(n == 1, n - 1));
      case "sigmoid" ->
          known(Curve.sigmoid(a, random.nextGaussian() / (50 + n), n), Range.of(0.0, a));
      case "cosineDecay" -> known(Curve.cosineDecay(a, b, n), Range.of(a, b), unless(flat, n));
      case "cosine" -> known(Curve.cosine(a, b, 2 * value(), n), Range.of(a, b), unless(flat, n));
      case "cosineRestarts" ->
          known(Curve.cosineRestarts(a, b, n, 1, 1), Range.of(a, b), unless(flat, multiples(n, 0)));
      case "cosineRestarts, longer and longer" -> {
        int multiplier = 2 + random.nextInt(2);
        double decay = 0.5 + random.nextDouble() / 2;
        List<Long> restarts = new ArrayList<>();
        for (long start = n, next = n * multiplier; start <= HORIZON; next *= multiplier) {
          restarts.add(start);
          start += next;
        }
        yield known(
            Curve.cosineRestarts(a, b, n, multiplier, decay),
            Range.of(0.0, a, b),
            restarts.stream().mapToLong(Long::longValue).toArray());
      }
      case "cyclic" -> {
        CyclicMode mode = CyclicMode.values()[random.nextInt(3)];
        double decay = mode == CyclicMode.EXPONENTIAL_RANGE ? 0.99 : 1;
        long up = length();
        // Not so short that halving it every cycle ends at nothing.
        long down = 20 + n;
        long[] corners =
            LongStream.concat(
                    Arrays.stream(multiples(up + down, 0)),
                    LongStream.iterate(up, s -> s <= HORIZON, s -> s + up + down))
                .sorted()
                .toArray();
        yield known(
            Curve.cyclic(a, b, up, down, mode, decay), Range.of(a, b), unless(flat, corners));
      }
      case "oneCycle" -> {
        double start = 0.1 + 0.8 * random.nextDouble();
        OneCycle form = new OneCycle(start, 20, 100, Annealing.COSINE, false);
        n++;
        long rise = (long) Math.ceil(start * n - 1);
        yield known(
            Curve.oneCycle(a, n, form),
            Range.of(rise <= 0 ? a : a / 20, a, a / 20 / 100),
            positive(rise, n - 1));
      }
      case "oneCycle in three phases" -> {
        double start = 0.1 + 0.4 * random.nextDouble();
        OneCycle form = new OneCycle(start, 20, 100, Annealing.LINEAR, true);
        n++;
        double rise = start * n - 1;
        double largest = rise <= 0 ? a / 20 : a;
        yield known(
            Curve.oneCycle(a, n, form),
            Range.of(largest, a / 20 / 100),
            positive((long) Math.ceil(rise), (long) Math.ceil(2 * rise), n - 1));
      }
      case "oneCycleMomentum" -> {
        OneCycle form = OneCycle.DEFAULT.withStart(0.5);
        n++;
        yield known(
            Curve.oneCycleMomentum(a, b, n, form),
            Range.of(a, b),
            positive((long) Math.ceil(0.5 * n - 1), n - 1));
      }
      case "flatThenCosine" ->
          known(
              Curve.flatThenCosine(a, b, every, every + n),
              Range.of(a, b),
              unless(flat, every, every + n));
      case "warmupStableDecay" -> {
        DecayShape decay = DecayShape.values()[random.nextInt(3)];
        yield known(
            Curve.warmupStableDecay(a, b, every, every + n, decay),
            Range.of(a, b),
            unless(flat, every, every + n));
      }
      case "interpolated" -> {
        Interpolation interpolation = Interpolation.values()[random.nextInt(3)];
        long[] boundaries = boundaries();
        List<Double> values = values(boundaries.length + 1);
        yield known(
            Curve.interpolated(values, interpolation, boundaries), Range.of(values), boundaries);
      }
      case "table" -> {
        String csv = "step,value\n0," + a + "\n" + n + "," + b + "\n";
        yield known(Curve.table(new StringReader(csv)), Range.of(a, b), n);
      }
      default -> combine(shape, draw(any(shapes())), draw(any(shapes())), n);
    };
  }

  private Known combine(String combination, Known one, Known other, long n) {
    return switch (combination) {
      case "warmup before" -> {
        double first = one.curve.at(0);
        double from = random.nextDouble();
        yield known(
            Curve.warmup(warmup(n, from, WarmupPlacement.BEFORE), one.curve),
            Range.of(from * first, first).union(one.range),
            union(List.of(n), shifted(one.breaks, n)));
      }
      case "warmup over" -> {
        double from = random.nextDouble();
        yield known(
            Curve.warmup(warmup(n, from, WarmupPlacement.OVER), one.curve),
            Range.of(from * one.range.minimum(), one.range.maximum()),
            union(List.of(n), one.breaks));
      }
      case "join" ->
          known(
              Curve.join(List.of(one.curve, other.curve), n),
              one.range.union(other.range),
              union(
                  Stream.concat(one.breaks.stream().filter(step -> step < n), Stream.of(n))
                      .toList(),
                  shifted(other.breaks, n)));
      case "times" ->
          known(
              one.curve.times(other.curve),
              product(one.range, other.range),
              union(one.breaks, other.breaks));
      case "scaled" -> {
        double factor = -value();
        yield known(
            one.curve.scaled(factor),
            new Range(factor * one.range.maximum(), factor * one.range.minimum()),
            union(one.breaks, List.of()));
      }
      case "clamped" -> {
        double low = value();
        double high = low + value();
        Range range =
            new Range(
                Math.max(low, Math.min(high, one.range.minimum())),
                Math.max(low, Math.min(high, one.range.maximum())));
        boolean outside = range.minimum() == range.maximum();
        yield known(
            one.curve.clamped(low, high),
            range,
            outside ? new long[0] : union(one.breaks, List.of()));
      }
      default -> throw new IllegalArgumentException(combination);
    };
  }

  /** Of values at least 0, where a product of 0 and ∞ leaves everything open. */
  private static Range product(Range one, Range other) {
    double minimum = one.minimum() * other.minimum();
    boolean open =
        Double.isInfinite(one.maximum()) && other.minimum() == 0
            || Double.isInfinite(other.maximum()) && one.minimum() == 0;
    return open ? Range.UNKNOWN : new Range(minimum, one.maximum() * other.maximum());
  }

  private Warmup warmup(long steps, double from, WarmupPlacement placement) {
    return new Warmup(steps, from, WarmupShape.values()[random.nextInt(4)], placement);
  }

  private static Known known(Curve curve, Range range, long... breaks) {
    List<Long> within = LongStream.of(breaks).filter(step -> step <= HORIZON).boxed().toList();
    return new Known(curve, within, range);
  }

  private static long[] unless(boolean none, long... breaks) {
    return none ? new long[0] : breaks;
  }

  private static long[] positive(long... breaks) {
    return LongStream.of(breaks).filter(step -> step > 0).distinct().toArray();
  }

  /** Every multiple of a length up to the horizon, plus an offset. */
  private static long[] multiples(long length, long offset) {
    return LongStream.iterate(length + offset, s -> s <= HORIZON, s -> s + length).toArray();
  }

  private static List<Long> shifted(List<Long> breaks, long by) {
    return breaks.stream().map(step -> step + by).toList();
  }

  private static long[] union(List<Long> one, List<Long> other) {
    return Stream.concat(one.stream(), other.stream())
        .mapToLong(Long::longValue)
        .sorted()
        .distinct()
        .toArray();
  }

  private String any(List<String> names) {
    return names.get(random.nextInt(names.size()));
  }

  private double value() {
    return 0.01 + random.nextDouble();
  }

  private long length() {
    return random.nextInt(8) == 0 ? 1 : 2 + random.nextInt(150);
  }

  private List<Double> values(int count) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // Now and then the same again.
      values.add(i > 0 && random.nextInt(4) == 0 ? values.get(i - 1) : (Double) value());
    }
    // Not all the same, which would be a constant.
    values.set(count - 1, 2 + value());
    return values;
  }

  private long[] boundaries() {
    return random.longs(1 + random.nextInt(5), 1, HORIZON).distinct().sorted().toArray();
  }
}
