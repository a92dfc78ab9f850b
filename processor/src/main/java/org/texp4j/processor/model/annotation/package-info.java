/**
 * Annotations as their authors wrote them: values with their positions, lengths in a unit of
 * choice, and references that cannot be resolved. {@link
 * org.texp4j.processor.model.annotation.Position} is the only type that refers to the program being
 * compiled.
 */
package org.texp4j.processor.model.annotation;
