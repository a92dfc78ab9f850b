/**
 * The values that every other room shares: an experiment, the parts of a training step, a batch,
 * the network and its state, and what is thrown.
 *
 * <p>Users see this package and {@code data} (images), {@code normalization} (layers that
 * Deeplearning4j lacks), {@code schedules} (converted rates for plain {@code fit}), {@code
 * savedmodel} (conversion of saved models), {@code train} (runs), {@code chart} (drawing) and
 * {@code command} (the command line of a training class). Everything below {@code internal} may
 * change at any time. A package uses only packages that come before it in the order of the
 * architecture page, {@code docs/architecture.md}; this one uses none of them, except the exception
 * of {@code data} in documentation.
 */
package org.texp4j.dl4j;
