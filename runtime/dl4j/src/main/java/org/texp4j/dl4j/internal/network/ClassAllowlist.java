package org.texp4j.dl4j.internal.network;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The classes that the configuration in a model file may name: of Deeplearning4j, ND4J and this
 * library, those of a network that the user wrote, and those that the user allows by the system
 * property {@value #PROPERTY}. Any other is neither loaded nor initialized.
 */
public final class ClassAllowlist {

  /** Names of classes, or of packages followed by {@code .*}, separated by commas. */
  public static final String PROPERTY = "org.texp4j.classes";

  private static final List<String> LIBRARIES =
      List.of("org.deeplearning4j.", "org.nd4j.", "org.texp4j.");

  /** Other libraries in packages of ND4J. */
  private static final String SHADED = "org.nd4j.shade.";

  private final Supplier<Set<String>> own;

  private ClassAllowlist(Supplier<Set<String>> own) {
    this.own = own;
  }

  /** The classes of the libraries, and those that the system property names. */
  public static ClassAllowlist ofLibraries() {
    return new ClassAllowlist(Set::of);
  }

  /**
   * The same and the classes that a network names.
   *
   * @param network configures it; called only if a class of no library is named
   */
  public static ClassAllowlist withThoseOf(Supplier<NetworkDescription> network) {
    return new ClassAllowlist(() -> ConfigurationJson.classNames(network.get().toJson()));
  }

  /** Whether a class may be loaded. */
  boolean allows(String name) {
    return isOfLibrary(name) || isNamedByProperty(name) || own.get().contains(name);
  }

  private static boolean isOfLibrary(String name) {
    return LIBRARIES.stream().anyMatch(name::startsWith) && !name.startsWith(SHADED);
  }

  private static boolean isNamedByProperty(String name) {
    return Arrays.stream(System.getProperty(PROPERTY, "").split(","))
        .map(String::strip)
        .anyMatch(
            allowed ->
                allowed.endsWith(".*")
                    ? name.startsWith(allowed.substring(0, allowed.length() - 1))
                    : name.equals(allowed));
  }
}
