package planted;

import org.nd4j.linalg.activations.impl.ActivationReLU;

/** An activation that a user wrote. */
public final class OwnActivation extends ActivationReLU {

  private static final long serialVersionUID = 1;

  static {
    System.setProperty("planted.own", "initialized");
  }
}
