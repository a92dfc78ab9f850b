package org.texp4j.schedule;

/** Sums of steps that end at {@link Long#MAX_VALUE}, which means never. */
final class Steps {

  private Steps() {}

  /** a + b, both at least 0. */
  static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /** The first multiple of a length after a step. */
  static long nextMultiple(long step, long length) {
    return plus(step, length - step % length);
  }
}
