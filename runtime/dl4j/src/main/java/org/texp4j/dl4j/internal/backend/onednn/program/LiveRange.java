package org.texp4j.dl4j.internal.backend.onednn.program;

/**
 * The steps of a program between which a buffer holds what a later step reads.
 *
 * @param first the first step that reads or writes it
 * @param last the last one; before the first if there is none
 */
record LiveRange(int first, int last) {

  /** The range of a buffer that no step uses. */
  static final LiveRange EMPTY = new LiveRange(Integer.MAX_VALUE, -1);

  /** The smallest range that contains this one and a step. */
  LiveRange including(int step) {
    return new LiveRange(Math.min(first, step), Math.max(last, step));
  }

  boolean isEmpty() {
    return last < first;
  }

  /** Whether a step is in both. */
  boolean overlaps(LiveRange other) {
    return first <= other.last && other.first <= last;
  }
}
