package org.texp4j.dl4j.train;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.texp4j.dl4j.TrainingException;

/**
 * The steps that a loop takes: holds it to the order of their parts, which {@link
 * org.texp4j.dl4j.TrainingSteps} documents, and knows what failed in them.
 */
final class StepOrder {

  /** A part of a step. */
  enum Part {
    NEXT_BATCH("nextBatch()"),
    NEXT_STEP("nextStep()"),
    COMPUTE_GRADIENT("computeGradient(batch)"),
    UPDATE("update(step)"),
    CARRY("carry(step)"),
    NOTIFY_LISTENERS("notifyListeners(step)");

    private final String call;

    Part(String call) {
      this.call = call;
    }

    private Part following() {
      return values()[(ordinal() + 1) % values().length];
    }
  }

  private static final String ORDER =
      "each step calls "
          + Arrays.stream(Part.values()).map(part -> part.call).collect(Collectors.joining(", "))
          + " once, in this order";

  private Part done = Part.NOTIFY_LISTENERS;

  /** What the last part threw; null if it did not fail. */
  private Throwable failure;

  /**
   * Does a part of a step. A step on a batch from elsewhere begins with its second part.
   *
   * @param nextStep the number of steps begun
   * @param end the step before which the run stops
   * @throws TrainingException if another part is due, or none since the run is at its end
   */
  <T> T take(Part part, long nextStep, long end, Supplier<T> work) {
    try {
      if (isBetweenSteps() && nextStep >= end) {
        throw new TrainingException(
            "the training loop calls "
                + part.call
                + " after the last of "
                + end
                + " steps: let it take steps while hasNext()");
      }
      if (part != done.following() && !(part == Part.NEXT_STEP && isBetweenSteps())) {
        throw new TrainingException(
            at(nextStep) + "the training loop calls " + part.call + " where " + due());
      }
      T result = work.get();
      done = part;
      failure = null;
      return result;
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    }
  }

  /** Whether the last part failed. */
  boolean isFailed() {
    return failure != null;
  }

  /** Throws what the last part threw, if it failed: a loop may have caught or wrapped it. */
  void rethrowFailure() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  /**
   * Refuses a step that is not complete.
   *
   * @param nextStep the number of steps begun
   * @throws TrainingException if a part of the last step is due
   */
  void requireComplete(long nextStep) {
    if (!isBetweenSteps()) {
      throw new TrainingException(at(nextStep) + "the training loop returned where " + due());
    }
  }

  /** The words that name the present step, or the next one between two steps. */
  String at(long nextStep) {
    boolean begun = !isBetweenSteps() && done != Part.NEXT_BATCH;
    return "at step " + (begun ? nextStep - 1 : nextStep) + ", ";
  }

  private String due() {
    return done.following().call + " is due: " + ORDER;
  }

  private boolean isBetweenSteps() {
    return done == Part.NOTIFY_LISTENERS;
  }
}
