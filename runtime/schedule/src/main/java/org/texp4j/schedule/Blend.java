package org.texp4j.schedule;

/**
 * An interpolation from one value to another.
 *
 * <p>All are exact at both ends and stay between them. Each value is computed from the nearer end
 * by its distance to that end, so nothing cancels where a curve approaches zero.
 */
enum Blend {
  LINEAR(
      (a, b, done, left) -> {
        double length = done + left;
        return done <= left ? part(a, b, done / length) : part(b, a, left / length);
      }),
  /** Half a cosine: a + (b − a)(1 − cos πt)/2. */
  COSINE(
      (a, b, done, left) -> {
        double length = done + left;
        return done <= left ? part(a, b, rise(done / length)) : part(b, a, rise(left / length));
      }),
  /** b (a/b)^(1 − t), for positive ends; exact at the first only if b = 1, as in its one use. */
  EXPONENTIAL((a, b, done, left) -> b * Math.pow(a / b, left / (done + left))),
  /** a + (b − a) √t. */
  SQUARE_ROOT(
      (a, b, done, left) -> {
        double length = done + left;
        double root = Math.sqrt(done / length);
        // 1 − √t = (1 − t)/(1 + √t)
        return root <= 0.5 ? part(a, b, root) : part(b, a, left / length / (1 + root));
      });

  private final Formula formula;

  Blend(Formula formula) {
    this.formula = formula;
  }

  /**
   * Returns the interpolated value at a point.
   *
   * @param a the value at the start
   * @param b the value at the end
   * @param done the distance of the point from the start, at least 0
   * @param left its distance to the end, at least 0; not both are 0
   */
  double between(double a, double b, double done, double left) {
    return formula.between(a, b, done, left);
  }

  /** a + (b − a) t for t up to about ½, where rounding cannot take it past b. */
  private static double part(double a, double b, double t) {
    return a + (b - a) * t;
  }

  /** (1 − cos πt)/2 without the cancellation at small t. */
  private static double rise(double t) {
    double sine = Math.sin(Math.PI / 2 * t);
    return sine * sine;
  }

  private interface Formula {
    double between(double a, double b, double done, double left);
  }
}
