package org.texp4j.dl4j;

import org.texp4j.schedule.Step;

/**
 * The parts of a training step, which the loop of a training class puts together.
 *
 * <p>For each step, in this order and each of them once: {@link #nextBatch}, {@link #nextStep},
 * {@link #computeGradient}, {@link #update}, {@link #carry}, {@link #notifyListeners}. Not safe for
 * use by several threads.
 */
public interface TrainingSteps {

  /** The step the run stands before; the number of steps taken. */
  long step();

  /** Whether there is a further step. */
  boolean hasNext();

  /**
   * Returns the batch of the next step.
   *
   * @throws org.texp4j.dl4j.data.DataException if the data does not give epochs of the declared
   *     length
   */
  Batch nextBatch();

  /** Advances the plan by one step and returns that step's coefficients. */
  Step nextStep();

  /**
   * Computes the gradient of the mean loss on a batch.
   *
   * @throws TrainingException if the loss is not finite, or the batch does not fit the network
   */
  void computeGradient(Batch batch);

  /**
   * Updates weights and velocities: as converted, without weight decay, on the converted tensors,
   * and as declared on all others. For the heavy ball that is ṽ ← γṽ + ∇L(θ̃) and θ̃ ← θ̃ − η̃ṽ
   * here, v ← γv + ∇L(θ) + λθ and θ ← θ − ηv there.
   */
  void update(Step step);

  /**
   * Brings the ε and the running statistics of batch normalization to the scale after a step, and
   * corrects the velocity where the plan begins a new phase.
   */
  void carry(Step step);

  /**
   * Notifies all listeners that a step is done.
   *
   * @throws TrainingException if the step left parameters that are not finite
   */
  void notifyListeners(Step step);

  /** Takes one whole step on a batch: all parts but {@link #nextBatch}, in their order. */
  default Step takeStep(Batch batch) {
    Step step = nextStep();
    computeGradient(batch);
    update(step);
    carry(step);
    notifyListeners(step);
    return step;
  }
}
