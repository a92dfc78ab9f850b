package org.texp4j.processor.model.value;

import java.util.List;
import java.util.Optional;

/** Phrases that messages and documentation share. */
public final class Phrases {

  private static final int MOST_LISTED = 100;
  private static final int FIRST_LISTED = 3;

  private Phrases() {}

  /** The verb for a value that moves from one number to another. */
  public static String risesOrFalls(double from, double to) {
    return to > from ? "rises" : "falls";
  }

  /** A length that may be left out: " over 30 epochs", or nothing for the whole run. */
  public static String over(Optional<Length> length) {
    return length.map(given -> " over " + given).orElse("");
  }

  /** A length that recurs: every 30 epochs. */
  public static String every(Length length) {
    return length.count() == 1 && length.unit() != Unit.FRACTION
        ? "each " + length.noun()
        : "every " + length;
  }

  /** Lengths of one unit: 8 and 12 epochs. */
  public static String lengths(List<Length> lengths) {
    return shortened(lengths.stream().map(Length::number).toList()) + " " + last(lengths).noun();
  }

  /** Numbers: 0.1, 0.01 and 0.001. */
  public static String numbers(List<Double> values) {
    return shortened(values.stream().map(Decimals::shown).toList());
  }

  /** Few texts as a list; of many the ends: 1, 2, 3, … and 10000. */
  private static String shortened(List<String> texts) {
    return texts.size() <= MOST_LISTED
        ? list(texts)
        : String.join(", ", texts.subList(0, FIRST_LISTED)) + ", … and " + last(texts);
  }

  /** At least one text: one, another and a third. */
  public static String list(List<String> texts) {
    String others = String.join(", ", texts.subList(0, texts.size() - 1));
    return others.isEmpty() ? last(texts) : others + " and " + last(texts);
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
