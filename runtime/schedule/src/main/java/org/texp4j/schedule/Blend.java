package org.texp4j.schedule;

/**
 * A way from one value to another.
 *
 * <p>All are exact at both ends and stay between them. Each value is measured from the nearer end,
 * by the distance to that end, so nothing cancels where a curve comes close to zero.
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
  /** b (a/b)^(1 − t), for positive ends; exact at the first where b = 1, its only use. */
  EXPONENTIAL((a, b, done, left) -> b * Math.pow(a / b, left / (done + left))),
  /** a + (b − a) √t. */
  SQUARE_ROOT(
      (a, b, done, left) -> {
        double length = done + left;
        double root = Math.sqrt(done / length);
        // 1 − √t = (1 − t)/(1 + √t)
        return root <= 0.5 ? part(a, b, root) : part(b, a, left / length / (1 + root));
      });

  private final Way way;

  Blend(Way way) {
    this.way = way;
  }

  /**
   * Returns the value at a point of the way.
   *
   * @param a the value at its start
   * @param b the value at its end
   * @param done the distance from the start, at least 0
   * @param left the distance to the end, at least 0, the two not both 0
   */
  double between(double a, double b, double done, double left) {
    return way.between(a, b, done, left);
  }

  /** a + (b − a) t for t up to about a half, where it cannot pass b by rounding. */
  private static double part(double a, double b, double t) {
    return a + (b - a) * t;
  }

  /** (1 − cos πt)/2 without the cancellation at small t. */
  private static double rise(double t) {
    double sine = Math.sin(Math.PI / 2 * t);
    return sine * sine;
  }

  private interface Way {
    double between(double a, double b, double done, double left);
  }
}
