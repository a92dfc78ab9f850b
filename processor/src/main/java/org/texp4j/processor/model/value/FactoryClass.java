package org.texp4j.processor.model.value;

import java.util.Optional;

/**
 * A class that is to make a curve.
 *
 * @param packageName its package; empty for the unnamed one
 * @param name its name in source code of that package
 * @param flaw what keeps the training class from using it, if anything does: "is abstract"
 */
public record FactoryClass(String packageName, String name, Optional<String> flaw) {

  /** Its name in source code of any package. */
  public String qualifiedName() {
    return packageName.isEmpty() ? name : packageName + "." + name;
  }
}
