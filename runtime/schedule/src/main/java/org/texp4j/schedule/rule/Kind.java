package org.texp4j.schedule.rule;

/**
 * What an expression stands for.
 *
 * @param extent of how many numbers it consists
 * @param condition whether these are true or false instead of numbers
 */
record Kind(Extent extent, boolean condition) {

  /** The number of values of an expression. */
  enum Extent {
    /** One number, known before the step and the same for all tensors. */
    NUMBER,
    /** One number per tensor, computed from the tensor. */
    REDUCED,
    /** One number per weight. */
    TENSOR
  }

  static final Kind NUMBER = new Kind(Extent.NUMBER, false);
  static final Kind TENSOR = new Kind(Extent.TENSOR, false);

  static Kind of(Extent extent) {
    return new Kind(extent, false);
  }

  static Kind condition(Extent extent) {
    return new Kind(extent, true);
  }

  /** Returns the larger of two extents. */
  static Extent join(Extent a, Extent b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  boolean isTensor() {
    return extent == Extent.TENSOR && !condition;
  }

  @Override
  public String toString() {
    if (condition) {
      return "a condition";
    }
    return switch (extent) {
      case NUMBER -> "a number";
      case REDUCED -> "one number per tensor";
      case TENSOR -> "a tensor";
    };
  }
}
