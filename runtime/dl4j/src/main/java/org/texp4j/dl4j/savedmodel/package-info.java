/**
 * The conversion of networks that were configured by hand, and of saved models, to the equivalent
 * recipe without weight decay: {@link org.texp4j.dl4j.savedmodel.ModelConversion} for programs,
 * {@link org.texp4j.dl4j.savedmodel.ConvertModel} for the command line.
 *
 * <p>Depends on these internals of Deeplearning4j 1.0.0-M2.1:
 *
 * <ul>
 *   <li>{@code Nesterovs} keeps the rate in its velocity, whose sign is opposite to ours;
 *   <li>a {@code WeightDecay} that is set for all layers is added twice to each;
 *   <li>a configuration has one updater for all weights of a layer and one for its biases;
 *   <li>the counts of iterations and epochs in a saved model.
 * </ul>
 */
package org.texp4j.dl4j.savedmodel;
