package org.texp4j.schedule;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * A hyperparameter as a function of the step: a learning rate, a weight decay or a momentum.
 *
 * <p>Curves are immutable, safe for use by several threads, and pure: the value at a step depends
 * on the step alone. Steps count from 0.
 *
 * <p>A lambda is a curve: {@code step -> 0.1 / (1 + step)}. Only its values are known, so a plan
 * evaluates every step. A curve that also implements {@link #nextBreak}, {@link #isConstantFrom}
 * and {@link #range}, as all curves made here do, is converted without a walk wherever it is
 * constant.
 */
@FunctionalInterface
public interface Curve {

  /**
   * Returns the value at a step.
   *
   * @param step the step, at least 0; past its end a curve keeps its last value unless stated
   *     otherwise
   */
  double at(long step);

  /**
   * Returns the first step after this one at which the curve changes its formula, or {@link
   * Long#MAX_VALUE} if it never does.
   *
   * @param step the step, at least 0
   */
  default long nextBreak(long step) {
    return Long.MAX_VALUE;
  }

  /**
   * Whether the curve has the same value at every step from this one up to, but excluding, its
   * {@link #nextBreak}. A curve that is constant there may still return false.
   *
   * @param step the step, at least 0
   */
  default boolean isConstantFrom(long step) {
    return false;
  }

  /** Returns a range that contains the values at all steps. */
  default Range range() {
    return Range.UNKNOWN;
  }

  /**
   * Returns the first step at which the curve contradicts its own parameters, such as the minimum
   * of {@link #cosineRestarts}, if there is one in a run; {@link Plan#of} refuses such a curve.
   *
   * @param steps the length of the run, at least 1
   */
  default OptionalLong firstContradiction(long steps) {
    return OptionalLong.empty();
  }

  /** Returns this curve times another, step by step. */
  default Curve times(Curve other) {
    return new Product(this, other);
  }

  /**
   * Returns this curve times a number.
   *
   * @throws IllegalArgumentException if the factor is not finite
   */
  default Curve scaled(double factor) {
    return times(constant(factor));
  }

  /**
   * Returns this curve limited to values from {@code minimum} to {@code maximum}.
   *
   * <p>The steps at which it reaches a bound are not among its {@linkplain #nextBreak breaks}.
   * {@link #at} throws an {@link ArithmeticException} where this curve is not a number.
   *
   * @throws IllegalArgumentException if a bound is not finite or the minimum exceeds the maximum
   */
  default Curve clamped(double minimum, double maximum) {
    return new Clamped(this, minimum, maximum);
  }

  /**
   * Returns a curve that always has the same value.
   *
   * @throws IllegalArgumentException if the value is not finite
   */
  static Curve constant(double value) {
    return new Constant(value);
  }

  /**
   * Returns a curve with one value up to the first boundary and another from each boundary on.
   *
   * <p>Keras' PiecewiseConstantDecay takes each value one step later; add 1 to its boundaries.
   *
   * @param values one more than there are boundaries
   * @param boundaries the first step of each value except the first, increasing, each at least 1
   * @throws IllegalArgumentException if the boundaries do not increase, there is not one value more
   *     than boundaries, or a value is not finite
   */
  static Curve piecewiseConstant(List<Double> values, long... boundaries) {
    return new PiecewiseConstant(values, Boundaries.of(boundaries));
  }

  /**
   * Returns a curve that is multiplied by a factor at each boundary: initial · factor^(number of
   * boundaries ≤ step). PyTorch's MultiStepLR; for its StepLR see {@link #exponential}.
   *
   * @param boundaries the boundaries in steps, increasing, each at least 1
   * @throws IllegalArgumentException if the boundaries do not increase or a number is not finite
   */
  static Curve stepDecay(double initial, double factor, long... boundaries) {
    return new StepDecay(initial, factor, Boundaries.of(boundaries));
  }

  /**
   * Returns a straight line: initial + (end − initial) step/steps, and {@code end} from {@code
   * steps} on.
   *
   * @param steps the length of the line, at least 1
   * @throws IllegalArgumentException if {@code steps} is less than 1 or a number is not finite
   */
  static Curve linear(double initial, double end, long steps) {
    Require.finite("initial", initial);
    Require.finite("end", end);
    Require.positive("steps", steps);
    return Interpolated.of(List.of(initial, end), Blend.LINEAR, steps);
  }

  /**
   * Returns a power of the remaining part: end + (initial − end)(1 − step/D)^power, as in Keras'
   * PolynomialDecay and PyTorch's PolynomialLR.
   *
   * <p>Without cycles D = steps, and from there on the value is {@code end}. With cycles D = steps
   * · max(1, ⌈step/steps⌉): the curve reaches {@code end} at every multiple of {@code steps} and
   * jumps up again one step later, to a lower value each time, as in Keras.
   *
   * <p>Deeplearning4j's PolySchedule is a different curve: it computes initial · (1 +
   * step/steps)^power, which rises, and 0 from {@code steps} on.
   *
   * @param power above 0
   * @param steps the length of the curve, or of its first cycle, at least 1
   * @throws IllegalArgumentException if an argument leaves its range
   */
  static Curve polynomial(double initial, double end, double power, long steps, boolean cycle) {
    return new Polynomial(initial, end, power, steps, cycle);
  }

  /**
   * Returns a geometric sequence: initial · factor^(step/every), with the exponent rounded down if
   * it is a staircase.
   *
   * <p>PyTorch's ExponentialLR is {@code every} = 1, its StepLR a staircase; optax'
   * exponential_decay and Keras' ExponentialDecay can be either. Deeplearning4j's
   * ExponentialSchedule is {@code every} = 1, its StepSchedule a staircase.
   *
   * @param factor above 0; above 1 the curve rises
   * @param every the number of steps per factor, at least 1
   * @throws IllegalArgumentException if an argument leaves its range
   */
  static Curve exponential(double initial, double factor, long every, boolean staircase) {
    return new Exponential(initial, factor, every, staircase);
  }

  /**
   * Returns an inverse power of the time: initial / (1 + rate · step/every)^power, with step/every
   * rounded down if it is a staircase.
   *
   * <p>Keras' InverseTimeDecay has power 1; Deeplearning4j's InverseSchedule {@code every} = 1.
   *
   * @param rate at least 0
   * @param every the unit of time in steps, at least 1
   * @param power above 0
   * @throws IllegalArgumentException if an argument leaves its range
   */
  static Curve inverseTime(
      double initial, double rate, long every, double power, boolean staircase) {
    return new InverseTime(initial, rate, every, power, staircase);
  }

  /**
   * Returns the inverse root of the time: initial · √(timescale/(step + timescale)); Hugging Face's
   * get_inverse_sqrt_schedule after its warm-up, where {@code timescale} is by default the length
   * of the warm-up.
   *
   * @param timescale in steps, at least 1
   * @throws IllegalArgumentException if {@code timescale} is less than 1 or {@code initial} is not
   *     finite
   */
  static Curve inverseSquareRoot(double initial, long timescale) {
    return new InverseSquareRoot(initial, timescale);
  }

  /**
   * Returns the schedule of the Transformer: with n = step + 1, peak · min(n/warmup, √(warmup/n));
   * Vaswani et al., "Attention is all you need", 2017, section 5.3.
   *
   * <p>The paper counts its steps from 1, hence n; its rate is d^(−½) min(n^(−½), n ·
   * warmup^(−3/2)), so its peak is (d · warmup)^(−½). It is reached at step warmup − 1.
   *
   * @param warmup in steps, at least 1
   * @throws IllegalArgumentException if {@code warmup} is less than 1 or {@code peak} is not finite
   */
  static Curve noam(double peak, long warmup) {
    return new Noam(peak, warmup);
  }

  /**
   * Returns a logistic curve: initial / (1 + exp(slope (step − center))), half of {@code initial}
   * at the center.
   *
   * <p>Deeplearning4j's SigmoidSchedule computes 1 / (1 + exp(−γ (step − stepSize))), as Caffe
   * does, which rises for γ &gt; 0: it is this curve with slope −γ and center stepSize.
   *
   * @param slope per step; above 0 the curve falls, below 0 it rises
   * @param center in steps
   * @throws IllegalArgumentException if a number is not finite
   */
  static Curve sigmoid(double initial, double slope, long center) {
    return new Sigmoid(initial, slope, center);
  }

  /**
   * Returns half a cosine from one value to another: minimum + (initial − minimum)(1 + cos(π step /
   * steps))/2; Loshchilov and Hutter, "SGDR", ICLR 2017, without restarts.
   *
   * <p>At {@code steps} the value is exactly {@code minimum}, and stays there; PyTorch's
   * CosineAnnealingLR rises again.
   *
   * @param steps the length of the curve, at least 1; from there on its value is the minimum
   * @throws IllegalArgumentException if {@code steps} is less than 1 or a number is not finite
   */
  static Curve cosineDecay(double initial, double minimum, long steps) {
    Require.finite("initial", initial);
    Require.finite("minimum", minimum);
    Require.positive("steps", steps);
    return Interpolated.of(List.of(initial, minimum), Blend.COSINE, steps);
  }

  /**
   * Returns a number of cosine waves: minimum + (initial − minimum)(1 + cos(2π · cycles ·
   * step/steps))/2.
   *
   * <p>Half a cycle is {@link #cosineDecay}; {@code cycles} is Hugging Face's {@code num_cycles} in
   * get_cosine_schedule_with_warmup, whose default is 0.5. The value at {@code steps} stays from
   * there on.
   *
   * @param cycles the number of waves, above 0; need not be an integer
   * @param steps the length of the curve, at least 1
   * @throws IllegalArgumentException if an argument leaves its range
   */
  static Curve cosine(double initial, double minimum, double cycles, long steps) {
    return new Cosine(initial, minimum, cycles, steps);
  }

  /**
   * Returns half cosines, one after another, without end: SGDR (Loshchilov and Hutter, ICLR 2017).
   *
   * <p>Period i, from 0, falls from initial · decay^i towards the minimum over firstLength ·
   * multiplier^i steps; the step at which it would reach the minimum is the first of the next
   * period. This is PyTorch's CosineAnnealingWarmRestarts (decay 1), timm's CosineLRScheduler
   * without a limit of cycles ({@code cycle_mul}, {@code cycle_decay}) and Keras'
   * CosineDecayRestarts ({@code t_mul}, {@code m_mul}).
   *
   * <p>They differ at a fractional multiplier. Here each restart is at firstLength (multiplier^i −
   * 1)/(multiplier − 1) rounded to the nearest step, so that every period begins at its peak; timm
   * and Keras restart between two steps, and PyTorch refuses. Keras applies decay^i to a peak's
   * height above the minimum, not to the peak: with a minimum of 0 it is the same. Hugging Face's
   * get_cosine_with_hard_restarts_schedule_with_warmup has equal periods and 0 at its end: {@code
   * join(List.of(cosineRestarts(initial, 0, steps / cycles, 1, 1), constant(0)), steps)}.
   *
   * <p>A decay may bring a peak below a minimum that is above 0, and its period would rise from
   * there. The first step of the first such period is the {@link #firstContradiction}.
   *
   * @param firstLength the length of the first period in steps, at least 1
   * @param multiplier the ratio of the length of a period to that of the one before, at least 1
   * @param decay the ratio of the peak of a period to that of the one before, above 0 and at most 1
   * @throws IllegalArgumentException if an argument leaves its range
   */
  static Curve cosineRestarts(
      double initial, double minimum, long firstLength, double multiplier, double decay) {
    return new CosineRestarts(initial, minimum, firstLength, multiplier, decay);
  }

  /**
   * Returns triangles, one after another, without end: PyTorch's CyclicLR; L. N. Smith, "Cyclical
   * learning rates for training neural networks", 2017.
   *
   * <p>The curve is minimum + (maximum − minimum) · height · scale, where the height rises from 0
   * to 1 in {@code up} steps and falls back in {@code down}, and the scale is 1, 2^(−number of
   * completed cycles) or decay^step. The momentum that PyTorch cycles inversely to the rate is this
   * curve with the larger momentum as {@code minimum}.
   *
   * @param minimum the value at step 0; may be greater than {@code maximum}
   * @param up the steps from {@code minimum} to {@code maximum}, at least 1
   * @param down the steps back, at least 1
   * @param decay for {@link CyclicMode#EXPONENTIAL_RANGE} above 0 and at most 1; otherwise 1
   * @throws IllegalArgumentException if an argument leaves its range
   */
  static Curve cyclic(
      double minimum, double maximum, long up, long down, CyclicMode mode, double decay) {
    return new Cyclic(minimum, maximum, up, down, mode, decay);
  }

  /**
   * Returns one cycle of the rate: up to a maximum, and down far below the start; PyTorch's
   * OneCycleLR.
   *
   * <p>The rate starts at first = maximum/initialDivisor. In two phases it rises to the maximum at
   * position start · steps − 1 and falls to first/finalDivisor at steps − 1, the last step. In
   * three phases it rises in the same way, is back at first at position 2 (start · steps − 1), and
   * falls to first/finalDivisor at steps − 1. A position may lie between two steps, as in PyTorch;
   * then no step has the maximum itself. Past the end, where PyTorch throws, the last value stays.
   *
   * @param maximum the largest rate
   * @param steps the length of the run, at least 1
   * @throws IllegalArgumentException if {@code steps} is less than 1 or {@code maximum} is not
   *     finite
   */
  static Curve oneCycle(double maximum, long steps, OneCycle options) {
    Require.finite("maximum", maximum);
    Require.positive("steps", steps);
    return options.rate(maximum, steps);
  }

  /**
   * Returns the momentum that belongs to {@link #oneCycle}: from {@code maximum} down to {@code
   * base} where the rate peaks, and back to {@code maximum} at the end of the run or, with three
   * phases, where the rate is back at its first value.
   *
   * @param base the smallest momentum; PyTorch's default is 0.85
   * @param maximum the largest momentum; PyTorch's default is 0.95
   * @param steps the length of the run, at least 1
   * @param options those of the rate, of which the divisors are not used
   * @throws IllegalArgumentException if {@code steps} is less than 1 or a number is not finite
   */
  static Curve oneCycleMomentum(double base, double maximum, long steps, OneCycle options) {
    Require.finite("base", base);
    Require.finite("maximum", maximum);
    Require.positive("steps", steps);
    return options.momentum(base, maximum, steps);
  }

  /**
   * Returns a constant, then half a cosine: {@code initial} for {@code flat} steps, then down to
   * {@code minimum} at {@code steps}; fastai's fit_flat_cos.
   *
   * @param flat the length of the constant part in steps, at least 0
   * @param steps the length of both parts together, more than {@code flat}
   * @throws IllegalArgumentException if an argument leaves its range
   */
  static Curve flatThenCosine(double initial, double minimum, long flat, long steps) {
    Require.finite("initial", initial);
    Require.finite("minimum", minimum);
    return Interpolated.afterFlat("flat", initial, minimum, flat, steps, Blend.COSINE);
  }

  /**
   * Returns the stable part and the decay of a warmup–stable–decay schedule: {@code initial} for
   * {@code stable} steps, then down to {@code minimum} at {@code steps}; add {@link #warmup} in
   * front.
   *
   * <p>Sources: Hu et al., "MiniCPM", 2024; Hägele et al., "Scaling laws and compute-optimal
   * training beyond fixed training durations", 2024, for the shapes. In Hugging Face's
   * get_wsd_schedule the warm-up also starts at the minimum: set its {@code from} to
   * minimum/initial.
   *
   * @param stable the length of the constant part in steps, at least 0
   * @param steps the length of both parts together, more than {@code stable}
   * @throws IllegalArgumentException if an argument leaves its range
   */
  static Curve warmupStableDecay(
      double initial, double minimum, long stable, long steps, DecayShape shape) {
    Require.finite("initial", initial);
    Require.finite("minimum", minimum);
    return Interpolated.afterFlat("stable", initial, minimum, stable, steps, shape.blend);
  }

  /**
   * Returns a curve through given values: the first at step 0, each other at its boundary, between
   * them as the interpolation says, and the last value from the last boundary on.
   *
   * <p>optax' piecewise_interpolate_schedule is this curve with each value given as a multiple of
   * the one before.
   *
   * @param values one more than there are boundaries
   * @param boundaries the step of each value except the first, increasing, each at least 1
   * @throws IllegalArgumentException if the boundaries do not increase, there is not one value more
   *     than boundaries, or a value is not finite
   */
  static Curve interpolated(List<Double> values, Interpolation interpolation, long... boundaries) {
    return switch (interpolation) {
      case PREVIOUS -> piecewiseConstant(values, boundaries);
      case LINEAR -> Interpolated.of(values, Blend.LINEAR, boundaries);
      case COSINE -> Interpolated.of(values, Blend.COSINE, boundaries);
    };
  }

  /**
   * Reads a curve from a table: the header {@code step,value}, then one line per value with its
   * first step, increasing from step 0. Each value stays until the next, and the last one from then
   * on.
   *
   * @param csv the table, which is read to its end and not closed
   * @throws IllegalArgumentException if a line is malformed; the message names it and says what to
   *     write
   * @throws UncheckedIOException if reading fails
   */
  static Curve table(Reader csv) {
    return table(csv, Interpolation.PREVIOUS);
  }

  /**
   * Reads a curve from a table as {@link #table(Reader)} does, with an interpolation between its
   * values.
   *
   * @throws IllegalArgumentException if a line is malformed; the message names it and says what to
   *     write
   * @throws UncheckedIOException if reading fails
   */
  static Curve table(Reader csv, Interpolation interpolation) {
    return CsvTable.read("table", csv, interpolation);
  }

  /**
   * Reads a curve from a file in UTF-8 with a table as for {@link #table(Reader)}.
   *
   * @throws IllegalArgumentException if a line is malformed; the message names the file and the
   *     line and says what to write
   * @throws UncheckedIOException if reading fails
   */
  static Curve table(Path csv) {
    return table(csv, Interpolation.PREVIOUS);
  }

  /**
   * Reads a curve from a file as {@link #table(Path)} does, with an interpolation between its
   * values.
   *
   * @throws IllegalArgumentException if a line is malformed; the message names the file and the
   *     line and says what to write
   * @throws UncheckedIOException if reading fails
   */
  static Curve table(Path csv, Interpolation interpolation) {
    try (Reader reader = Files.newBufferedReader(csv)) {
      return CsvTable.read(csv.toString(), reader, interpolation);
    } catch (IOException e) {
      throw new UncheckedIOException(csv + ": " + e, e);
    }
  }

  /**
   * Returns a curve that rises linearly to the first value of another curve and then follows it:
   * for step &lt; steps, first · (from + (1 − from) step / steps); afterwards the main curve from
   * its own step 0.
   *
   * @param from the fraction of the first value at step 0, from 0 to 1
   * @param steps the length of the warm-up, at least 1
   * @throws IllegalArgumentException if {@code from} or {@code steps} leaves its range
   */
  static Curve linearWarmup(double from, long steps, Curve main) {
    return warmup(new Warmup(steps, from, WarmupShape.LINEAR, WarmupPlacement.BEFORE), main);
  }

  /**
   * Returns a curve with a slow start: a factor that rises to 1 over the steps of the warm-up,
   * times the first value of the main curve, which then follows, or times the main curve itself.
   *
   * <p>Libraries differ by one step at both ends: here step 0 has the factor {@code from} and step
   * {@code steps} the factor 1, as in PyTorch's LinearLR and in Hugging Face. For a library that
   * skips the first rate (a factor (step + 1)/n, as in Deeplearning4j's RampSchedule), use {@code
   * from} = 1/n and n − 1 steps.
   */
  static Curve warmup(Warmup options, Curve main) {
    return options.warmUp(main);
  }

  /**
   * Returns curves one after another, each from its own step 0 at its boundary; optax'
   * join_schedules and PyTorch's SequentialLR.
   *
   * @param curves one more than there are boundaries
   * @param boundaries the first step of each curve except the first, increasing, each at least 1
   * @throws IllegalArgumentException if the boundaries do not increase or there is not one curve
   *     more than boundaries
   */
  static Curve join(List<Curve> curves, long... boundaries) {
    return new Join(curves, Boundaries.of(boundaries));
  }
}
