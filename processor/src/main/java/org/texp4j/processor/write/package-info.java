/**
 * Writes Java source with JavaPoet: the training class of a declaration, or a stub of it.
 *
 * <p>Generated classes are meant to be read; they teach what this project is about. So the words
 * and formulas have files of their own: {@code Explanation} says what a run is, {@code
 * UpdateFormulas} what a step does, {@code RecipeDescription} what was declared. {@code
 * TrainingSource} puts them beside the code.
 */
package org.texp4j.processor.write;
