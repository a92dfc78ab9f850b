package org.texp4j.dl4j.data;

/**
 * Thrown for data that cannot be used; one line that names the file, what is wrong and what to do.
 */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Creates the exception. */
  public DataException(String message) {
    super(message);
  }
}
