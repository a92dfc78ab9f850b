package org.texp4j.schedule;

/**
 * Consecutive steps of constant rate, decay and momentum: each applies the same {@link
 * DecayMatrix}, so n steps apply its n-th power.
 *
 * <p>Immutable after its creation, and safe for use by several threads.
 */
final class ConstantSegment {

  /**
   * Every multiple of this many steps is reached by powers alone, in a walk as in a jump, so that
   * both arrive at the same bits; a power of two.
   */
  private static final int BLOCK = 64;

  private static final int BLOCK_POWER = Integer.numberOfTrailingZeros(BLOCK);

  private final long start;
  private final long length;
  private final DecayingScalar entry;
  private final DecayMatrix[] powers;
  private final Hyperparameters values;

  /**
   * Creates a segment.
   *
   * @param start its first step
   * @param length the number of its steps, at least 1
   * @param entry the scalar before its first step; not copied
   * @param matrix that of each step
   * @param values rate, decay and momentum of each step
   */
  ConstantSegment(
      long start, long length, DecayingScalar entry, DecayMatrix matrix, Hyperparameters values) {
    this.start = start;
    this.length = length;
    this.entry = entry;
    this.values = values;
    powers = new DecayMatrix[Long.SIZE - Long.numberOfLeadingZeros(length)];
    powers[0] = matrix;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1].squared();
    }
  }

  /** Rate, decay and momentum of every step. */
  Hyperparameters values() {
    return values;
  }

  /**
   * Sets a scalar to its value before a step: by powers up to the last whole block, from there step
   * by step.
   *
   * @param step from the first step of the segment to the one after its last
   */
  void jump(DecayingScalar scalar, long step) {
    long steps = step - start;
    scalar.set(entry);
    for (int i = powers.length - 1; i >= BLOCK_POWER; i--) {
      if ((steps >> i & 1) != 0) {
        scalar.apply(powers[i]);
      }
    }
    for (long rest = steps % BLOCK; rest > 0; rest--) {
      scalar.apply(powers[0]);
    }
  }

  /**
   * Takes one step of a scalar, to the same bits as a {@link #jump}.
   *
   * @param step the step to take, at which the scalar is
   */
  void advance(DecayingScalar scalar, long step) {
    if ((step + 1 - start) % BLOCK == 0) {
      jump(scalar, step + 1);
    } else {
      scalar.apply(powers[0]);
    }
  }

  /**
   * The first step after which the scalar is not positive; the end of the segment if there is none.
   *
   * <p>A matrix of this kind rotates the pair (q, u) in one direction, by less than half a turn
   * until q is 0. So neither doubling the number of steps nor halving it afterwards can miss that
   * step.
   */
  long firstFailure() {
    DecayingScalar scalar = entry.copy();
    DecayingScalar trial = entry.copy();
    int power = 0;
    while (power < powers.length && isPositive(trial, entry, powers[power])) {
      scalar.set(trial);
      power++;
    }
    if (power == 0) {
      return start;
    }
    long steps = 1L << (power - 1);
    for (int i = power - 1; i >= 0; i--) {
      if (steps + (1L << i) <= length && isPositive(trial, scalar, powers[i])) {
        scalar.set(trial);
        steps += 1L << i;
      }
    }
    return start + steps;
  }

  private static boolean isPositive(
      DecayingScalar trial, DecayingScalar scalar, DecayMatrix matrix) {
    trial.set(scalar);
    trial.apply(matrix);
    return trial.isPositive();
  }
}
