package org.texp4j.schedule;

/** A logistic curve around a center; see {@link Curve#sigmoid}. */
record Sigmoid(double initial, double slope, long center) implements Curve {

  Sigmoid {
    Require.finite("initial", initial);
    Require.finite("slope", slope);
  }

  @Override
  public double at(long step) {
    double distance = (double) step - center;
    double exponent = slope * distance;
    // The rounding error of the product, which the exponential turns into a relative error.
    double lost = Math.fma(slope, distance, -exponent);
    return initial / (1 + Math.exp(exponent) * (1 + lost));
  }

  @Override
  public boolean isConstantFrom(long step) {
    return slope == 0;
  }

  @Override
  public Range range() {
    return slope == 0 ? Range.of(initial / 2) : Range.of(0.0, initial);
  }
}
