/** A training run: its settings, its data, its steps and who listens to them. */
package org.texp4j.dl4j.train;
