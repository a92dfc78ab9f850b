package org.texp4j.dl4j.internal.invariance;

/** An equation between two degrees that scaled tensors must satisfy to keep the loss the same. */
sealed interface Condition {

  Degree left();

  Degree right();

  /**
   * The degree of a signal is 0, since what it meets does not scale with the weights.
   *
   * @param why what does not scale, and where; a clause without a full stop
   * @param remedy what the author can do about it, as a clause; may be empty
   */
  record ZeroDegree(Degree left, String why, String remedy) implements Condition {

    @Override
    public Degree right() {
      return Degree.ZERO;
    }
  }

  /**
   * The degrees of two signals that are added, or joined in one array, are equal.
   *
   * @param place where they are added
   * @param first the source of one signal
   * @param second the source of the other
   */
  record EqualDegrees(String place, String first, Degree left, String second, Degree right)
      implements Condition {}
}
