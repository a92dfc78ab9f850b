package org.texp4j.dl4j.internal.backend.onednn;

import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/** Whether oneDNN can be used in this process. */
final class Availability {

  /** The system property that leaves all layers to Deeplearning4j if it is false. */
  static final String PROPERTY = "org.texp4j.onednn";

  /** Why oneDNN cannot be used; empty if it can. */
  static final Optional<String> UNAVAILABILITY = find();

  private Availability() {}

  private static Optional<String> find() {
    String value = System.getProperty(PROPERTY, "true");
    if (value.equals("false")) {
      return Optional.of("-D" + PROPERTY + "=false was given");
    }
    if (!value.equals("true")) {
      throw new IllegalArgumentException(
          "-D" + PROPERTY + "=" + value + " is neither true nor false");
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
