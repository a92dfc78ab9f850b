package org.texp4j.dl4j.data;

/**
 * Thrown for data that cannot be used: a missing, truncated or corrupt file, or one of another
 * kind.
 *
 * <p>The message is one line that tells the user which file is affected, the fault, and the remedy;
 * a command line can print it as it is.
 */
public class DataException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Creates an exception with a message. */
  public DataException(String message) {
    super(message);
  }

  /** Creates an exception with a message and the failure that caused it. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
