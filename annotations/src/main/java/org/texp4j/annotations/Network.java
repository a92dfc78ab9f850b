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
 * and return a {@code MultiLayerConfiguration} or a {@code ComputationGraphConfiguration}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface Network {}
