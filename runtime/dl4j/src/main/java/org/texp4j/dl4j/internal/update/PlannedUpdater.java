package org.texp4j.dl4j.internal.update;

import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.LinearRule;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.WrittenRule;

/**
 * A Deeplearning4j updater whose coefficients come from the training loop, which knows the plan.
 *
 * <p>The configuration only holds the parameter group of a tensor. The updaters of adjacent tensors
 * of one group are equal, so Deeplearning4j updates them as one block. A network with this updater
 * can be saved, loaded and evaluated by Deeplearning4j, with this class on the class path, and
 * trained by a training class; its {@code fit} fails with an error that says so. Immutable.
 */
public abstract class PlannedUpdater implements IUpdater {

  private static final long serialVersionUID = 1;

  private final ParameterGroup group;
  private final int degree;

  PlannedUpdater(ParameterGroup group, int degree) {
    this.group = Objects.requireNonNull(group);
    this.degree = Math.max(1, degree); // 0 in a configuration that lacks it
  }

  /**
   * Returns the updater of a rule, for tensors that are trained as declared.
   *
   * @throws IllegalArgumentException if no updater implements the rule
   */
  public static PlannedUpdater forRule(Rule rule) {
    if (rule instanceof LinearRule) {
      return new LinearUpdater(ParameterGroup.DECLARED);
    } else if (rule instanceof AdamW) {
      return new AdamWUpdater(ParameterGroup.DECLARED);
    } else if (rule instanceof WrittenRule written) {
      return new RuleUpdater(written);
    }
    throw new IllegalArgumentException("no updater implements the rule " + rule);
  }

  /** The parameter group of the tensors. */
  public final ParameterGroup group() {
    return group;
  }

  /** The power of P at which the tensors are held; 1 where they do not follow it. */
  public final int degree() {
    return degree;
  }

  /** The states of each tensor, in the order in which Deeplearning4j's array holds them. */
  public abstract List<Rule.State> states();

  /** The indices of the states to which decay adds a part of the weights, in the order of κ. */
  public List<Integer> reachedStates() {
    return List.of(0);
  }

  /** The number of whose multiples a shift of the scale has to be. */
  public int alignment() {
    return 1;
  }

  /** Returns the same updater for tensors of another group. */
  public abstract PlannedUpdater withGroup(ParameterGroup group, int degree);

  @Override
  public final long stateSize(long parameters) {
    return states().size() * parameters;
  }

  /** Always NaN: the rate belongs to the plan. */
  @Override
  public final double getLearningRate(int iteration, int epoch) {
    return Double.NaN;
  }

  /** Always false: the rate belongs to the plan. */
  @Override
  public final boolean hasLearningRate() {
    return false;
  }

  /** Always throws: the rate belongs to the plan. */
  @Override
  public final void setLrAndSchedule(double learningRate, ISchedule schedule) {
    throw new UnsupportedOperationException(
        "the learning rate is part of the declared recipe: change @Schedule instead");
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public final PlannedUpdater clone() {
    return withGroup(group, degree);
  }

  @Override
  public final boolean equals(Object other) {
    return other != null
        && getClass() == other.getClass()
        && group == ((PlannedUpdater) other).group
        && degree == ((PlannedUpdater) other).degree;
  }

  @Override
  public final int hashCode() {
    return Objects.hash(group, degree);
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "(" + group + (degree > 1 ? "^" + degree : "") + ")";
  }
}
