/**
 * Finds the mistakes in a declaration: pure functions from the model to diagnostics.
 *
 * <p>Every rule is a method that returns what it found, at most one diagnostic for each value; so a
 * declaration with five mistakes gets five reports from one run.
 */
package org.texp4j.processor.check;
