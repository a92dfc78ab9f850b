package org.texp4j.schedule;

import java.util.Iterator;
import java.util.TreeMap;

/**
 * Cursors of a plan at steps that were reached before, from which later walks start.
 *
 * <p>It holds a bounded number of cursors however long the run is: when there are too many, every
 * other one is dropped, and from then on half as many are kept. Safe for use by several threads.
 */
final class CursorCache {

  /** The walk from a cached step to the next is shorter than the whole by about this factor. */
  private static final int CAPACITY = 4096;

  /**
   * Where values change at every step, a walk over fewer steps than this costs less than a copy.
   */
  static final int SPACING = 64;

  private final TreeMap<Long, PlanCursor> cursors = new TreeMap<>();
  private long spacing = 1;

  /**
   * Returns the last cursor at or before a step; it is shared and must be copied before it moves.
   *
   * @throws NullPointerException if there is none
   */
  synchronized PlanCursor floor(long step) {
    return cursors.floorEntry(step).getValue();
  }

  /** Keeps a copy of a cursor if it is far enough past the last one. */
  synchronized void offer(PlanCursor cursor) {
    if (!cursors.isEmpty() && cursor.position() < cursors.lastKey() + spacing) {
      return;
    }
    cursors.put(cursor.position(), new PlanCursor(cursor));
    if (cursors.size() > CAPACITY) {
      dropEveryOther();
      spacing *= 2;
    }
  }

  private void dropEveryOther() {
    Iterator<Long> steps = cursors.keySet().iterator();
    for (boolean keep = true; steps.hasNext(); keep = !keep) {
      steps.next();
      if (!keep) {
        steps.remove();
      }
    }
  }

  /** The number of cursors held. */
  synchronized int size() {
    return cursors.size();
  }
}
