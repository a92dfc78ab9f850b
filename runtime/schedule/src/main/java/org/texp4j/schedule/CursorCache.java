package org.texp4j.schedule;

import java.util.Iterator;
import java.util.TreeMap;

/**
 * Places along a plan that were reached before, so that nobody has to come there again from the
 * start.
 *
 * <p>Safe for use by several threads. A bounded number of places is kept, however long the run:
 * where there are too many, every other one is dropped and new ones are taken half as often.
 */
final class CursorCache {

  /** A walk between two marks costs less than the run it is a part of by this factor. */
  private static final int CAPACITY = 4096;

  /** Where values change at every step, fewer steps than this are sooner walked than kept. */
  static final int SPACING = 64;

  private final TreeMap<Long, PlanCursor> places = new TreeMap<>();
  private long distance = 1;

  /** The last place at or before a step. */
  synchronized PlanCursor before(long step) {
    return places.floorEntry(step).getValue();
  }

  synchronized void note(PlanCursor cursor) {
    if (!places.isEmpty() && cursor.position() < places.lastKey() + distance) {
      return;
    }
    places.put(cursor.position(), new PlanCursor(cursor));
    if (places.size() > CAPACITY) {
      Iterator<Long> keys = places.keySet().iterator();
      for (boolean first = true; keys.hasNext(); first = !first) {
        keys.next();
        if (!first) {
          keys.remove();
        }
      }
      distance *= 2;
    }
  }
}
