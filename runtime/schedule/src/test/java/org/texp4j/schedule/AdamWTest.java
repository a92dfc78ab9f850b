package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** AdamW and its equivalent without weight decay, side by side on a scale-invariant loss. */
class AdamWTest {

  private static final int STEPS = 200;
  private static final int SIZE = 8;
  private static final AdamW RULE = new AdamW(0.99, 1e-3);

  /** Rounding reaches 1e-14 in 200 steps; the rest is room for other machines' cosine. */
  private static final double EXACT = 1e-11;

  private static Recipe recipe() {
    Curve rate = Curve.linearWarmup(0, 20, Curve.cosineDecay(0.05, 0, STEPS - 20));
    Curve decay = Curve.piecewiseConstant(List.of(0.5, 0.0, 2.0), 60, 120);
    return new Recipe(STEPS, rate, decay, Curve.constant(0.9), RULE);
  }

  /** Weights and both moments. */
  private record State(double[] theta, double[] m, double[] n) {
    static State start() {
      return new State(
          new Random(7).doubles(SIZE, -1, 1).toArray(), new double[SIZE], new double[SIZE]);
    }
  }

  /** ∇L_s(w) of L_s(w) = cos(b·w/|w| + s): orthogonal to w, and as 1/|w| in size. */
  private static double[] gradient(double[] w, long s) {
    double[] b = new Random(42).doubles(SIZE, -2, 2).toArray();
    double norm = 0;
    double along = 0;
    for (int i = 0; i < SIZE; i++) {
      norm += w[i] * w[i];
      along += b[i] * w[i];
    }
    norm = Math.sqrt(norm);
    double slope = -Math.sin(along / norm + s);
    double[] g = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      g[i] = slope * (b[i] - along / norm * w[i] / norm) / norm;
    }
    return g;
  }

  /** As PyTorch's AdamW documents it. */
  private static State declared(State state, Step step) {
    return update(state, step, 1, 1 - step.learningRate() * step.weightDecay(), 1, 1);
  }

  private enum Form {
    EQUIVALENT,
    /** The moments keep the scale they entered with. */
    UNSCALED_MOMENTS,
    /** ε stays. */
    UNSCALED_EPSILON,
    /** The rate grows as in SGD, by PP'. */
    RATE_OF_SGD
  }

  private static State converted(State state, Step step, Form form) {
    double alpha = step.alpha();
    double after = step.after().scale().toDouble();
    double before = step.before().scale().toDouble();
    return update(
        state,
        step,
        form == Form.RATE_OF_SGD ? before * after : after,
        1,
        form == Form.UNSCALED_MOMENTS ? 1 : alpha,
        form == Form.UNSCALED_EPSILON ? 1 : after);
  }

  /**
   * A step of AdamW with the rate times a factor, weights shrunk, moments multiplied by powers of
   * {@code scale}, and ε divided.
   */
  private static State update(
      State state, Step step, double factor, double shrink, double scale, double epsilonDivisor) {
    double[] g = gradient(state.theta, step.index());
    double beta1 = step.momentum();
    double beta2 = RULE.beta2();
    double[] theta = new double[SIZE];
    double[] m = new double[SIZE];
    double[] n = new double[SIZE];
    long t = step.index() + 1;
    for (int i = 0; i < SIZE; i++) {
      m[i] = scale * (beta1 * state.m[i] + (1 - beta1) * g[i]);
      n[i] = scale * scale * (beta2 * state.n[i] + (1 - beta2) * g[i] * g[i]);
      double first = m[i] / (1 - Math.pow(beta1, t));
      double second = n[i] / (1 - Math.pow(beta2, t));
      double divisor = Math.sqrt(second) + RULE.epsilon() / epsilonDivisor;
      theta[i] = shrink * state.theta[i] - factor * step.learningRate() * first / divisor;
    }
    return new State(theta, m, n);
  }

  private static double deviation(Form form) {
    PlanCursor cursor = Plan.of(recipe(), RecipeForm.TEXP_PLUS_PLUS).cursor();
    State declared = State.start();
    State converted = State.start();
    double worst = 0;
    while (cursor.hasNext()) {
      Step step = cursor.next();
      declared = declared(declared, step);
      converted = converted(converted, step, form);
      double scale = step.after().scale().toDouble();
      for (int i = 0; i < SIZE; i++) {
        worst = Math.max(worst, Math.abs(converted.theta[i] / scale - declared.theta[i]));
      }
    }
    return worst;
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void onlyTheEquivalentFormIsTheSameRun(Form form) {
    if (form == Form.EQUIVALENT) {
      assertThat(deviation(form)).isLessThan(EXACT);
    } else {
      // Weights are about 1 in size: off by parts in a thousand and more.
      assertThat(deviation(form)).isGreaterThan(1e-3);
    }
  }

  @Test
  void itsScaleIsThatOfTheDecayAlone() {
    PlanCursor cursor = Plan.of(recipe(), RecipeForm.TEXP_PLUS_PLUS).cursor();
    while (cursor.hasNext()) {
      Step step = cursor.next();
      // One rounding each of ηλ, of the difference and of the quotient of two rounded scales.
      assertThat(step.alpha())
          .isCloseTo(1 - step.learningRate() * step.weightDecay(), within(2e-16));
      assertThat(step.after().kappa()).isZero();
    }
  }

  @Test
  void isNotLinear() {
    Step step = Plan.of(recipe(), RecipeForm.TEXP_PLUS_PLUS).at(3);
    assertThatThrownBy(step::converted)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("AdamW")
        .hasMessageContaining("not linear");
  }

  @Test
  void refusesConstantsOutOfRange() {
    assertThatThrownBy(() -> new AdamW(1, 1e-8))
        .hasMessageContaining("beta2")
        .hasMessageEndingWith("1.0");
    assertThatThrownBy(() -> new AdamW(0.999, 0)).hasMessageContaining("epsilon");
    assertThatThrownBy(() -> new Sgd(Velocity.NESTEROV, Coupling.IN_GRADIENT, 0.1))
        .hasMessageContaining("without dampening, but the dampening is 0.1");
    assertThatThrownBy(() -> new Sgd(Velocity.HEAVY_BALL, Coupling.IN_GRADIENT, 1))
        .hasMessageContaining("less than 1");
  }
}
