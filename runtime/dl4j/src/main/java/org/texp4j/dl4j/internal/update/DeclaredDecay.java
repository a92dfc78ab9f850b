package org.texp4j.dl4j.internal.update;

import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Step;

/**
 * The declared weight decay on the weights of a layer, whose value the training loop sets at each
 * step.
 *
 * <p>In a configuration it stands where Deeplearning4j's L2 would, and is one for all who ask which
 * layers decay. A decay in the gradient is added before the updater, after the division by the
 * batch size; a decoupled one, ηλθ, to the updater's result. It has no part in the score, so a
 * run's loss is the same in both forms of the recipe.
 */
public final class DeclaredDecay extends L2Regularization {

  private static final long serialVersionUID = 1;

  @JsonProperty private final Coupling coupling;
  private transient double coefficient = Double.NaN;

  /**
   * Creates the declared decay.
   *
   * @param l2 a value that stands for the declared curve, such as its first; it is not computed
   *     with
   * @param coupling where the decay enters the update
   */
  public DeclaredDecay(
      @JsonProperty("l2") ISchedule l2, @JsonProperty("coupling") Coupling coupling) {
    super(l2);
    this.coupling = Objects.requireNonNull(coupling);
  }

  /** Creates the declared decay with a value that stands for the declared curve. */
  public DeclaredDecay(double value, Coupling coupling) {
    this(new FixedSchedule(value), coupling);
  }

  /** Sets the decay of the next step. */
  void prepare(Step step) {
    coefficient =
        coupling == Coupling.IN_GRADIENT
            ? step.weightDecay()
            : step.learningRate() * step.weightDecay();
  }

  /** What the weights are multiplied by in the next step. */
  double coefficient() {
    return coefficient;
  }

  @Override
  public ApplyStep applyStep() {
    return coupling == Coupling.IN_GRADIENT ? ApplyStep.BEFORE_UPDATER : ApplyStep.POST_UPDATER;
  }

  @Override
  public void apply(
      INDArray weights, INDArray gradient, double learningRate, int iteration, int epoch) {
    Nd4j.exec(new Axpy(weights, gradient, gradient, coefficient));
  }

  /** Always 0. */
  @Override
  public double score(INDArray weights, int iteration, int epoch) {
    return 0;
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public DeclaredDecay clone() {
    return new DeclaredDecay(l2.clone(), coupling);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeclaredDecay that && l2.equals(that.l2) && coupling == that.coupling;
  }

  @Override
  public int hashCode() {
    return Objects.hash(l2, coupling);
  }

  @Override
  public String toString() {
    return "DeclaredDecay(" + coupling + ")";
  }
}
