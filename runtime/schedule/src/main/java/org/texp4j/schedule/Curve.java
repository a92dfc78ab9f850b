package org.texp4j.schedule;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A hyperparameter as a function of the step: a learning rate, a weight decay or a momentum.
 *
 * <p>Curves are immutable values, safe for use by several threads, and pure: the value at a step
 * depends on the step alone. Steps count from 0.
 *
 * <p>A lambda is a curve: {@code step -> 0.1 / (1 + step)}. Nothing is known of it but its values,
 * so a plan asks for every one of them; a curve that also tells its {@link #nextBreak}, {@link
 * #isConstantFrom} and {@link #range}, as all curves made here do, is converted without a walk
 * wherever it is constant.
 */
@FunctionalInterface
public interface Curve {

  /**
   * Returns the value at a step.
   *
   * @param step the step, at least 0; past its end a curve keeps its last value unless it says
   *     otherwise
   */
  double at(long step);

  /**
   * Returns the first step after a step at which the curve changes its formula, or {@link
   * Long#MAX_VALUE} if it keeps it for ever.
   *
   * @param step the step, at least 0
   */
  default long nextBreak(long step) {
    return Long.MAX_VALUE;
  }

  /**
   * Whether the curve has the same value at every step from this one to before its {@link
   * #nextBreak}. A curve may be constant without saying so.
   *
   * @param step the step, at least 0
   */
  default boolean isConstantFrom(long step) {
    return false;
  }

  /** Returns a range that holds the values at all steps. */
  default Range range() {
    return Range.UNKNOWN;
  }

  /**
   * This curve times another, step by step.
   *
   * <p>A decay of the rate that also decays the weight decay, for example, or a schedule of one's
   * own over another.
   */
  default Curve times(Curve other) {
    return new Product(this, other);
  }

  /**
   * This curve times a number.
   *
   * @throws IllegalArgumentException if the factor is not finite
   */
  default Curve scaled(double factor) {
    return times(constant(factor));
  }

  /**
   * This curve, but {@code minimum} where it is below that and {@code maximum} where it is above.
   *
   * <p>The steps at which it meets a bound are not among its {@linkplain #nextBreak breaks}. {@link
   * #at} throws an {@link ArithmeticException} where this curve is not a number.
   *
   * @throws IllegalArgumentException if a bound is not finite or they are the wrong way round
   */
  default Curve clamped(double minimum, double maximum) {
    return new Clamped(this, minimum, maximum);
  }

  /**
   * A curve that always has the same value.
   *
   * @throws IllegalArgumentException if the value is not finite
   */
  static Curve constant(double value) {
    return new Constant(value);
  }

  /**
   * A curve with one value up to the first boundary and another from each boundary on.
   *
   * <p>Keras' PiecewiseConstantDecay takes each value one step later; add 1 to its boundaries.
   *
   * @param values one more than there are boundaries
   * @param boundaries the first step of each value but the first, rising, each at least 1
   * @throws IllegalArgumentException if the boundaries do not rise, their number does not fit that
   *     of the values, or a value is not finite
   */
  static Curve piecewiseConstant(List<Double> values, long... boundaries) {
    return new PiecewiseConstant(values, Boundaries.of(boundaries));
  }

  /**
   * A curve that is multiplied by a factor at each boundary: initial · factor^(number of boundaries
   * ≤ step). PyTorch's MultiStepLR; for its StepLR see {@link #exponential}.
   *
   * @param boundaries the boundaries in steps, rising, each at least 1
   * @throws IllegalArgumentException if the boundaries do not rise or a number is not finite
   */
  static Curve stepDecay(double initial, double factor, long... boundaries) {
    return new StepDecay(initial, factor, Boundaries.of(boundaries));
  }

  /**
   * A straight line: initial + (end − initial) step/steps; from {@code steps} on {@code end}.
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
   * A power of what is left: end + (initial − end)(1 − step/D)^power, in Keras' PolynomialDecay and
   * PyTorch's PolynomialLR.
   *
   * <p>Without cycles D = steps, and from there on the value is {@code end}. With cycles D = steps
   * · max(1, ⌈step/steps⌉): the curve comes down to {@code end} at every multiple of {@code steps}
   * and leaps up again one step later, less high each time, as Keras has it.
   *
   * <p>Deeplearning4j's PolySchedule computes initial · (1 + step/steps)^power, which rises: not
   * this.
   *
   * @param power above 0
   * @param steps the length of the curve, or of its first cycle, at least 1
   * @throws IllegalArgumentException if an argument leaves its range
   */
  static Curve polynomial(double initial, double end, double power, long steps, boolean cycle) {
    return new Polynomial(initial, end, power, steps, cycle);
  }

  /**
   * A geometric sequence: initial · factor^(step/every), the exponent rounded down if it is a
   * staircase.
   *
   * <p>PyTorch's ExponentialLR is {@code every} = 1, its StepLR a staircase; optax'
   * exponential_decay and Keras' ExponentialDecay are both. Deeplearning4j's ExponentialSchedule is
   * {@code every} = 1, its StepSchedule a staircase.
   *
   * @param factor above 0; above 1 the curve rises
   * @param every the steps over which the value is multiplied once, at least 1
   * @throws IllegalArgumentException if an argument leaves its range
   */
  static Curve exponential(double initial, double factor, long every, boolean staircase) {
    return new Exponential(initial, factor, every, staircase);
  }

  /**
   * A power of the time: initial / (1 + rate · step/every)^power, with step/every rounded down if
   * it is a staircase.
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
   * The inverse root of the time: initial · √(timescale/(step + timescale)); Hugging Face's
   * get_inverse_sqrt_schedule after its warm-up, whose {@code timescale} is the length of the
   * warm-up unless given.
   *
   * @param timescale in steps, at least 1
   * @throws IllegalArgumentException if {@code timescale} is less than 1 or {@code initial} is not
   *     finite
   */
  static Curve inverseSquareRoot(double initial, long timescale) {
    return new InverseSquareRoot(initial, timescale);
  }

  /**
   * The schedule of the Transformer: with n = step + 1, peak · min(n/warmup, √(warmup/n)); Vaswani
   * et al., "Attention is all you need", 2017, section 5.3.
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
   * A logistic fall: initial / (1 + exp(slope (step − center))), half of {@code initial} at the
   * center.
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
   * Half a cosine from one value to another: minimum + (initial − minimum)(1 + cos(π step /
   * steps))/2; Loshchilov and Hutter, "SGDR", ICLR 2017, without restarts.
   *
   * <p>At {@code steps} the value is {@code minimum} exactly, and stays there; PyTorch's
   * CosineAnnealingLR goes up again.
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
   * A number of cosine waves: minimum + (initial − minimum)(1 + cos(2π · cycles · step/steps))/2.
   *
   * <p>Half a cycle is {@link #cosineDecay}; {@code cycles} is Hugging Face's {@code num_cycles} in
   * get_cosine_schedule_with_warmup, whose default is 0.5. From {@code steps} on the curve keeps
   * its value there.
   *
   * @param cycles the number of whole waves, above 0
   * @param steps the length of the curve, at least 1
   * @throws IllegalArgumentException if an argument leaves its range
   */
  static Curve cosine(double initial, double minimum, double cycles, long steps) {
    return new Cosine(initial, minimum, cycles, steps);
  }

  /**
   * Half cosines, one after another, for ever: SGDR (Loshchilov and Hutter, ICLR 2017).
   *
   * <p>Period i, from 0, falls from initial · decay^i towards the minimum over firstLength ·
   * multiplier^i steps; the step at which it would arrive is the first of the next period. This is
   * PyTorch's CosineAnnealingWarmRestarts (decay 1), timm's CosineLRScheduler without a limit of
   * cycles ({@code cycle_mul}, {@code cycle_decay}) and Keras' CosineDecayRestarts ({@code t_mul},
   * {@code m_mul}).
   *
   * <p>They part at a fractional multiplier. Here each restart is at firstLength (multiplier^i −
   * 1)/(multiplier − 1) rounded to the nearest step, so that every period begins on its peak; timm
   * and Keras restart between two steps, PyTorch refuses. Keras takes decay^i of a peak's height
   * above the minimum, not of the peak: with a minimum of 0 it is the same. Hugging Face's
   * get_cosine_with_hard_restarts_schedule_with_warmup has equal periods and 0 at its end: {@code
   * join(List.of(cosineRestarts(initial, 0, steps / cycles, 1, 1), constant(0)), steps)}.
   *
   * @param firstLength the length of the first period in steps, at least 1
   * @param multiplier the length of a period over that of the one before, at least 1
   * @param decay the peak of a period over that of the one before, above 0 and at most 1
   * @throws IllegalArgumentException if an argument leaves its range
   */
  static Curve cosineRestarts(
      double initial, double minimum, long firstLength, double multiplier, double decay) {
    return new CosineRestarts(initial, minimum, firstLength, multiplier, decay);
  }

  /**
   * Triangles, one after another, for ever: PyTorch's CyclicLR; L. N. Smith, "Cyclical learning
   * rates for training neural networks", 2017.
   *
   * <p>The curve is minimum + (maximum − minimum) · height · scale, where the height goes from 0 to
   * 1 in {@code up} steps and back in {@code down}, and the scale is 1, 2^(−number of cycles done)
   * or decay^step. The momentum that PyTorch cycles against the rate is this curve with the larger
   * momentum for {@code minimum}.
   *
   * @param minimum the value at step 0; may be the larger
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
   * One cycle of the rate: up to a maximum, and down far below the start; PyTorch's OneCycleLR.
   *
   * <p>The rate starts at first = maximum/initialDivisor. In two phases it rises to the maximum at
   * position start · steps − 1 and falls to first/finalDivisor at steps − 1, the last step. In
   * three, it rises as before, is back at first at position 2 (start · steps − 1), and falls to
   * first/finalDivisor at steps − 1. A position may lie between two steps, as in PyTorch; then no
   * step has the maximum itself. Past the end, where PyTorch throws, the curve keeps its last
   * value.
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
   * The momentum that goes with {@link #oneCycle}: from {@code maximum} down to {@code base} where
   * the rate peaks and back to {@code maximum} where the rate is back, in three phases, or at its
   * end, in two.
   *
   * @param base the smallest momentum; PyTorch's default is 0.85
   * @param maximum the largest momentum; PyTorch's default is 0.95
   * @param steps the length of the run, at least 1
   * @param options those of the rate; the divisors are not used
   * @throws IllegalArgumentException if {@code steps} is less than 1 or a number is not finite
   */
  static Curve oneCycleMomentum(double base, double maximum, long steps, OneCycle options) {
    Require.finite("base", base);
    Require.finite("maximum", maximum);
    Require.positive("steps", steps);
    return options.momentum(base, maximum, steps);
  }

  /**
   * A constant, then half a cosine: {@code initial} for {@code flat} steps, and on to {@code
   * minimum} at {@code steps}; fastai's fit_flat_cos.
   *
   * @param flat the length of the constant part in steps, at least 0
   * @param steps the length of both parts, more than {@code flat}
   * @throws IllegalArgumentException if an argument leaves its range
   */
  static Curve flatThenCosine(double initial, double minimum, long flat, long steps) {
    Require.finite("initial", initial);
    Require.finite("minimum", minimum);
    return Interpolated.afterFlat("flat", initial, minimum, flat, steps, Blend.COSINE);
  }

  /**
   * The stable part and the decay of a warmup–stable–decay schedule: {@code initial} for {@code
   * stable} steps, then down to {@code minimum} at {@code steps}; put {@link #warmup} in front.
   *
   * <p>Sources: Hu et al., "MiniCPM", 2024; Hägele et al., "Scaling laws and compute-optimal
   * training beyond fixed training durations", 2024, for the shapes. In Hugging Face's get_wsd_schedule the minimum also begins the warm-up: give it
   * {@code from} = minimum/initial.
   *
   * @param stable the length of the constant part in steps, at least 0
   * @param steps the length of both parts, more than {@code stable}
   * @throws IllegalArgumentException if an argument leaves its range
   */
  static Curve warmupStableDecay(
      double initial, double minimum, long stable, long steps, DecayShape shape) {
    Require.finite("initial", initial);
    Require.finite("minimum", minimum);
    return Interpolated.afterFlat("stable", initial, minimum, stable, steps, shape.blend);
  }

  /**
   * A curve through values: the first at step 0, each other at its boundary, and on the way from
   * one to the next as the interpolation says; from the last boundary on the last value.
   *
   * <p>optax' piecewise_interpolate_schedule, which gives each value as a multiple of the one
   * before.
   *
   * @param values one more than there are boundaries
   * @param boundaries the steps of each value but the first, rising, each at least 1
   * @throws IllegalArgumentException if the boundaries do not rise, their number does not fit that
   *     of the values, or a value is not finite
   */
  static Curve interpolated(List<Double> values, Interpolation interpolation, long... boundaries) {
    return switch (interpolation) {
      case PREVIOUS -> piecewiseConstant(values, boundaries);
      case LINEAR -> Interpolated.of(values, Blend.LINEAR, boundaries);
      case COSINE -> Interpolated.of(values, Blend.COSINE, boundaries);
    };
  }

  /**
   * A curve from a table: a first line {@code step,value}, then one line a value with the step from
   * which it counts, rising from step 0. Each value holds until the next, the last for ever.
   *
   * @param csv read to its end and not closed
   * @throws IllegalArgumentException if a line is wrong; the message names it and says what to
   *     write
   * @throws UncheckedIOException if reading fails
   */
  static Curve table(Reader csv) {
    return table(csv, Interpolation.PREVIOUS);
  }

  /**
   * A curve from a table as in {@link #table(Reader)}, with a way from each value to the next.
   *
   * @throws IllegalArgumentException if a line is wrong; the message names it and says what to
   *     write
   * @throws UncheckedIOException if reading fails
   */
  static Curve table(Reader csv, Interpolation interpolation) {
    return CsvTable.read("table", csv, interpolation);
  }

  /**
   * A curve from a file in UTF-8 that holds a table as in {@link #table(Reader)}.
   *
   * @throws IllegalArgumentException if a line is wrong; the message names the file and the line
   *     and says what to write
   * @throws UncheckedIOException if reading fails
   */
  static Curve table(Path csv) {
    return table(csv, Interpolation.PREVIOUS);
  }

  /**
   * A curve from a file as in {@link #table(Path)}, with a way from each value to the next.
   *
   * @throws IllegalArgumentException if a line is wrong; the message names the file and the line
   *     and says what to write
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
   * A curve that rises linearly to the first value of another curve and then follows it: for step
   * &lt; steps, first · (from + (1 − from) step / steps); afterwards the main curve from its own
   * step 0.
   *
   * @param from the fraction of the first value at step 0, from 0 to 1
   * @param steps the length of the warm-up, at least 1
   * @throws IllegalArgumentException if {@code from} or {@code steps} leaves its range
   */
  static Curve linearWarmup(double from, long steps, Curve main) {
    return warmup(new Warmup(steps, from, WarmupShape.LINEAR, WarmupPlacement.BEFORE), main);
  }

  /**
   * A curve with a slow start: a factor that rises to 1 over the warm-up's steps, times the main
   * curve's first value with the main curve after it, or times the main curve itself.
   *
   * <p>Libraries differ by a step at both ends: here step 0 has the factor {@code from} and step
   * {@code steps} the factor 1, as in PyTorch's LinearLR and in Hugging Face. Where a library skips
   * the first rate (a factor (step + 1)/steps, as in Deeplearning4j's RampSchedule), give {@code
   * from} = 1/n and n − 1 steps.
   */
  static Curve warmup(Warmup options, Curve main) {
    return options.warmUp(main);
  }

  /**
   * Curves one after another, each from its own step 0 at its boundary; optax' join_schedules and
   * PyTorch's SequentialLR.
   *
   * @param curves one more than there are boundaries
   * @param boundaries the first step of each curve but the first, rising, each at least 1
   * @throws IllegalArgumentException if the boundaries do not rise or their number does not fit
   *     that of the curves
   */
  static Curve join(List<Curve> curves, long... boundaries) {
    return new Join(curves, Boundaries.of(boundaries));
  }
}
