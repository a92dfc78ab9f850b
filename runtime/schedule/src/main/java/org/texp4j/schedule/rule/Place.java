package org.texp4j.schedule.rule;

import java.util.Comparator;

/**
 * A place in the text of a rule.
 *
 * @param statement the index of the statement
 * @param from the index of its first character in the statement
 * @param to the index after its last
 */
public record Place(int statement, int from, int to) implements Comparable<Place> {

  /** The beginning of the text, for what is wrong with a rule as a whole. */
  static final Place NOWHERE = new Place(0, 0, 0);

  /** Returns the shortest place that contains this and a later one of the same statement. */
  Place to(Place end) {
    return new Place(statement, from, end.to);
  }

  /** The order of the text. */
  @Override
  public int compareTo(Place other) {
    return Comparator.comparingInt(Place::statement)
        .thenComparingInt(Place::from)
        .thenComparingInt(Place::to)
        .compare(this, other);
  }
}
