package org.texp4j.dl4j.internal.backend.onednn;

/** Thrown for a network that has to be left to Deeplearning4j as a whole; the message says why. */
final class NotSupportedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  NotSupportedException(String reason) {
    super(reason);
  }

  NotSupportedException(String reason, RuntimeException cause) {
    super(reason, cause);
  }
}
