package org.texp4j.schedule;

/**
 * A stretch of constant rate, decay and momentum: every step of it takes one map, so any number of
 * them is a power of it.
 *
 * <p>Nothing in it is written after its creation; safe for use by several threads.
 */
final class ConstantSegment {

  /** Steps from one place that is reached by powers alone to the next; itself a power of two. */
  private static final int BLOCK = 64;

  private static final int BLOCK_POWER = Integer.numberOfTrailingZeros(BLOCK);

  private final long start;
  private final long length;
  private final DecayingScalar entry;
  private final DecayMatrix[] powers;
  private final Hyperparameters values;

  /**
   * Creates a stretch.
   *
   * @param entry the number before its first step; taken as it is
   */
  ConstantSegment(
      long start, long length, DecayingScalar entry, DecayMatrix map, Hyperparameters values) {
    this.start = start;
    this.length = length;
    this.entry = entry;
    this.values = values;
    powers = new DecayMatrix[Long.SIZE - Long.numberOfLeadingZeros(length)];
    powers[0] = map;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1].squared();
    }
  }

  Hyperparameters values() {
    return values;
  }

  /**
   * Sets a number to where this stretch has brought it before a step: by powers to the last whole
   * block, from there step by step.
   */
  void move(DecayingScalar number, long step) {
    long taken = step - start;
    number.set(entry);
    for (int i = powers.length - 1; i >= BLOCK_POWER; i--) {
      if ((taken >> i & 1) != 0) {
        number.take(powers[i]);
      }
    }
    for (long rest = taken % BLOCK; rest > 0; rest--) {
      number.take(powers[0]);
    }
  }

  /** Takes one step on a number, in such a way that a walk and a jump arrive in the same bits. */
  void take(DecayingScalar number, long step) {
    if ((step + 1 - start) % BLOCK == 0) {
      move(number, step + 1);
    } else {
      number.take(powers[0]);
    }
  }

  /**
   * The first step after which the number is not positive; the end of the stretch if it stays so.
   *
   * <p>A map of this kind turns the pair (q, u) one way, by less than half a turn until q is 0. So
   * doubling the steps cannot miss that place, nor halving them afterwards.
   */
  long firstFailure() {
    DecayingScalar number = entry.copy();
    DecayingScalar trial = new DecayingScalar();
    int power = 0;
    while (power < powers.length && isPositive(trial, entry, powers[power])) {
      number.set(trial);
      power++;
    }
    if (power == 0) {
      return start;
    }
    long taken = 1L << (power - 1);
    for (int i = power - 1; i >= 0; i--) {
      if (taken + (1L << i) <= length && isPositive(trial, number, powers[i])) {
        number.set(trial);
        taken += 1L << i;
      }
    }
    return start + taken;
  }

  private static boolean isPositive(DecayingScalar trial, DecayingScalar number, DecayMatrix map) {
    trial.set(number);
    trial.take(map);
    return trial.isPositive();
  }
}
