/**
 * The data that the rooms of the compiler pass to each other, free of the program being compiled: a
 * {@link org.texp4j.processor.model.Declaration} as written, right or wrong, the {@link
 * org.texp4j.processor.model.DeclaredRecipe} in it, and the {@link
 * org.texp4j.processor.model.Training} that it becomes.
 *
 * <p>Below it are {@code shape}, the shapes of the language, {@code annotation}, the values of
 * annotations with their positions, and {@code value}, which both are made of.
 */
package org.texp4j.processor.model;
