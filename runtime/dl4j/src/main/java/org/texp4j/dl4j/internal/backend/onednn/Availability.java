package org.texp4j.dl4j.internal.backend.onednn;

import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/** Whether oneDNN can be used in this process. */
final class Availability {

  /** Set to false, it leaves all layers to Deeplearning4j. */
  static final String PROPERTY = "org.texp4j.onednn";

  /** Why it cannot; empty if it can. */
  static final Optional<String> OBSTACLE = find();

  private Availability() {}

  private static Optional<String> find() {
    String wish = System.getProperty(PROPERTY, "true");
    if (wish.equals("false")) {
      return Optional.of("-D" + PROPERTY + "=false was given");
    }
    if (!wish.equals("true")) {
      throw new IllegalArgumentException(
          "-D" + PROPERTY + "=" + wish + " is neither true nor false");
    }
    try {
      Loader.load(org.bytedeco.dnnl.global.dnnl.class);
      return Optional.empty();
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      return Optional.of(
          "no org.bytedeco:dnnl with classifier "
              + Loader.Detector.getPlatform()
              + " on the class path");
    }
  }
}
