package org.texp4j.schedule.rule;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Names that someone may have meant by one that does not exist. */
public final class Similar {

  private Similar() {}

  /** Returns the nearest name, as {@link #to(String, Collection, Function)} does. */
  public static Optional<String> to(String name, Collection<String> known) {
    return to(name, known.stream().sorted().toList(), Function.identity());
  }

  /**
   * Returns what has the nearest name, if that differs in at most a third of its letters, or in
   * one, and no letter if there are but two: a more distant one has too little in common to be
   * proposed.
   *
   * @param known what there is; the first of several that are as near is returned
   * @param names the name of each
   */
  public static <T> Optional<T> to(String name, Collection<T> known, Function<T, String> names) {
    return known.stream()
        .min(Comparator.comparingInt(each -> edits(name, names.apply(each))))
        .filter(
            nearest -> {
              int length = Math.max(name.length(), names.apply(nearest).length());
              int most = length < 3 ? 0 : Math.max(1, length / 3);
              return edits(name, names.apply(nearest)) <= most;
            });
  }

  /**
   * The number of letters to insert, delete, substitute or transpose to turn one name into the
   * other, ignoring case: the restricted Damerau–Levenshtein distance.
   */
  static int edits(String one, String other) {
    String from = one.toLowerCase(Locale.ROOT);
    String to = other.toLowerCase(Locale.ROOT);
    int[] before = null;
    int[] above = new int[to.length() + 1];
    Arrays.setAll(above, j -> j);
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        row[j] = Math.min(above[j - 1] + (same ? 0 : 1), 1 + Math.min(above[j], row[j - 1]));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      before = above;
      above = row;
    }
    return above[to.length()];
  }
}
