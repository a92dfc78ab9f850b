package org.texp4j.dl4j;

/** Thrown if a run cannot start or continue; the message says at which step, why and what to do. */
public final class TrainingException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Creates the exception with a message for the user. */
  public TrainingException(String message) {
    super(message);
  }

  /** Creates the exception with its cause. */
  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
