package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two trainings side by side on a scale-invariant loss: the declared one, and the converted one in
 * the plainest code. They must compute one function at every step; naive conversions do not.
 */
class LockstepTest {

  private static final int STEPS = 200;

  /**
   * Rounding grows with training, here to 2e-14 after 200 steps; the rest is room for machines
   * whose sine and cosine round otherwise.
   */
  private static final double EXACT = 1e-11;

  /** What a naive form is off at least, ten million times as much: a thousandth of the weights. */
  private static final double WRONG = 1e-3;

  /**
   * L_s(w) = f_s(w/|w|) with f_s(x) = xᵀAx/2 + sin(b·x + s): not convex, and another function at
   * every step, as batches are, so that gradients do not die out.
   */
  private static final class Loss {
    private static final int SIZE = 8;
    private final double[][] a = new double[SIZE][SIZE];
    private final double[] b = new double[SIZE];

    Loss() {
      Random random = new Random(42);
      for (int i = 0; i < SIZE; i++) {
        b[i] = random.nextGaussian();
        for (int j = 0; j <= i; j++) {
          a[i][j] = random.nextGaussian() / 2;
          a[j][i] = a[i][j];
        }
      }
    }

    double[] start() {
      return new Random(7).doubles(SIZE, -1, 1).toArray();
    }

    double[] gradient(double[] w, long s) {
      double norm = norm(w);
      double[] x = combine(1 / norm, w, 0, w);
      double slope = Math.cos(dot(b, x) + s);
      double[] g = new double[SIZE];
      for (int i = 0; i < SIZE; i++) {
        g[i] = dot(a[i], x) + slope * b[i];
      }
      return combine(1 / norm, g, -dot(g, x) / norm, x);
    }
  }

  private static final Loss LOSS = new Loss();

  /** Weights and velocity; every step makes new arrays. */
  private record State(double[] theta, double[] v) {}

  private static State declared(State state, Step step) {
    double[] g =
        combine(1, LOSS.gradient(state.theta, step.index()), step.weightDecay(), state.theta);
    double[] v = combine(step.momentum(), state.v, 1, g);
    return new State(combine(1, state.theta, -step.learningRate(), v), v);
  }

  private static State converted(State state, Step step) {
    double[] v = combine(step.momentum(), state.v, 1, LOSS.gradient(state.theta, step.index()));
    return new State(combine(1, state.theta, -step.rate().toDouble(), v), v);
  }

  private static State toConverted(State state, Coordinates at) {
    double scale = at.scale().toDouble();
    return new State(
        combine(scale, state.theta, 0, state.theta),
        combine(1 / scale, state.v, -at.kappa() / scale, state.theta));
  }

  private static State toDeclared(State state, Coordinates at) {
    double scale = at.scale().toDouble();
    return new State(
        combine(1 / scale, state.theta, 0, state.theta),
        combine(scale, state.v, at.kappa() / scale, state.theta));
  }

  static Stream<Arguments> recipes() {
    Curve lambda = Curve.constant(0.02);
    Curve gamma = Curve.constant(0.9);
    Recipe varying =
        new Recipe(
            STEPS,
            Curve.piecewiseConstant(List.of(0.0, 0.05, 0.1, 0.01, 0.0, 0.1), 1, 40, 90, 120, 125),
            Curve.piecewiseConstant(List.of(0.02, 0.0, 0.015), 70, 100),
            Curve.piecewiseConstant(List.of(0.9, 0.0, 0.8), 60, 110));
    return Stream.of(
        Arguments.of("usual", usual(), Conversion.TEXP_PLUS_PLUS),
        Arguments.of("usual", usual(), Conversion.EXPONENTIAL),
        Arguments.of("strong decay", strong(), Conversion.TEXP_PLUS_PLUS),
        Arguments.of("strong decay", strong(), Conversion.EXPONENTIAL),
        Arguments.of(
            "no momentum",
            new Recipe(STEPS, Curve.constant(0.1), lambda, Curve.constant(0)),
            Conversion.EXPONENTIAL),
        Arguments.of(
            "step decay after warm-up from zero",
            new Recipe(
                STEPS,
                Curve.linearWarmup(0, 20, Curve.stepDecay(0.1, 0.1, 80, 130)),
                lambda,
                gamma),
            Conversion.TEXP_PLUS_PLUS),
        Arguments.of(
            "cosine to zero",
            new Recipe(STEPS, Curve.cosineDecay(0.1, 0, STEPS), lambda, gamma),
            Conversion.TEXP_PLUS_PLUS),
        Arguments.of("all varying", varying, Conversion.TEXP_PLUS_PLUS));
  }

  private static Recipe usual() {
    return new Recipe(STEPS, Curve.constant(0.1), Curve.constant(5e-4), Curve.constant(0.9));
  }

  private static Recipe strong() {
    return new Recipe(STEPS, Curve.constant(0.1), Curve.constant(0.02), Curve.constant(0.9));
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("recipes")
  void bothRunsAreOne(String name, Recipe recipe, Conversion conversion) {
    PlanCursor cursor = Plan.of(recipe, conversion).cursor();
    State declared = new State(LOSS.start(), new double[Loss.SIZE]);
    State converted = toConverted(declared, cursor.coordinates());
    while (cursor.hasNext()) {
      Step step = cursor.next();
      declared = declared(declared, step);
      converted = converted(converted, step);
      State expected = toConverted(declared, step.after());
      assertThat(deviation(converted.theta, expected.theta)).as("θ̃").isLessThan(EXACT);
      assertThat(deviation(converted.v, expected.v)).as("ṽ").isLessThan(EXACT);
      State back = toDeclared(converted, step.after());
      assertThat(deviation(back.theta, declared.theta)).as("θ").isLessThan(EXACT);
      assertThat(deviation(back.v, declared.v)).as("v").isLessThan(EXACT);
    }
    // Proof that the weights went somewhere: the runs agree on a movement, not on a standstill.
    assertThat(deviation(direction(declared.theta), direction(LOSS.start()))).isGreaterThan(0.1);
  }

  private enum Naive {
    /** The scale taken as the product of 1/(1 − ηλ), as if there were no momentum. */
    WITHOUT_KAPPA,
    /** The converted rate multiplied into the velocity, as Keras and Caffe keep it. */
    RATE_INSIDE_THE_VELOCITY,
    /** The rate raised once in an epoch of 20 steps. */
    GROWTH_ONCE_AN_EPOCH,
    /** The exponential run started from velocity 0. */
    WITHOUT_START_CORRECTION
  }

  @ParameterizedTest
  @EnumSource(Naive.class)
  void naiveFormsPartAtOnce(Naive form) {
    for (Recipe recipe : List.of(usual(), strong())) {
      assertThat(naiveDeviation(form, recipe)).as("%s", recipe).isGreaterThan(WRONG);
    }
  }

  /** The largest distance between the directions of the declared weights and the naive ones. */
  private static double naiveDeviation(Naive form, Recipe recipe) {
    double eta = recipe.learningRate().at(0);
    double lambda = recipe.weightDecay().at(0);
    DoubleUnaryOperator withoutKappa = step -> eta * Math.pow(1 - eta * lambda, -2 * step - 1);
    PlanCursor cursor =
        Plan.of(
                recipe,
                form == Naive.WITHOUT_START_CORRECTION
                    ? Conversion.EXPONENTIAL
                    : Conversion.TEXP_PLUS_PLUS)
            .cursor();
    State declared = new State(LOSS.start(), new double[Loss.SIZE]);
    State naive = declared;
    double rateOfTheEpoch = 0;
    double worst = 0;
    while (cursor.hasNext()) {
      Step step = cursor.next();
      declared = declared(declared, step);
      double rate = step.rate().toDouble();
      rateOfTheEpoch = step.index() % 20 == 0 ? rate : rateOfTheEpoch;
      naive =
          switch (form) {
            case WITHOUT_KAPPA -> update(naive, step, withoutKappa.applyAsDouble(step.index()), 1);
            case RATE_INSIDE_THE_VELOCITY -> update(naive, step, 1, rate);
            case GROWTH_ONCE_AN_EPOCH -> update(naive, step, rateOfTheEpoch, 1);
            case WITHOUT_START_CORRECTION -> update(naive, step, rate, 1);
          };
      worst = Math.max(worst, deviation(direction(naive.theta), direction(declared.theta)));
    }
    return worst;
  }

  private static State update(State state, Step step, double outside, double inside) {
    double[] v =
        combine(step.momentum(), state.v, inside, LOSS.gradient(state.theta, step.index()));
    return new State(combine(1, state.theta, -outside, v), v);
  }

  private static double[] direction(double[] w) {
    return combine(1 / norm(w), w, 0, w);
  }

  private static double deviation(double[] actual, double[] expected) {
    return norm(combine(1, actual, -1, expected)) / norm(expected);
  }

  private static double[] combine(double p, double[] x, double q, double[] y) {
    double[] sum = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      sum[i] = p * x[i] + q * y[i];
    }
    return sum;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static double norm(double[] x) {
    return Math.sqrt(dot(x, x));
  }
}
