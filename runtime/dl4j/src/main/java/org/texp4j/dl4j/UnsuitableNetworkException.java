package org.texp4j.dl4j;

/**
 * Thrown if a network cannot be trained by the declared recipe; the message names the layer and the
 * reason.
 */
public final class UnsuitableNetworkException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Creates the exception with a message for the author of the network. */
  public UnsuitableNetworkException(String message) {
    super(message);
  }
}
