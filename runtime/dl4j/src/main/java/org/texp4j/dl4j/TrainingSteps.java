package org.texp4j.dl4j;

import org.texp4j.schedule.Step;

/**
 * The parts of a training step, from which the loop of a training class is written.
 *
 * <p>Each step calls each of these once, in this order: {@link #nextBatch}, {@link #nextStep},
 * {@link #computeGradient}, {@link #update}, {@link #carry}, {@link #notifyListeners}. A loop that
 * does not is refused where it leaves the order. Not safe for use by several threads.
 */
public interface TrainingSteps {

  /** The index of the next step, which is the number of steps taken so far. */
  long step();

  /** Whether there is another step. */
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
   * Updates weights and velocities: the converted tensors by the converted recipe, without weight
   * decay, and all others by the declared recipe. For the heavy ball these are ṽ ← γṽ + ∇L(θ̃), θ̃
   * ← θ̃ − η̃ṽ and v ← γv + ∇L(θ) + λθ, θ ← θ − ηv.
   */
  void update(Step step);

  /**
   * Brings the ε and the running statistics of batch normalization to the scale after a step, and
   * corrects the velocity if the plan begins a new phase.
   */
  void carry(Step step);

  /**
   * Notifies all listeners that a step is done.
   *
   * @throws TrainingException if a parameter is not finite after the step
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
