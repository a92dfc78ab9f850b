package org.texp4j.processor.model;

/**
 * A value of the declaration and the place it comes from.
 *
 * @param value the value
 * @param written whether the author wrote it, or it is the default
 * @param position the value where it was written; otherwise what it is missing from
 */
public record Given<T>(T value, boolean written, Position position) {}
