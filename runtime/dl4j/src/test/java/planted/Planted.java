package planted;

import java.io.Serializable;

/** A class that no file may cause to be initialized, and which would say so. */
public final class Planted implements Serializable {

  /** The system property that is set when the class is initialized. */
  public static final String TRACE = "planted";

  private static final long serialVersionUID = 1;

  static {
    System.setProperty(TRACE, "initialized");
  }
}
