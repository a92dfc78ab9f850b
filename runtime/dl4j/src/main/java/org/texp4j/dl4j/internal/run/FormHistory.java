package org.texp4j.dl4j.internal.run;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.texp4j.schedule.RecipeForm;

/**
 * The forms in which a run was run, each with the step from which it was: {@code 0:WEIGHT_DECAY
 * 40:TEXP_PLUS_PLUS}.
 *
 * @param byStep the forms; there is one from step 0
 */
record FormHistory(SortedMap<Long, RecipeForm> byStep) {

  /** The name of the fact that tells them. */
  static final String FACT = "forms";

  static FormHistory of(RecipeForm form) {
    return new FormHistory(new TreeMap<>(Map.of(0L, form)));
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is not written so
   */
  static FormHistory parse(String text) {
    try {
      return new FormHistory(
          Arrays.stream(text.split(" "))
              .map(each -> each.split(":"))
              .collect(
                  Collectors.toMap(
                      parts -> Long.parseLong(parts[0]),
                      parts -> RecipeForm.valueOf(parts[1]),
                      (first, second) -> second,
                      TreeMap::new)));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("'" + text + "' lists no forms of a recipe", e);
    }
  }

  /** The same up to a step, and another form from there. */
  FormHistory switchingTo(RecipeForm form, long step) {
    TreeMap<Long, RecipeForm> more = new TreeMap<>(byStep.headMap(step));
    more.put(step, form);
    return new FormHistory(more);
  }

  /** The step at which the form that starts at a step ends, or else the end of the run. */
  long endOf(long start, long runEnd) {
    SortedMap<Long, RecipeForm> later = byStep.tailMap(start + 1);
    return later.isEmpty() ? runEnd : later.firstKey();
  }

  @Override
  public String toString() {
    return byStep.entrySet().stream()
        .map(entry -> entry.getKey() + ":" + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
