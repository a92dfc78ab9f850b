package org.texp4j.dl4j.internal.backend;

/**
 * Thrown by an engine that finds out while it computes that it does not support a batch of that
 * shape: Deeplearning4j has to compute it, and the random numbers are as before the attempt.
 */
public final class UnsupportedBatchException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Creates the exception. */
  public UnsupportedBatchException(RuntimeException cause) {
    super(cause.getMessage(), cause);
  }
}
