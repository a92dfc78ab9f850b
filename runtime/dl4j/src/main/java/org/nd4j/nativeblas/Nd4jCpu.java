package org.nd4j.nativeblas;

import org.texp4j.dl4j.train.Backend;

/**
 * The class that Deeplearning4j 1.0.0-M2.1 asks, by this name, whether oneDNN may be used.
 *
 * <p>The class it means has moved to another package, and without an answer every oneDNN layer
 * helper stays off. This one answers.
 */
public final class Nd4jCpu {

  private Nd4jCpu() {}

  /** What Deeplearning4j looks up by reflection. */
  public static final class Environment {

    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    /** The one instance. */
    public static Environment getInstance() {
      return INSTANCE;
    }

    /** Whether the natives that were loaded contain oneDNN. */
    public boolean isUseMKLDNN() {
      return Backend.start().oneDnn();
    }
  }
}
