/**
 * Finds the mistakes in a declaration: pure functions from the model to diagnostics.
 *
 * <p>{@code Check} lists all rules. Each is a method that returns what it found, at most one
 * diagnostic per value, so a declaration with five mistakes gets five diagnostics in one run. Rules
 * on single values come first; those that need the curves of the recipe, in {@code
 * ConversionRules}, run only on a declaration that is otherwise sound. {@code Code} is the
 * catalogue of diagnostics.
 */
package org.texp4j.processor.check;
