/**
 * Layers that Deeplearning4j lacks: normalizations of single examples ({@link
 * org.texp4j.dl4j.normalization.LayerNormalization}, {@link
 * org.texp4j.dl4j.normalization.GroupNormalization}, {@link
 * org.texp4j.dl4j.normalization.InstanceNormalization}, {@link
 * org.texp4j.dl4j.normalization.RmsNormalization}), of the kernels of convolutions ({@link
 * org.texp4j.dl4j.normalization.WeightStandardizedConvolution}), of the queries and keys of
 * attention ({@link org.texp4j.dl4j.normalization.QkNormAttention}), and of the products in a
 * recurrent layer ({@link org.texp4j.dl4j.normalization.LayerNormalizedLstm}).
 *
 * <p>They are added to a network like any other layer, are saved and loaded with it by
 * Deeplearning4j, and keep weights scale invariant as batch normalization does.
 *
 * <p>Depends on these internals of Deeplearning4j 1.0.0-M2.1:
 *
 * <ul>
 *   <li>the contract of {@code instantiate} and of {@code ParamInitializer}, where γ and β belong
 *       to neither weights nor biases, so that no regularization or constraint applies to them;
 *   <li>the types of workspace memory that a forward pass may keep until its backward pass;
 *   <li>a convolution reads its weights through {@code getParamWithNoise}, forward and backward;
 *   <li>a layer's JSON consists of its fields.
 * </ul>
 */
package org.texp4j.dl4j.normalization;
