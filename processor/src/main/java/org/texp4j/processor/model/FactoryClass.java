package org.texp4j.processor.model;

import java.util.Optional;

/**
 * A class that is to make a curve.
 *
 * @param qualifiedName its name in source code of any package
 * @param flaw what keeps the training class from using it, if anything does: "is abstract"
 */
public record FactoryClass(String qualifiedName, Optional<String> flaw) {}
