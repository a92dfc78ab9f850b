package org.texp4j.schedule;

import java.util.Objects;

/** Triangles, one after another, without end; see {@link Curve#cyclic}. */
record Cyclic(double minimum, double maximum, long up, long down, CyclicMode mode, double decay)
    implements Curve {

  Cyclic {
    Require.finite("minimum", minimum);
    Require.finite("maximum", maximum);
    Require.positive("up", up);
    Require.positive("down", down);
    Objects.requireNonNull(mode, "mode");
    Require.decay(decay);
    if (mode != CyclicMode.EXPONENTIAL_RANGE && decay != 1) {
      throw new IllegalArgumentException(
          "decay is for cycles of EXPONENTIAL_RANGE only; with "
              + mode
              + " it must be 1, but is "
              + decay);
    }
  }

  @Override
  public double at(long step) {
    long cycle = step / length();
    long position = step % length();
    double height = position <= up ? position / (double) up : (length() - position) / (double) down;
    double part =
        height
            * switch (mode) {
              case TRIANGULAR -> 1;
              case TRIANGULAR2 -> Math.pow(0.5, cycle);
              case EXPONENTIAL_RANGE -> Math.pow(decay, step);
            };
    return Blend.LINEAR.between(minimum, maximum, part, 1 - part);
  }

  @Override
  public long nextBreak(long step) {
    if (minimum == maximum) {
      return Long.MAX_VALUE;
    }
    long position = step % length();
    return Steps.plus(step, position < up ? up - position : length() - position);
  }

  @Override
  public boolean isConstantFrom(long step) {
    return minimum == maximum;
  }

  @Override
  public Range range() {
    return Range.of(minimum, maximum);
  }

  private long length() {
    return Steps.plus(up, down);
  }
}
