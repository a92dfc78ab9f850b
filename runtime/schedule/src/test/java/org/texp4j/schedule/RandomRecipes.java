package org.texp4j.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Recipes of every shape and rule, drawn from a seed. */
final class RandomRecipes {

  private final Random random;

  RandomRecipes(long seed) {
    random = new Random(seed);
  }

  /** Any update rule. */
  Rule drawRule() {
    if (random.nextInt(8) == 0) {
      return new AdamW(0.999, 1e-8);
    }
    Velocity velocity = Velocity.values()[random.nextInt(Velocity.values().length)];
    Coupling coupling = random.nextInt(3) == 0 ? Coupling.DECOUPLED : Coupling.IN_GRADIENT;
    boolean dampened = !velocity.looksAhead() && random.nextBoolean();
    return new Sgd(velocity, coupling, dampened ? random.nextDouble() : 0);
  }

  /**
   * A recipe of the heavy ball with λη, at its largest values, the given part of the bound.
   *
   * @param part up to 1 the recipe is sure to be convertible
   */
  Recipe draw(long steps, double part) {
    return draw(Sgd.HEAVY_BALL, steps, part);
  }

  /** A recipe with λη, at its largest values, the given part of the bound of its rule. */
  Recipe draw(Rule rule, long steps, double part) {
    double gamma = momentum();
    double eta = rate();
    double lambda = part * rule.bound(gamma) / eta;
    return new Recipe(
        steps,
        random.nextBoolean() ? warmedUp(below(eta, steps), steps) : below(eta, steps),
        random.nextBoolean() ? Curve.constant(lambda) : below(lambda, steps),
        random.nextBoolean() ? Curve.constant(gamma) : below(gamma, steps),
        rule);
  }

  /** A recipe like {@link #draw}, in phases of constant rate, decay and momentum. */
  Recipe drawPhases(Rule rule, long steps, double part) {
    double gamma = momentum();
    double eta = rate();
    double lambda = part * rule.bound(gamma) / eta;
    return new Recipe(steps, pieces(eta, steps), pieces(lambda, steps), pieces(gamma, steps), rule);
  }

  private double momentum() {
    return random.nextInt(4) == 0 ? 0 : 1 - Math.pow(10, -2 * random.nextDouble());
  }

  private double rate() {
    return Math.pow(10, 3 * random.nextDouble() - 2);
  }

  /** A curve that has no value above the largest, and most often takes that at step 0. */
  private Curve below(double largest, long steps) {
    double part = random.nextDouble();
    long some = 1 + random.nextInt((int) steps / 3);
    return switch (random.nextInt(18)) {
      case 0 -> Curve.constant(largest);
      case 1 -> Curve.stepDecay(largest, 0.1 + 0.9 * part, boundaries(steps));
      case 2 -> Curve.cosineDecay(largest, random.nextInt(2) * largest * 0.01, steps);
      case 3 -> Curve.linear(largest, part * largest, steps);
      case 4 -> Curve.polynomial(largest, 0, 2 * part, some, random.nextBoolean());
      case 5 -> Curve.exponential(largest, part, some, random.nextBoolean());
      case 6 -> Curve.inverseTime(largest, 3 * part, some, 0.75, random.nextBoolean());
      case 7 -> Curve.inverseSquareRoot(largest, some);
      case 8 -> Curve.noam(largest, some);
      case 9 -> Curve.sigmoid(largest, 0.05, some);
      case 10 -> Curve.cosine(largest, 0, 2.5, steps);
      case 11 -> Curve.cosineRestarts(largest, 0, some, 1 + random.nextInt(2), 0.5 + part / 2);
      case 12 ->
          Curve.cyclic(
              part * largest, largest, some, 2 * some, CyclicMode.values()[(int) (3 * part)], 1);
      case 13 -> Curve.oneCycle(largest, steps, OneCycle.DEFAULT);
      case 14 -> Curve.flatThenCosine(largest, 0, some, steps);
      case 15 ->
          Curve.warmupStableDecay(largest, 0, some, steps, DecayShape.values()[(int) (3 * part)]);
      case 16 -> Curve.join(List.of(Curve.constant(part * largest), pieces(largest, steps)), some);
      default -> pieces(largest, steps);
    };
  }

  private Curve warmedUp(Curve main, long steps) {
    double from = random.nextBoolean() ? 0 : random.nextDouble();
    return Curve.linearWarmup(from, 1 + random.nextInt((int) steps / 4), main);
  }

  private Curve pieces(double largest, long steps) {
    long[] boundaries = boundaries(steps);
    List<Double> values = new ArrayList<>(List.of(largest));
    for (int i = 0; i < boundaries.length; i++) {
      values.add(random.nextInt(4) == 0 ? 0 : largest * random.nextDouble());
    }
    return Curve.piecewiseConstant(values, boundaries);
  }

  private long[] boundaries(long steps) {
    LongStream drawn = random.longs(random.nextInt(5), 1, steps);
    return drawn.distinct().sorted().toArray();
  }
}
