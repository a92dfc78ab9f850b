package org.texp4j.dl4j.internal.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something is done: every N steps or every N epochs.
 *
 * @param count N, at least 1
 * @param unit steps or epochs
 */
public record Interval(long count, Unit unit) {

  /** The unit of a length. */
  public enum Unit {
    /** Updates of the parameters. */
    STEPS,
    /** Passes through the training data. */
    EPOCHS
  }

  /** Every epoch. */
  public static final Interval EPOCH = new Interval(1, Unit.EPOCHS);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18}) ?(|steps?|epochs?)");

  /**
   * Creates an interval.
   *
   * @throws IllegalArgumentException if the count is less than 1
   */
  public Interval {
    if (count < 1) {
      throw new IllegalArgumentException("an interval is at least 1, not " + count);
    }
  }

  /**
   * Parses an interval: {@code 500} or {@code 500steps}, or {@code 2epochs}.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static Interval parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an interval: write 500 or 500steps, or 2epochs");
    }
    Unit unit = parts.group(2).startsWith("epoch") ? Unit.EPOCHS : Unit.STEPS;
    return new Interval(Long.parseLong(parts.group(1)), unit);
  }

  /**
   * Whether it ends with a step.
   *
   * @param steps the number of steps taken, from 1
   */
  boolean isDue(long steps, long stepsPerEpoch) {
    return unit == Unit.STEPS
        ? steps % count == 0
        : steps % stepsPerEpoch == 0 && steps / stepsPerEpoch % count == 0;
  }

  /** Whether it ends with other steps than the last of an epoch. */
  boolean endsWithinEpochs(long stepsPerEpoch) {
    return unit == Unit.STEPS && count % stepsPerEpoch != 0;
  }

  /** Returns the text that {@link #parse} reads. */
  @Override
  public String toString() {
    return count + (unit == Unit.STEPS ? "steps" : "epochs");
  }
}
