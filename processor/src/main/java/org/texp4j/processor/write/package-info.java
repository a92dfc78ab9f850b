/**
 * Writes Java source with JavaPoet: the training class, or a stub of its shape.
 *
 * <p>What is written is read by people; it is the lesson of the whole project. So the words are in
 * one place, {@code Lesson}, and the code beside the recipe is in another, {@code TrainingSource}.
 */
package org.texp4j.processor.write;
