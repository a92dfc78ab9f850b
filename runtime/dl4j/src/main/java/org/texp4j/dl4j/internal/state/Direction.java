package org.texp4j.dl4j.internal.state;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The direction w/‖w‖ of the converted weights, taken as one vector; the same in every form of a
 * recipe. Immutable.
 */
public final class Direction {

  private final INDArray unit;

  private Direction(INDArray unit) {
    this.unit = unit;
  }

  static Direction of(List<INDArray> weights) {
    if (weights.isEmpty()) {
      return new Direction(Nd4j.zeros(1));
    }
    INDArray joined = Nd4j.concat(0, weights.toArray(INDArray[]::new));
    // Not in place: of a single array the concatenation is that array, the weights themselves.
    return new Direction(joined.div(joined.norm2Number()));
  }

  /** Returns the direction of a unit vector, which is not copied. */
  public static Direction ofUnit(INDArray unit) {
    return new Direction(unit);
  }

  /** The unit vector, not a copy; a single zero if there are no weights. */
  public INDArray unit() {
    return unit;
  }

  /**
   * Returns the angle to another direction in radians, from 0 to π; 0 if there are no weights.
   *
   * <p>Computed as 2 atan(‖u − v‖/‖u + v‖), which unlike the inverse cosine is accurate for small
   * angles (Kahan, "How Futile are Mindless Assessments of Roundoff", Section 12).
   */
  public double angleTo(Direction other) {
    double difference = unit.sub(other.unit).norm2Number().doubleValue();
    double sum = unit.add(other.unit).norm2Number().doubleValue();
    return 2 * Math.atan2(difference, sum);
  }
}
