package org.texp4j.dl4j.train;

import org.texp4j.dl4j.data.DataException;

/**
 * Thrown if a run that is resumed within an epoch does not get the batches that it had in that
 * epoch before, so that it cannot continue from there.
 */
public final class UnrepeatedBatchesException extends DataException {

  private static final long serialVersionUID = 1;

  UnrepeatedBatchesException(String message) {
    super(message);
  }
}
