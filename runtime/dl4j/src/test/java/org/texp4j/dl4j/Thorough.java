package org.texp4j.dl4j;

import java.util.List;
import java.util.stream.IntStream;

/** What {@code -Dtexp4j.thorough} adds to the tests of every build. */
public final class Thorough {

  /** Whether everything is asked for. */
  public static final boolean ASKED = System.getProperty("texp4j.thorough") != null;

  private Thorough() {}

  /** Returns the one number or, if everything is asked for, the other. */
  public static int orUsual(int thorough, int usual) {
    return ASKED ? thorough : usual;
  }

  /** Returns every so many of the cases, from the first on, or all if everything is asked for. */
  public static <T> List<T> orEvery(int stride, List<T> all) {
    return IntStream.range(0, all.size())
        .filter(i -> ASKED || i % stride == 0)
        .mapToObj(all::get)
        .toList();
  }
}
