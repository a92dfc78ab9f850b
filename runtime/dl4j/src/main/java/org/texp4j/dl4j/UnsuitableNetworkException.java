package org.texp4j.dl4j;

/** Thrown for a network that cannot be trained by the declared recipe; names the layer and why. */
public final class UnsuitableNetworkException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Creates the exception with a message for the author of the network. */
  public UnsuitableNetworkException(String message) {
    super(message);
  }
}
