package org.texp4j.schedule.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.texp4j.schedule.rule.RuleRun.Mistake;

/**
 * A declared run and its twin side by side on a {@link ScaleInvariantLoss}, with a rate, decay and
 * momentum that vary.
 */
final class Lockstep {

  private final CompiledRule rule;
  private final ScaleInvariantLoss loss;
  private final int steps;
  private final double momentum;
  private final double strength;

  /**
   * Creates a pair of runs.
   *
   * @param momentum the momentum about which that of the steps varies
   * @param strength a factor of the weight decay
   */
  Lockstep(CompiledRule rule, long seed, int steps, double momentum, double strength) {
    this.rule = rule;
    loss = new ScaleInvariantLoss(seed);
    this.steps = steps;
    this.momentum = momentum;
    this.strength = strength;
  }

  /** A pair with as much decay as a twin allows. */
  static Lockstep withDecay(CompiledRule rule, long seed, int steps, double momentum) {
    for (double strength = 1; strength > 1e-3; strength /= 2) {
      if (new Lockstep(rule, seed, steps, momentum, strength).hasTwin()) {
        return new Lockstep(rule, seed, steps, momentum, strength == 1 ? 1 : strength / 2);
      }
    }
    throw new AssertionError(rule.text().step() + " has no twin with any decay");
  }

  /** Warm-up, and a cosine. */
  private double rate(int t) {
    double warmUp = Math.min(1, t / (0.1 * steps));
    return 0.04 * warmUp * (0.55 + 0.45 * Math.cos(Math.PI * t / steps));
  }

  private double decay(int t) {
    return strength * (t <= steps / 3 ? 0.5 : t <= steps / 2 ? 1.5 : 0.8);
  }

  private double momentum(int t) {
    return momentum * (0.97 + 0.03 * Math.cos(0.3 * t));
  }

  private RuleRun declared() {
    return RuleRun.declared(rule, ScaleInvariantLoss.SHAPES, loss.initial());
  }

  private RuleRun twin(Mistake mistake) {
    return RuleRun.twin(rule, mistake, ScaleInvariantLoss.SHAPES, loss.initial());
  }

  private void step(RuleRun run, int t) {
    run.step(loss.gradient(run.weights(), t), rate(t), decay(t), momentum(t));
  }

  /** Whether the decay leaves something of the weights in all steps, as a twin requires. */
  private boolean hasTwin() {
    RuleRun twin = twin(Mistake.NONE);
    for (int t = 1; t <= steps; t++) {
      double next = twin.nextScale(rate(t), decay(t), momentum(t));
      if (!(next > 0 && next < 1e30)) {
        return false;
      }
      twin.advance(rate(t), decay(t), momentum(t));
    }
    return true;
  }

  /** The largest difference between the declared weights and those of the twin, per size. */
  double error() {
    return error(Mistake.NONE, Double.POSITIVE_INFINITY);
  }

  /** Whether a wrong twin differs by more than a bound. */
  boolean differs(Mistake mistake, double bound) {
    return error(mistake, bound) > bound;
  }

  private double error(Mistake mistake, double enough) {
    RuleRun declared = declared();
    RuleRun twin = twin(mistake);
    double worst = 0;
    for (int t = 1; t <= steps && !(worst > enough); t++) {
      step(declared, t);
      step(twin, t);
      worst = Math.max(worst, difference(declared, twin));
    }
    return worst;
  }

  /**
   * The same in proportion to what rounding may do: to the differences between declared runs to
   * which a few units in the last place are added at each step. Ends where these are no longer
   * small, or numbers leave the range.
   *
   * @param copies the number of such runs
   */
  double errorPerRounding(int copies) {
    RuleRun declared = declared();
    RuleRun twin = twin(Mistake.NONE);
    List<RuleRun> perturbed = new ArrayList<>();
    for (int i = 0; i < copies; i++) {
      perturbed.add(declared());
    }
    Random random = new Random(copies);
    double worst = 0;
    double rounding = 1e-15;
    for (int t = 1; t <= steps; t++) {
      double next = twin.nextScale(rate(t), decay(t), momentum(t));
      if (!(next > 0 && next < 1e30)) {
        break;
      }
      step(declared, t);
      step(twin, t);
      for (RuleRun run : perturbed) {
        run.step(
            loss.gradient(run.weights(), t),
            rate(t) * (1 + 0x1p-52 * random.nextGaussian()),
            decay(t) * (1 + 0x1p-52 * random.nextGaussian()),
            momentum(t) * (1 + 0x1p-52 * random.nextGaussian()));
        run.perturb(random, 4);
        rounding = Math.max(rounding, difference(declared, run));
      }
      if (!(rounding < 1e-7 && declared.size() < 1e100)) {
        break;
      }
      worst = Math.max(worst, difference(declared, twin) / rounding);
    }
    return worst;
  }

  /** The largest difference over that of the largest weight; NaN if one of them is not finite. */
  private static double difference(RuleRun declared, RuleRun other) {
    double[][] weights = declared.weights();
    double[][] others = other.declaredWeights();
    double worst = 0;
    for (int tensor = 0; tensor < weights.length; tensor++) {
      double size = 0;
      double difference = 0;
      for (int i = 0; i < weights[tensor].length; i++) {
        size = Math.max(size, Math.abs(weights[tensor][i]));
        difference = Math.max(difference, Math.abs(weights[tensor][i] - others[tensor][i]));
      }
      worst = Math.max(worst, difference == 0 ? 0 : difference / size);
    }
    return worst;
  }
}
