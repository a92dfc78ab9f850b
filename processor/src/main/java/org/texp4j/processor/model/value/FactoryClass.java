package org.texp4j.processor.model.value;

import java.util.Optional;

/**
 * A class named to make a curve.
 *
 * @param packageName its package; empty for the unnamed one
 * @param name its name in source code of that package
 * @param isGeneric whether it has type parameters
 * @param isDeprecated whether it, or what the training class calls of it, is deprecated
 * @param flaw why the training class cannot use it, if it cannot: "is an inner class"
 */
public record FactoryClass(
    String packageName,
    String name,
    boolean isGeneric,
    boolean isDeprecated,
    Optional<String> flaw) {

  /** Its name in source code of any package. */
  public String qualifiedName() {
    return packageName.isEmpty() ? name : packageName + "." + name;
  }
}
