/** A training run: its settings, data, steps, listeners and evaluation. */
package org.texp4j.dl4j.train;
