package org.texp4j.processor.check;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Finds the name that was probably meant by one that does not exist. */
final class Similar {

  private Similar() {}

  /** The code with the nearest name, whether or not it starts with {@code Texp}. */
  static Optional<Code> code(String name) {
    return to(bare(name), List.of(Code.values()), code -> bare(code.toString()));
  }

  /** The nearest name. */
  static Optional<String> name(String name, Collection<String> known) {
    return to(name, known.stream().sorted().toList(), Function.identity());
  }

  /** Names to choose from, separated by commas. */
  static String list(Collection<String> names) {
    return String.join(", ", names);
  }

  private static String bare(String code) {
    return code.replaceFirst("^(?i)texp", "");
  }

  /**
   * The nearest name, if it differs in at most a third of its letters (or one): a more distant one
   * has too little in common to be proposed.
   */
  private static <T> Optional<T> to(String name, List<T> known, Function<T, String> text) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> edits(name, text.apply(candidate))))
        .filter(
            nearest -> {
              int length = Math.max(name.length(), text.apply(nearest).length());
              return edits(name, text.apply(nearest)) <= Math.max(1, length / 3);
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
