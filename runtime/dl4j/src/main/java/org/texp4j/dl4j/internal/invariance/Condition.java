package org.texp4j.dl4j.internal.invariance;

/** What has to hold of the scaled tensors for the loss to stay as it is: two equal degrees. */
sealed interface Condition {

  Degree left();

  Degree right();

  /**
   * Something that does not scale along: its degree has to be 0.
   *
   * @param why what does not scale along, and where; a sentence without its full stop
   * @param remedy what the author can do about it; may be empty
   */
  record Unscaled(Degree left, String why, String remedy) implements Condition {

    @Override
    public Degree right() {
      return Degree.ZERO;
    }
  }

  /** Two signals that are added, or are joined in one array. */
  record Meeting(String place, String first, Degree left, String second, Degree right)
      implements Condition {}
}
