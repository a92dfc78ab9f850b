package org.texp4j.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.FixedPoint;
import org.texp4j.schedule.LinearCoefficients;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.Velocity;

/**
 * Two obvious mistakes with momentum. Either way the network trains well, but not by the declared
 * recipe.
 *
 * <ul>
 *   <li><b>The closed form from a zero buffer.</b> η̃ = η α^(−2s−1) alone is Theorem 2.9 without
 *       its initial condition: the velocity has to start at v₀ − κθ₀. From zero, the run is one
 *       with weight decay to whose velocity κθ₀ was added, which makes the weights of the usual
 *       recipe about 0.5 % too large. {@code TEXP_PLUS_PLUS} needs no such start; {@code
 *       EXPONENTIAL} performs it.
 *   <li><b>The rate in {@code Nesterovs}.</b> The theorems are about v ← γv + g, θ ← θ − ηv.
 *       Deeplearning4j's {@code Nesterovs} keeps the rate in the velocity, so a growing rate gives
 *       old gradients less weight: the momentum is another. This rule has a conversion of its own,
 *       declared by {@code @Momentum(rule = NESTEROV_RATE_IN_VELOCITY)}.
 * </ul>
 *
 * <p>The network is a single normalized layer, w/‖w‖, so only the direction of w matters. It is
 * compared with the direction under the same optimizer with weight decay, on the same gradients.
 *
 * <pre>mvn -q -DskipTests package -Drun=Example02NaiveMistakes</pre>
 *
 * <p>prints the angles between the two, in a second: about 1e−16 if the conversion is right; 2e−3
 * after a hundred steps with either mistake, and less later only because all of them converge.
 */
final class Example02NaiveMistakes {

  private static final int DIMENSION = 20;
  private static final int BATCH = 32;
  private static final int STEPS = 1_000;

  /** The usual recipe. */
  private static final double LEARNING_RATE = 0.1;

  private static final double WEIGHT_DECAY = 5e-4;
  private static final double MOMENTUM = 0.9;

  private static final Rule NESTEROVS =
      new Sgd(Velocity.NESTEROV_RATE_IN_VELOCITY, Coupling.IN_GRADIENT, 0);

  private Example02NaiveMistakes() {}

  /** An optimizer, which holds its own velocity. */
  interface Optimizer {
    /** Updates the weights. */
    void take(int step, double[] weights, double[] gradient);
  }

  /** v ← γv + g + λw, w ← w − ηv. */
  static Optimizer heavyBallWithDecay() {
    double[] v = new double[DIMENSION];
    return (step, w, g) -> {
      for (int i = 0; i < DIMENSION; i++) {
        v[i] = MOMENTUM * v[i] + g[i] + WEIGHT_DECAY * w[i];
        w[i] -= LEARNING_RATE * v[i];
      }
    };
  }

  /** v ← γv + g, w ← w − η̃v, with the converted rate of the plan. */
  static Optimizer heavyBall(Plan plan) {
    double[] v = new double[DIMENSION];
    return (step, w, g) -> {
      double rate = plan.at(step).rate().toDouble();
      for (int i = 0; i < DIMENSION; i++) {
        v[i] = MOMENTUM * v[i] + g[i];
        w[i] -= rate * v[i];
      }
    };
  }

  /** v ← γv + g, w ← w − ηα^(−2s−1)v, from v = −κw as in Theorem 2.9, or from v = 0 by mistake. */
  static Optimizer closedForm(boolean corrected) {
    FixedPoint fixedPoint = FixedPoint.of(LEARNING_RATE, WEIGHT_DECAY, MOMENTUM);
    double alpha = 1 - fixedPoint.oneMinusAlpha();
    double[] v = new double[DIMENSION];
    return (step, w, g) -> {
      double rate = LEARNING_RATE * Math.pow(alpha, -2 * step - 1);
      for (int i = 0; i < DIMENSION; i++) {
        v[i] = step == 0 && corrected ? -fixedPoint.kappa() * w[i] : v[i];
        v[i] = MOMENTUM * v[i] + g[i];
        w[i] -= rate * v[i];
      }
    };
  }

  /** Deeplearning4j's {@code Nesterovs}, with L2 in the gradient if the weight decay is not 0. */
  static Optimizer nesterovs(ISchedule rate, double weightDecay) {
    INDArray state = Nd4j.create(DataType.DOUBLE, 1, DIMENSION);
    GradientUpdater<?> updater = new Nesterovs(rate, MOMENTUM).instantiate(state, true);
    return (step, w, g) -> {
      double[] decayed = g.clone();
      for (int i = 0; i < DIMENSION; i++) {
        decayed[i] += weightDecay * w[i];
      }
      INDArray update = Nd4j.createFromArray(new double[][] {decayed});
      updater.applyUpdater(update, step, 0);
      for (int i = 0; i < DIMENSION; i++) {
        w[i] -= update.getDouble(i);
      }
    };
  }

  /** The conversion of the rule of a plan: w ← w − PP'(hv + rg), v ← av + bg. */
  static Optimizer converted(Plan plan) {
    double[] v = new double[DIMENSION];
    return (s, w, g) -> {
      Step step = plan.at(s);
      LinearCoefficients form = step.converted();
      double multiplier = step.multiplier().toDouble();
      for (int i = 0; i < DIMENSION; i++) {
        w[i] -= multiplier * (form.velocityToWeights() * v[i] + form.gradientToWeights() * g[i]);
        v[i] = form.velocityToVelocity() * v[i] + form.gradientToVelocity() * g[i];
      }
    };
  }

  static Plan plan(Rule rule) {
    Recipe recipe =
        new Recipe(
            STEPS,
            Curve.constant(LEARNING_RATE),
            Curve.constant(WEIGHT_DECAY),
            Curve.constant(MOMENTUM),
            rule);
    return Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS);
  }

  static ISchedule constantRate() {
    return new MapSchedule.Builder(ScheduleType.ITERATION).add(0, LEARNING_RATE).build();
  }

  /** The mistake: the rates of the heavy ball, for use by another optimizer. */
  static ISchedule convertedRate() {
    Plan plan = plan(Sgd.HEAVY_BALL);
    MapSchedule.Builder schedule = new MapSchedule.Builder(ScheduleType.ITERATION);
    for (int step = 0; step < STEPS; step++) {
      schedule.add(step, plan.at(step).rate().toDouble());
    }
    return schedule.build();
  }

  /** The angle between the weights of two optimizers, after each of a number of steps. */
  static List<Double> angles(Optimizer one, Optimizer other, int steps) {
    Random random = new Random(1);
    double[] w = random.doubles(DIMENSION, -1, 1).toArray();
    double[] u = w.clone();
    List<Double> angles = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      double[][] batch = new double[BATCH][];
      for (int i = 0; i < BATCH; i++) {
        batch[i] = random.doubles(DIMENSION, -1, 1).toArray();
      }
      one.take(step, w, Example03ToyExample.gradient(w, batch, true));
      other.take(step, u, Example03ToyExample.gradient(u, batch, true));
      angles.add(angle(w, u));
    }
    return angles;
  }

  /** 2 arcsin(‖a − b‖/2) of the unit vectors; an arc cosine resolves no angle below 1e-8. */
  private static double angle(double[] a, double[] b) {
    double normOfA = Math.sqrt(Example03ToyExample.dot(a, a));
    double normOfB = Math.sqrt(Example03ToyExample.dot(b, b));
    double chord = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] / normOfA - b[i] / normOfB;
      chord += difference * difference;
    }
    return 2 * Math.asin(Math.sqrt(chord) / 2);
  }

  /** Prints the angles. */
  public static void main(String[] line) {
    System.out.printf(
        "%-52s%10s%10s%10s%10s%n", "angle after a number of steps", 1, 10, 100, STEPS);
    print("heavy ball, TEXP++", heavyBallWithDecay(), heavyBall(plan(Sgd.HEAVY_BALL)));
    print("heavy ball, closed form from v = −κw", heavyBallWithDecay(), closedForm(true));
    print("heavy ball, closed form from v = 0", heavyBallWithDecay(), closedForm(false));
    print(
        "Nesterovs, its own conversion",
        nesterovs(constantRate(), WEIGHT_DECAY),
        converted(plan(NESTEROVS)));
    print(
        "Nesterovs, with the rate of the heavy ball",
        nesterovs(constantRate(), WEIGHT_DECAY),
        nesterovs(convertedRate(), 0));
  }

  private static void print(String name, Optimizer declared, Optimizer converted) {
    List<Double> angles = angles(declared, converted, STEPS);
    System.out.printf(
        "%-52s%10.1e%10.1e%10.1e%10.1e%n",
        name, angles.get(0), angles.get(9), angles.get(99), angles.get(STEPS - 1));
  }
}
