/**
 * The state of a run: mapped between weight decay and exponential form, carried from step to step
 * with the scale of the weights, and kept in range by exact rescaling.
 *
 * <p>{@link org.texp4j.dl4j.internal.state.NetworkState} is the state in a network, which a step
 * changes; {@link org.texp4j.dl4j.internal.state.StateSnapshot} is a copy of it, which can be
 * mapped.
 *
 * <p>Depends on these internals of Deeplearning4j 1.0.0-M2.1:
 *
 * <ul>
 *   <li>the parameters, moments and gradients of a network are views of three contiguous rows, in
 *       which the offset of a view is the index of its first element;
 *   <li>moments lie block by block, first moments of a block before its second moments, and
 *       adjacent tensors form a block if their updaters are equal;
 *   <li>after an update, the gradient row holds what was subtracted from the parameters.
 * </ul>
 */
package org.texp4j.dl4j.internal.state;
