package org.texp4j.schedule;

/**
 * The weight decay λη/η₀ that belongs to a rate kept at η₀; see {@link Recipe#withoutDrops}.
 *
 * @param weightDecay λ
 * @param learningRate η
 * @param initial η₀, greater than 0
 */
record DroplessDecay(Curve weightDecay, Curve learningRate, double initial) implements Curve {

  @Override
  public double at(long step) {
    return weightDecay.at(step) * (learningRate.at(step) / initial);
  }

  @Override
  public long nextBreak(long step) {
    return Math.min(weightDecay.nextBreak(step), learningRate.nextBreak(step));
  }

  @Override
  public boolean isConstantFrom(long step) {
    return weightDecay.isConstantFrom(step) && learningRate.isConstantFrom(step);
  }
}
