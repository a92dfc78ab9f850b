package org.texp4j.dl4j.schedules;

import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.nd4j.linalg.schedule.CycleSchedule;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.SigmoidSchedule;
import org.nd4j.linalg.schedule.StepSchedule;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Range;

/** Converts Deeplearning4j's schedules to the curves of a recipe. */
public final class ScheduleCurves {

  private ScheduleCurves() {}

  /**
   * Returns a schedule as a curve, which has the schedule's own value at every step, bit for bit.
   *
   * <p>For Deeplearning4j's schedules, except {@code RampSchedule}, which hides its parts, the
   * curve also knows where the value is constant and its range; for any other it knows only the
   * values, so plans walk it step by step.
   *
   * <p>{@link PolySchedule} is refused. Its Javadoc promises {@code initialValue * (1 + i/maxIter)
   * ^ (-power)}, but its code computes the power +{@code power}, which rises up to the step before
   * {@code maxIter} and is 0 from there on. Which of them an author means cannot be known.
   *
   * @param stepsPerEpoch the number of steps per epoch, at least 1, for schedules by epochs
   * @throws IllegalArgumentException for a PolySchedule, saying what to write instead; for a
   *     schedule by steps of length 0; or if {@code stepsPerEpoch} is less than 1
   */
  public static Curve of(ISchedule schedule, long stepsPerEpoch) {
    if (stepsPerEpoch < 1) {
      throw new IllegalArgumentException(
          "stepsPerEpoch must be at least 1, but is " + stepsPerEpoch);
    }
    ISchedule own = schedule.clone();
    if (own instanceof FixedSchedule fixed) {
      double value = fixed.getValue();
      return piecewise(own, stepsPerEpoch, step -> Long.MAX_VALUE, new Range(value, value));
    } else if (own instanceof StepSchedule steps) {
      return stairs(steps, stepsPerEpoch);
    } else if (own instanceof MapSchedule map) {
      return keyed(map, stepsPerEpoch);
    } else if (own instanceof ExponentialSchedule power) {
      boolean falling = power.getGamma() >= 0 && power.getGamma() <= 1;
      return smooth(own, power.getScheduleType(), stepsPerEpoch, falling, power.getInitialValue());
    } else if (own instanceof InverseSchedule inverse) {
      boolean falling = inverse.getGamma() >= 0 && inverse.getPower() >= 0;
      return smooth(
          own, inverse.getScheduleType(), stepsPerEpoch, falling, inverse.getInitialValue());
    } else if (own instanceof SigmoidSchedule sigmoid) {
      return smooth(
          own,
          sigmoid.getScheduleType(),
          stepsPerEpoch,
          Double.isFinite(sigmoid.getGamma()),
          sigmoid.getInitialValue());
    } else if (own instanceof CycleSchedule cycle) {
      return cycle(cycle, stepsPerEpoch);
    } else if (own instanceof TableSchedule table) {
      return piecewise(own, stepsPerEpoch, table::nextStep, range(table.values()));
    } else if (own instanceof PolySchedule poly) {
      throw new IllegalArgumentException(refusal(poly, stepsPerEpoch));
    }
    return new ScheduleCurve(own, stepsPerEpoch, step -> Long.MAX_VALUE, false, Range.UNKNOWN);
  }

  private static Curve stairs(StepSchedule steps, long stepsPerEpoch) {
    double length = steps.getStep();
    if (!(length > 0)) {
      throw new IllegalArgumentException(
          "a StepSchedule changes every N iterations or epochs, where N must be positive, but is "
              + length);
    }
    long unit = unit(steps.getScheduleType(), stepsPerEpoch);
    boolean falling = steps.getDecayRate() >= 0 && steps.getDecayRate() <= 1;
    return piecewise(
        steps,
        stepsPerEpoch,
        step -> {
          // As Deeplearning4j counts: ⌊i/step⌋ in double, which may round up to an integer.
          double passed = Math.floor(step / unit / length);
          long next = Math.max(step / unit, (long) ((passed + 1) * length) - 1) + 1;
          while (Math.floor(next / length) <= passed) {
            next++;
          }
          return next * unit;
        },
        range(falling, steps.getInitialValue()));
  }

  private static Curve keyed(MapSchedule map, long stepsPerEpoch) {
    long unit = unit(map.getScheduleType(), stepsPerEpoch);
    NavigableSet<Integer> keys = new TreeSet<>(map.getValues().keySet());
    double[] values = map.getValues().values().stream().mapToDouble(value -> value).toArray();
    return piecewise(
        map,
        stepsPerEpoch,
        step -> {
          Integer next = step / unit < Integer.MAX_VALUE ? keys.higher((int) (step / unit)) : null;
          return next == null ? Long.MAX_VALUE : next * unit;
        },
        range(values));
  }

  private static Curve cycle(CycleSchedule cycle, long stepsPerEpoch) {
    boolean epochs = cycle.getScheduleType() == ScheduleType.EPOCH;
    double[] values =
        IntStream.range(0, cycle.getCycleLength()).mapToDouble(i -> cycle.valueAt(i, i)).toArray();
    return epochs
        ? piecewise(cycle, stepsPerEpoch, nextEpoch(stepsPerEpoch), range(values))
        : new ScheduleCurve(cycle, stepsPerEpoch, step -> Long.MAX_VALUE, false, range(values));
  }

  /** A curve that changes at every step or, if by epochs, at every epoch. */
  private static Curve smooth(
      ISchedule schedule, ScheduleType type, long stepsPerEpoch, boolean bounded, double initial) {
    Range range = range(bounded, initial);
    return type == ScheduleType.EPOCH
        ? piecewise(schedule, stepsPerEpoch, nextEpoch(stepsPerEpoch), range)
        : new ScheduleCurve(schedule, stepsPerEpoch, step -> Long.MAX_VALUE, false, range);
  }

  private static Curve piecewise(
      ISchedule schedule, long stepsPerEpoch, LongFunction<Long> nextBreak, Range range) {
    return new ScheduleCurve(schedule, stepsPerEpoch, nextBreak, true, range);
  }

  private static LongFunction<Long> nextEpoch(long stepsPerEpoch) {
    return step -> (step / stepsPerEpoch + 1) * stepsPerEpoch;
  }

  private static long unit(ScheduleType type, long stepsPerEpoch) {
    return type == ScheduleType.EPOCH ? stepsPerEpoch : 1;
  }

  /** The range of initial · f with f from 0 to 1. */
  private static Range range(boolean known, double initial) {
    return known && Double.isFinite(initial)
        ? new Range(Math.min(0, initial), Math.max(0, initial))
        : Range.UNKNOWN;
  }

  private static Range range(double[] values) {
    double minimum = Double.POSITIVE_INFINITY;
    double maximum = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return Range.UNKNOWN;
      }
      minimum = Math.min(minimum, value);
      maximum = Math.max(maximum, value);
    }
    return values.length == 0 ? Range.UNKNOWN : new Range(minimum, maximum);
  }

  private static String refusal(PolySchedule poly, long stepsPerEpoch) {
    long length = poly.getMaxIter() * unit(poly.getScheduleType(), stepsPerEpoch);
    return "Deeplearning4j's PolySchedule computes "
        + poly.getInitialValue()
        + " · (1 + i/"
        + poly.getMaxIter()
        + ")^"
        + poly.getPower()
        + ", which differs from its documentation and rises where a polynomial decay falls:"
        + " write Curve.polynomial("
        + poly.getInitialValue()
        + ", 0, "
        + poly.getPower()
        + ", "
        + length
        + ", false) for the decay (1 − s/"
        + length
        + ")^"
        + poly.getPower()
        + ", or step -> schedule.valueAt(…) for what PolySchedule computes";
  }

  /** A schedule and what is known about it; equal to the curve of an equal schedule. */
  private record ScheduleCurve(
      ISchedule schedule,
      long stepsPerEpoch,
      LongFunction<Long> breaks,
      boolean piecewiseConstant,
      Range range)
      implements Curve {

    @Override
    public double at(long step) {
      return schedule.valueAt(Math.toIntExact(step), Math.toIntExact(step / stepsPerEpoch));
    }

    @Override
    public long nextBreak(long step) {
      return breaks.apply(step);
    }

    @Override
    public boolean isConstantFrom(long step) {
      return piecewiseConstant;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ScheduleCurve that
          && schedule.equals(that.schedule)
          && stepsPerEpoch == that.stepsPerEpoch;
    }

    @Override
    public int hashCode() {
      return schedule.hashCode();
    }
  }
}
