package org.texp4j.dl4j.internal.update;

import java.util.Objects;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * A Deeplearning4j updater whose coefficients come from the training loop, which knows the plan.
 *
 * <p>The configuration only says by which recipe a tensor is trained. Adjacent tensors of one
 * recipient are equal in configuration, so Deeplearning4j updates them as one block. A network with
 * this updater can be saved, loaded and evaluated by Deeplearning4j, with this class on the class
 * path, and trained by a training class; its {@code fit} stops with an error that says so.
 */
public abstract sealed class PlannedUpdater implements IUpdater
    permits LinearUpdater, AdamWUpdater {

  private static final long serialVersionUID = 1;

  private final ParameterGroup recipient;
  private final int degree;

  PlannedUpdater(ParameterGroup recipient, int degree) {
    this.recipient = Objects.requireNonNull(recipient);
    this.degree = Math.max(1, degree); // 0 in a configuration that does not tell it
  }

  /** The recipe by which the tensors are trained. */
  public final ParameterGroup recipient() {
    return recipient;
  }

  /** The power of P at which the tensors are held; 1 where they do not follow it. */
  public final int degree() {
    return degree;
  }

  /** The same updater for tensors of another recipient. */
  public abstract PlannedUpdater of(ParameterGroup other, int otherDegree);

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

  /** Always refused: the rate belongs to the plan. */
  @Override
  public final void setLrAndSchedule(double learningRate, ISchedule schedule) {
    throw new UnsupportedOperationException(
        "the learning rate is part of the declared recipe: change @Schedule instead");
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public final PlannedUpdater clone() {
    return of(recipient, degree);
  }

  @Override
  public final boolean equals(Object other) {
    return other != null
        && getClass() == other.getClass()
        && recipient == ((PlannedUpdater) other).recipient
        && degree == ((PlannedUpdater) other).degree;
  }

  @Override
  public final int hashCode() {
    return Objects.hash(recipient, degree);
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "(" + recipient + (degree > 1 ? "^" + degree : "") + ")";
  }
}
