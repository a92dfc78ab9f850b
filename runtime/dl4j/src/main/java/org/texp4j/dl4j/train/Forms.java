package org.texp4j.dl4j.train;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.texp4j.schedule.Conversion;

/**
 * The forms in which a run was run, each with the step from which it was: {@code 0:WEIGHT_DECAY
 * 40:TEXP_PLUS_PLUS}.
 *
 * @param byStep the forms; there is one from step 0
 */
record Forms(SortedMap<Long, Conversion> byStep) {

  /** The name of the fact that tells them. */
  static final String FACT = "forms";

  static Forms of(Conversion form) {
    return new Forms(new TreeMap<>(Map.of(0L, form)));
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is not written so
   */
  static Forms parse(String text) {
    try {
      return new Forms(
          Arrays.stream(text.split(" "))
              .map(each -> each.split(":"))
              .collect(
                  Collectors.toMap(
                      parts -> Long.parseLong(parts[0]),
                      parts -> Conversion.valueOf(parts[1]),
                      (first, second) -> second,
                      TreeMap::new)));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("'" + text + "' lists no forms of a recipe", e);
    }
  }

  /** The same up to a step, and another form from there. */
  Forms switchingTo(Conversion form, long step) {
    TreeMap<Long, Conversion> more = new TreeMap<>(byStep.headMap(step));
    more.put(step, form);
    return new Forms(more);
  }

  /** The step at which the form that starts at a step ends, or else the end of the run. */
  long endOf(long start, long runEnd) {
    SortedMap<Long, Conversion> later = byStep.tailMap(start + 1);
    return later.isEmpty() ? runEnd : later.firstKey();
  }

  @Override
  public String toString() {
    return byStep.entrySet().stream()
        .map(entry -> entry.getKey() + ":" + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
