package org.texp4j.dl4j.schedules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.texp4j.schedule.Curve;

/**
 * A curve as a Deeplearning4j schedule by iterations: a table of its values and the steps at which
 * they begin.
 *
 * <p>A curve itself cannot be written to a configuration, since it may be any code. The table has
 * an entry for every change of the value, so it is short for a step decay and as long as the run
 * for a cosine. After the last entry its value stays. Immutable.
 */
public final class TableSchedule implements ISchedule {

  private static final long serialVersionUID = 1;

  @JsonProperty private final int[] steps;
  @JsonProperty private final double[] values;

  /**
   * Creates a schedule.
   *
   * @param steps the first step of each value, strictly increasing from 0
   * @param values one for each step
   * @throws IllegalArgumentException if the steps do not increase from 0 or their number is not
   *     that of the values
   */
  public TableSchedule(
      @JsonProperty("steps") int[] steps, @JsonProperty("values") double[] values) {
    boolean rising = steps.length == values.length && steps.length > 0 && steps[0] == 0;
    for (int i = 1; rising && i < steps.length; i++) {
      rising = steps[i - 1] < steps[i];
    }
    if (!rising) {
      throw new IllegalArgumentException(
          "a table has one value for each of its steps, which increase from 0; these are the steps "
              + Arrays.toString(steps)
              + " and "
              + values.length
              + " values");
    }
    this.steps = steps.clone();
    this.values = values.clone();
  }

  /**
   * Tabulates the values of a curve.
   *
   * @param length the number of steps, from 1 to 2^31 − 1
   * @throws ArithmeticException if the curve changes at a step from 2^31 on
   */
  public static TableSchedule tabulate(Curve curve, long length) {
    List<Integer> steps = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    long step = 0;
    while (step < length) {
      double value = curve.at(step);
      if (values.isEmpty() || !values.get(values.size() - 1).equals(value)) {
        steps.add(Math.toIntExact(step));
        values.add(value);
      }
      step = curve.isConstantFrom(step) ? curve.nextBreak(step) : step + 1;
    }
    return new TableSchedule(
        steps.stream().mapToInt(i -> i).toArray(), values.stream().mapToDouble(v -> v).toArray());
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    int found = Arrays.binarySearch(steps, iteration);
    return values[found >= 0 ? found : -found - 2];
  }

  /** The first step after this one that has an entry, or {@link Long#MAX_VALUE}. */
  long nextStep(long step) {
    int found = Arrays.binarySearch(steps, (int) Math.min(step, Integer.MAX_VALUE));
    int next = found >= 0 ? found + 1 : -found - 1;
    return next < steps.length ? steps[next] : Long.MAX_VALUE;
  }

  /** The values; a copy. */
  double[] values() {
    return values.clone();
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public TableSchedule clone() {
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TableSchedule that
        && Arrays.equals(steps, that.steps)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "TableSchedule(" + values.length + " values)";
  }
}
