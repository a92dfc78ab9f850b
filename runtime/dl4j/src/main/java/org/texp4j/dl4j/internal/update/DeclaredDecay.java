package org.texp4j.dl4j.internal.update;

import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.texp4j.schedule.Coupling;

/**
 * The mark of weights that have the declared weight decay, which {@link FlatUpdate} applies with
 * the value of each step.
 *
 * <p>In a configuration it takes the place of Deeplearning4j's L2, and counts as one where layers
 * are asked for their decay. It is not part of the score, so the loss of a run is the same in every
 * form of its recipe. Immutable.
 */
public final class DeclaredDecay extends L2Regularization {

  private static final long serialVersionUID = 1;

  @JsonProperty private final Coupling coupling;

  /**
   * Creates the declared decay.
   *
   * @param l2 a value that represents the declared curve in the configuration, such as its first;
   *     steps do not use it
   * @param coupling where the decay enters the update
   */
  public DeclaredDecay(
      @JsonProperty("l2") ISchedule l2, @JsonProperty("coupling") Coupling coupling) {
    super(l2);
    this.coupling = Objects.requireNonNull(coupling);
  }

  /** Creates the declared decay with a value that represents the declared curve. */
  public DeclaredDecay(double value, Coupling coupling) {
    this(new FixedSchedule(value), coupling);
  }

  @Override
  public ApplyStep applyStep() {
    return coupling == Coupling.IN_GRADIENT ? ApplyStep.BEFORE_UPDATER : ApplyStep.POST_UPDATER;
  }

  /**
   * Always throws: the decay of a step is known to the training loop only.
   *
   * @throws IllegalStateException in every case
   */
  @Override
  public void apply(
      INDArray weights, INDArray gradient, double learningRate, int iteration, int epoch) {
    throw new IllegalStateException(
        "this network is trained by its generated training class, which knows the weight decay of"
            + " the step; Deeplearning4j's fit() does not");
  }

  /** Always 0: the decay is not part of the loss. */
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
