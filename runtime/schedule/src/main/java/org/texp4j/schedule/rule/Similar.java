package org.texp4j.schedule.rule;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Names that someone may have meant. */
final class Similar {

  private Similar() {}

  /** Returns the name from which another differs by the fewest letters, if these are few. */
  static Optional<String> to(String name, Collection<String> names) {
    int most = name.length() < 3 ? 0 : name.length() < 6 ? 1 : 2;
    return names.stream()
        .filter(each -> distance(name, each) <= most)
        .min(Comparator.comparingInt(each -> distance(name, each)));
  }

  /** The letters to insert, remove, replace or swap with a neighbour. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + other, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
