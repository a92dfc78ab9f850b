package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method that builds the network.
 *
 * <p>It is static, not private, takes a Deeplearning4j {@code NeuralNetConfiguration.Builder} that
 * already carries seed, data type, updater and weight decay, and returns a {@code
 * MultiLayerConfiguration} or a {@code ComputationGraphConfiguration}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface Network {}
