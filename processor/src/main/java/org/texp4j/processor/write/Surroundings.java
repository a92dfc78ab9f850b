package org.texp4j.processor.write;

import java.util.function.Predicate;

/**
 * What exists where a class is compiled.
 *
 * @param hasRuntime whether the classes that training classes call exist
 * @param hasGenerated whether {@code @Generated} exists
 * @param hasNeighbor whether the package has a top-level class of a simple name
 */
public record Surroundings(
    boolean hasRuntime, boolean hasGenerated, Predicate<String> hasNeighbor) {}
