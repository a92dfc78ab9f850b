package org.texp4j.dl4j.train;

/**
 * Thrown if a run that is resumed within an epoch does not get the batches that it had in that
 * epoch before, so that it cannot continue from there.
 */
public final class UnrepeatedBatchesException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnrepeatedBatchesException(String message) {
    super(message);
  }
}
