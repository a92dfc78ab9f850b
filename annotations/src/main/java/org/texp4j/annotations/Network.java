package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method that builds the network.
 *
 * <p>It must be static and not private, take a Deeplearning4j {@code
 * NeuralNetConfiguration.Builder}, which already carries seed, data type, updater and weight decay,
 * and return one of the following:
 *
 * <ul>
 *   <li>a {@code MultiLayerConfiguration} or a {@code ComputationGraphConfiguration}: the initial
 *       weights are drawn from the seed of the experiment;
 *   <li>an initialized {@code MultiLayerNetwork}, {@code ComputationGraph} or {@code Model}, such
 *       as one that {@code ModelSerializer}, {@code TransferLearning} or a zoo model returns: the
 *       run starts from its weights and running statistics. The state of its optimizer is dropped.
 * </ul>
 *
 * <p>A network that was not configured from the given builder is taken as it comes: the declaration
 * replaces its updaters, its weight decay where {@link WeightDecay} declares one, its seed and its
 * data type, and the command {@code info} lists what was replaced. Frozen layers stay frozen.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface Network {}
