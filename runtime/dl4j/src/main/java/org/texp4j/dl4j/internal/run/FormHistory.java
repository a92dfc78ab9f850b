package org.texp4j.dl4j.internal.run;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.texp4j.schedule.RecipeForm;

/**
 * The forms in which the recipe of a run was run, one after the other. Immutable.
 *
 * @param byStart each form by the step from which it was used; the first from step 0
 */
record FormHistory(SortedMap<Long, RecipeForm> byStart) {

  /**
   * A form and the steps for which it was used.
   *
   * @param form the form
   * @param end the step before which its use ended
   */
  record Segment(RecipeForm form, long end) {}

  /**
   * Creates a history.
   *
   * @throws IllegalArgumentException if it does not begin at step 0
   */
  FormHistory {
    if (byStart.isEmpty() || byStart.firstKey() != 0) {
      throw new IllegalArgumentException("the forms begin at another step than 0: " + byStart);
    }
    byStart = Collections.unmodifiableSortedMap(new TreeMap<>(byStart));
  }

  /** The history of a run that has had one form only. */
  static FormHistory of(RecipeForm form) {
    return new FormHistory(new TreeMap<>(Map.of(0L, form)));
  }

  /** This history up to a step, and another form from there. */
  FormHistory switchedTo(RecipeForm form, long step) {
    SortedMap<Long, RecipeForm> switched = new TreeMap<>(byStart.headMap(step));
    switched.put(step, form);
    return new FormHistory(switched);
  }

  /**
   * The forms of a run in their order.
   *
   * @param runEnd the step before which the run ended
   */
  List<Segment> segments(long runEnd) {
    return byStart.entrySet().stream()
        .map(entry -> new Segment(entry.getValue(), end(entry.getKey(), runEnd)))
        .toList();
  }

  private long end(long start, long runEnd) {
    SortedMap<Long, RecipeForm> later = byStart.tailMap(start + 1);
    return later.isEmpty() ? runEnd : later.firstKey();
  }
}
