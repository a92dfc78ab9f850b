package org.texp4j.processor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a shape is told.
 *
 * @param alone what follows "a learning rate": "of 0.1 that is multiplied by 0.1 after 8 epochs"
 * @param after what follows the end of a warm-up: "is multiplied by 0.1 after 8 epochs"
 */
public record Words(String alone, String after) {

  /** A shape that starts at its initial value, and what it does from there. */
  public static Words of(double initial, String does) {
    return new Words("of " + Figures.shown(initial) + " that " + does, does);
  }

  /** A shape that moves: "falls" and "to 0 along half a cosine". */
  public static Words moving(double initial, String verb, String where) {
    return new Words(
        "that " + verb + " from " + Figures.shown(initial) + " " + where, verb + " " + where);
  }

  /** A shape that starts elsewhere than at its initial value. */
  public static Words saying(String does) {
    return new Words("that " + does, does);
  }

  /** Which way it goes from one value to another. */
  public static String verb(double from, double to) {
    return to > from ? "rises" : "falls";
  }

  /** A length that something takes; nothing where it takes all there is. */
  public static String over(Optional<Length> length) {
    return length.isPresent() ? " over " + length.get() : "";
  }

  /** A length that comes again: every 30 epochs. */
  public static String every(Length length) {
    return length.count() == 1 && length.unit() != Unit.FRACTION
        ? "each " + length.noun()
        : "every " + length;
  }

  /** Lengths of one unit in a row: 8 and 12 epochs. */
  public static String list(List<Length> lengths) {
    List<String> numbers = new ArrayList<>();
    for (Length length : lengths) {
      numbers.add(length.number());
    }
    return row(numbers) + " " + last(lengths).noun();
  }

  /** Numbers in a row: 0.1, 0.01 and 0.001. */
  public static String numbers(List<Double> values) {
    List<String> texts = new ArrayList<>();
    for (double value : values) {
      texts.add(Figures.shown(value));
    }
    return row(texts);
  }

  /** Texts in a row: one, another and a third. */
  public static String row(List<String> texts) {
    String others = String.join(", ", texts.subList(0, texts.size() - 1));
    return others.isEmpty() ? last(texts) : others + " and " + last(texts);
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
