package org.texp4j.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method that opens the training data.
 *
 * <p>It must be static and not private, take an {@code org.texp4j.dl4j.DataRequest}, and return a
 * Deeplearning4j {@code DataSetIterator} over one epoch, in batches of the declared size, or a
 * {@code MultiDataSetIterator} for a network with several inputs or outputs.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface TrainingData {}
