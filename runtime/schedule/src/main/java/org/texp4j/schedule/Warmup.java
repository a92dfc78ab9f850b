package org.texp4j.schedule;

import java.util.List;
import java.util.Objects;

/**
 * A slow start of another curve; see {@link Curve#warmup}.
 *
 * @param steps the length in steps, at least 1; from there on the factor is 1
 * @param from the factor at step 0, from 0 to 1; above 0 for {@link WarmupShape#EXPONENTIAL}
 * @param shape how the factor rises from {@code from} to 1
 * @param placement in front of the main curve or over its start
 */
public record Warmup(long steps, double from, WarmupShape shape, WarmupPlacement placement) {

  /**
   * Creates a warm-up.
   *
   * @throws IllegalArgumentException if {@code steps} or {@code from} leaves its range
   */
  public Warmup {
    Require.positive("steps", steps);
    if (!(from >= 0 && from <= 1)) {
      throw new IllegalArgumentException("from must lie between 0 and 1, but is " + from);
    }
    Objects.requireNonNull(shape, "shape");
    Objects.requireNonNull(placement, "placement");
    if (shape == WarmupShape.EXPONENTIAL && from == 0) {
      throw new IllegalArgumentException(
          "an exponential warm-up cannot rise from 0; set from to a value above 0, such as 0.01");
    }
  }

  /** Returns a linear warm-up from 0 in front of the main curve. */
  public static Warmup of(long steps) {
    return new Warmup(steps, 0, WarmupShape.LINEAR, WarmupPlacement.BEFORE);
  }

  Curve warmUp(Curve main) {
    return switch (placement) {
      case BEFORE -> Curve.join(List.of(factor().scaled(main.at(0)), main), steps);
      case OVER -> factor().times(main);
    };
  }

  private Curve factor() {
    List<Double> ends = List.of(from, 1.0);
    return switch (shape) {
      case CONSTANT -> Curve.piecewiseConstant(ends, steps);
      case LINEAR -> Interpolated.of(ends, Blend.LINEAR, steps);
      case COSINE -> Interpolated.of(ends, Blend.COSINE, steps);
      case EXPONENTIAL -> Interpolated.of(ends, Blend.EXPONENTIAL, steps);
    };
  }
}
