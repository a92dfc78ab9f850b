package org.texp4j.dl4j.internal.backend.onednn;

/** Says why a network is left to Deeplearning4j as a whole. */
final class NotSupportedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  NotSupportedException(String reason) {
    super(reason);
  }

  NotSupportedException(String reason, RuntimeException cause) {
    super(reason, cause);
  }
}
