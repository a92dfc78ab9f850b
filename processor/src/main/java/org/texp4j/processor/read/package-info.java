/**
 * Reads declarations from the program being compiled into the model.
 *
 * <p>It is the only room that knows the compiler's types. {@code DeclarationReader} opens a class,
 * {@code DeclaringClass} is the class in one round, and {@code AnnotationsByRecipe} is what it
 * carries, itself or by recipe annotations. Each class is read once per round.
 */
package org.texp4j.processor.read;
