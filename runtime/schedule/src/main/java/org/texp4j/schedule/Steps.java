package org.texp4j.schedule;

/** Sums of steps that saturate at {@link Long#MAX_VALUE}, which means never. */
final class Steps {

  private Steps() {}

  /** Returns a + b, both of which are at least 0. */
  static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /** Returns the first multiple of a length after a step. */
  static long nextMultiple(long step, long length) {
    return plus(step, length - step % length);
  }
}
