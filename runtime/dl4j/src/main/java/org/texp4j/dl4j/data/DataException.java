package org.texp4j.dl4j.data;

/**
 * Data that cannot be used: a missing, truncated or corrupt file, or one of another kind.
 *
 * <p>The message is one line for the person who named the data: which file, what is wrong with it
 * and what to do. A command line can print it as it is.
 */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Creates an exception. */
  public DataException(String message) {
    super(message);
  }

  /** Creates an exception with the failure behind it. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
