/**
 * The update of a step: a rule's arithmetic on weights, states and gradient.
 *
 * <p>{@link org.texp4j.dl4j.internal.update.PlannedUpdater} is what a configuration holds, {@link
 * org.texp4j.dl4j.internal.update.ParameterGroup} by which recipe it trains a tensor, and {@link
 * org.texp4j.dl4j.internal.update.Updates} all updates of a network, which the training loop
 * prepares for each step of the plan. {@link org.texp4j.dl4j.internal.update.FlatUpdate} takes the
 * step: it runs the loops of the rule over the arrays of the network.
 */
package org.texp4j.dl4j.internal.update;
