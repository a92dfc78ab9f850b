package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

  /**
   * Relative errors mean nothing near a velocity of 0; those met here are ten times this or more.
   */
  private static final double SMALL = 1e-2;

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
  private static final Curve GAMMA = Curve.constant(0.9);

  /** Weights and velocity; every step makes new arrays. */
  private record State(double[] theta, double[] v) {}

  /** A step of each optimizer, as its own library documents it. */
  private static State declared(State state, Step step) {
    Sgd rule = (Sgd) step.rule();
    double eta = step.learningRate();
    double gamma = step.momentum();
    double[] theta = state.theta;
    double[] g = LOSS.gradient(theta, step.index());
    if (rule.coupling() == Coupling.DECOUPLED) {
      theta = combine(1 - eta * step.weightDecay(), theta, 0, theta);
    } else {
      g = combine(1, g, step.weightDecay(), theta);
    }
    double dampened = 1 - rule.dampening();
    return switch (rule.velocity()) {
      case HEAVY_BALL -> {
        double[] v = combine(gamma, state.v, dampened, g);
        yield new State(combine(1, theta, -eta, v), v);
      }
      case NESTEROV -> {
        double[] v = combine(gamma, state.v, 1, g);
        yield new State(combine(1, theta, -eta, combine(1, g, gamma, v)), v);
      }
      case RATE_IN_VELOCITY -> {
        double[] v = combine(gamma, state.v, eta * dampened, g);
        yield new State(combine(1, theta, -1, v), v);
      }
      case NESTEROV_RATE_IN_VELOCITY -> {
        double[] v = combine(gamma, state.v, eta, g);
        yield new State(combine(1, theta, -1, combine(eta, g, gamma, v)), v);
      }
    };
  }

  private static State converted(State state, Step step) {
    LinearCoefficients form = step.converted();
    double scale = step.multiplier().toDouble();
    double[] g = LOSS.gradient(state.theta, step.index());
    double[] descent = combine(form.velocityToWeights(), state.v, form.gradientToWeights(), g);
    State reached =
        new State(
            combine(1, state.theta, -scale, descent),
            combine(form.velocityToVelocity(), state.v, form.gradientToVelocity(), g));
    return step.changesCoordinates()
        ? toConverted(toDeclared(reached, step.reached()), step.after())
        : reached;
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

  static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (Velocity velocity : Velocity.values()) {
      for (Coupling coupling : Coupling.values()) {
        rules.add(new Sgd(velocity, coupling, 0));
        if (!velocity.looksAhead()) {
          rules.add(new Sgd(velocity, coupling, 0.3));
        }
      }
    }
    return rules;
  }

  static Stream<Arguments> recipes() {
    return rules().stream()
        .flatMap(
            rule ->
                Stream.of(
                    Arguments.of("usual", usual(rule), RecipeForm.TEXP_PLUS_PLUS),
                    Arguments.of("usual", usual(rule), RecipeForm.EXPONENTIAL),
                    Arguments.of("strong decay", strong(rule), RecipeForm.TEXP_PLUS_PLUS),
                    Arguments.of("strong decay", strong(rule), RecipeForm.EXPONENTIAL),
                    Arguments.of("no momentum", still(rule), RecipeForm.EXPONENTIAL),
                    Arguments.of("step decay", phases(rule), RecipeForm.TEXP),
                    Arguments.of("step decay", phases(rule), RecipeForm.TEXP_MINUS_MINUS),
                    Arguments.of("warm-up and steps", warmedUp(rule), RecipeForm.TEXP_PLUS_PLUS),
                    Arguments.of("cosine to zero", cosine(rule), RecipeForm.TEXP_PLUS_PLUS),
                    Arguments.of("all varying", varying(rule), RecipeForm.TEXP),
                    Arguments.of("all varying", varying(rule), RecipeForm.TEXP_PLUS_PLUS)));
  }

  private static Recipe usual(Rule rule) {
    return new Recipe(STEPS, Curve.constant(0.1), Curve.constant(5e-4), GAMMA, rule);
  }

  private static Recipe strong(Rule rule) {
    return new Recipe(STEPS, Curve.constant(0.1), Curve.constant(0.02), GAMMA, rule);
  }

  private static Recipe still(Rule rule) {
    return new Recipe(STEPS, Curve.constant(0.1), Curve.constant(0.02), Curve.constant(0), rule);
  }

  private static Recipe phases(Rule rule) {
    Curve rate = Curve.stepDecay(0.1, 0.1, 80, 130);
    return new Recipe(STEPS, rate, Curve.constant(0.02), GAMMA, rule);
  }

  private static Recipe warmedUp(Rule rule) {
    Curve rate = Curve.linearWarmup(0, 20, Curve.stepDecay(0.1, 0.1, 80, 130));
    return new Recipe(STEPS, rate, Curve.constant(0.02), GAMMA, rule);
  }

  private static Recipe cosine(Rule rule) {
    Curve rate = Curve.cosineDecay(0.1, 0, STEPS);
    return new Recipe(STEPS, rate, Curve.constant(0.02), GAMMA, rule);
  }

  private static Recipe varying(Rule rule) {
    return new Recipe(
        STEPS,
        Curve.piecewiseConstant(List.of(0.0, 0.05, 0.1, 0.01, 0.0, 0.1), 1, 40, 90, 120, 125),
        Curve.piecewiseConstant(List.of(0.02, 0.0, 0.015), 70, 100),
        Curve.piecewiseConstant(List.of(0.9, 0.0, 0.8), 60, 110),
        rule);
  }

  @ParameterizedTest(name = "{0}, {2}, {1}")
  @MethodSource("recipes")
  void bothRunsAreOne(String name, Recipe recipe, RecipeForm form) {
    PlanCursor cursor = Plan.of(recipe, form).cursor();
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

  /** The same plan entered in mid-run: as declared up to there, from there P = 1 and κ = 0. */
  @ParameterizedTest
  @MethodSource("rules")
  void aRunMayTurnToTheOtherFormAtAnyStepAndBack(Rule rule) {
    for (long entry : new long[] {1, 19, 20, 79, 80, 81, 150, STEPS - 1}) {
      Plan plan = Plan.of(warmedUp(rule), RecipeForm.TEXP_PLUS_PLUS).enteredAt(entry);
      PlanCursor declaredOnly = Plan.of(warmedUp(rule), RecipeForm.WEIGHT_DECAY).cursor();
      State declared = new State(LOSS.start(), new double[Loss.SIZE]);
      while (declaredOnly.position() < entry) {
        declared = declared(declared, declaredOnly.next());
      }
      assertThat(plan.coordinatesAt(entry)).isEqualTo(Coordinates.IDENTITY);
      State converted = declared;
      PlanCursor cursor = plan.cursor();
      while (cursor.hasNext()) {
        Step step = cursor.next();
        declared = declared(declared, step);
        converted = converted(converted, step);
      }
      State back = toDeclared(converted, cursor.coordinates());
      assertThat(deviation(back.theta, declared.theta)).as("θ").isLessThan(EXACT);
      assertThat(deviation(back.v, declared.v)).as("v").isLessThan(EXACT);
    }
  }

  /** Every rule needs its own coefficients: those of the heavy ball part from it at once. */
  @ParameterizedTest
  @MethodSource("rules")
  void theHeavyBallsCoefficientsFitNoOtherRule(Rule rule) {
    Recipe recipe = warmedUp(rule);
    PlanCursor cursor = Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS).cursor();
    PlanCursor heavyBall = Plan.of(warmedUp(Sgd.HEAVY_BALL), RecipeForm.TEXP_PLUS_PLUS).cursor();
    State declared = new State(LOSS.start(), new double[Loss.SIZE]);
    State naive = declared;
    double worst = 0;
    while (cursor.hasNext()) {
      declared = declared(declared, cursor.next());
      naive = converted(naive, heavyBall.next());
      worst = Math.max(worst, deviation(direction(naive.theta), direction(declared.theta)));
    }
    if (rule.equals(Sgd.HEAVY_BALL)) {
      assertThat(worst).isLessThan(EXACT);
    } else {
      assertThat(worst).isGreaterThan(WRONG);
    }
  }

  /** Left out, a correction costs what the plan says it costs, in the norm of the weights. */
  @ParameterizedTest
  @MethodSource("rules")
  void aCorrectionLeftOutCostsWhatThePlanSays(Rule rule) {
    Recipe recipe = new Recipe(2000, Curve.constant(0.1), Curve.constant(5e-4), GAMMA, rule);
    Plan plan = Plan.of(recipe, RecipeForm.EXPONENTIAL);
    if (((Sgd) rule).coupling() == Coupling.DECOUPLED) {
      assertThat(plan.corrections()).isEmpty();
      return;
    }
    assertThat(plan.corrections()).hasSize(1);
    Correction correction = plan.corrections().get(0);
    assertThat(correction.step()).isZero();
    assertThat(correction.kappaAfter()).isEqualTo(plan.coordinatesAt(0).kappa());
    // The optimizer on one number, with the velocity that the omission amounts to and without.
    double[] right = {1, 0};
    double[] kicked = {1, correction.kappaAfter()};
    DecayMatrix matrix = rule.decayMatrix(0.1, 5e-4, 0.9, 0);
    for (int step = 0; step < 2000; step++) {
      right = image(matrix, right);
      kicked = image(matrix, kicked);
    }
    // The rest has died out like (γ/α)^2000; what remains is rounding.
    assertThat(correction.costOfOmission())
        .isCloseTo(kicked[0] / right[0] - 1, withinPercentage(1e-9))
        .isBetween(-0.01, -1e-4);
  }

  private static double[] image(DecayMatrix matrix, double[] scalar) {
    return new double[] {
      matrix.weightToWeight().high() * scalar[0] - matrix.velocityToWeight().high() * scalar[1],
      matrix.weightToVelocity().high() * scalar[0] + matrix.velocityToVelocity().high() * scalar[1]
    };
  }

  @Test
  void withoutCorrectionsThePlanIsTheSameButForTheChangesOfCoordinates() {
    Plan plan = Plan.of(varying(Sgd.HEAVY_BALL), RecipeForm.TEXP);
    PlanCursor corrected = plan.cursor();
    PlanCursor left = plan.withoutCorrections().cursor();
    long changes = 0;
    while (corrected.hasNext()) {
      Step step = corrected.next();
      Step other = left.next();
      assertThat(other.changesCoordinates()).isFalse();
      assertThat(other.rate()).isEqualTo(step.rate());
      assertThat(other.before()).isEqualTo(step.before());
      assertThat(other.after()).isEqualTo(step.after());
      changes += step.changesCoordinates() ? 1 : 0;
    }
    assertThat(changes).isEqualTo(plan.corrections().size() - 1L).isEqualTo(8);
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
    for (Recipe recipe : List.of(usual(Sgd.HEAVY_BALL), strong(Sgd.HEAVY_BALL))) {
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
                    ? RecipeForm.EXPONENTIAL
                    : RecipeForm.TEXP_PLUS_PLUS)
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
    return norm(combine(1, actual, -1, expected)) / Math.max(norm(expected), SMALL);
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
