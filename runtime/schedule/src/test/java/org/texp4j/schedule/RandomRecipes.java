package org.texp4j.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Recipes of every shape, drawn from a seed. */
final class RandomRecipes {

  private final Random random;

  RandomRecipes(long seed) {
    random = new Random(seed);
  }

  /**
   * A recipe with λη, at its largest values, the given part of the bound (1 − √γ)².
   *
   * @param part up to 1 the recipe is sure to be convertible
   */
  Recipe draw(long steps, double part) {
    double gamma = random.nextInt(4) == 0 ? 0 : 1 - Math.pow(10, -2 * random.nextDouble());
    double eta = Math.pow(10, 3 * random.nextDouble() - 2);
    double lambda = part * FixedPoint.bound(gamma) / eta;
    return new Recipe(
        steps,
        random.nextBoolean() ? warmedUp(below(eta, steps), steps) : below(eta, steps),
        random.nextBoolean() ? Curve.constant(lambda) : pieces(lambda, steps),
        random.nextBoolean() ? Curve.constant(gamma) : pieces(gamma, steps));
  }

  /** A recipe like {@link #draw}, in phases of constant rate, decay and momentum. */
  Recipe drawPhases(long steps, double part) {
    Recipe drawn = draw(steps, part);
    double largest =
        LongStream.range(0, steps).mapToDouble(drawn.learningRate()::at).max().orElseThrow();
    return new Recipe(steps, pieces(largest, steps), drawn.weightDecay(), drawn.momentum());
  }

  /** A curve that takes its largest value at step 0, and no other above it. */
  private Curve below(double largest, long steps) {
    return switch (random.nextInt(4)) {
      case 0 -> Curve.constant(largest);
      case 1 -> Curve.stepDecay(largest, 0.1 + 0.9 * random.nextDouble(), boundaries(steps));
      case 2 -> Curve.cosineDecay(largest, random.nextInt(2) * largest * 0.01, steps);
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
    return random.longs(random.nextInt(5), 1, steps).distinct().sorted().toArray();
  }
}
