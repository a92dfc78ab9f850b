/**
 * The proof of which weight tensors are scale invariant and may be converted, and its numeric
 * witness.
 *
 * <p>{@link org.texp4j.dl4j.internal.invariance.RecipeCheck} first checks that the network is
 * trained by the declared recipe. Then {@link
 * org.texp4j.dl4j.internal.invariance.InvarianceAnalysis} propagates degrees of homogeneity through
 * the network, layer by layer, and solves the conditions that it collects; the {@link
 * org.texp4j.dl4j.internal.invariance.Proof} says which tensors form invariant groups. {@link
 * org.texp4j.dl4j.internal.invariance.TensorAssignment} derives from it how each tensor is trained,
 * and {@link org.texp4j.dl4j.internal.invariance.InvarianceWitness} checks it on a batch.
 *
 * <p>Depends on these internals of Deeplearning4j 1.0.0-M2.1:
 *
 * <ul>
 *   <li>what each class of layers, vertices and preprocessors computes, and which global settings
 *       it ignores: the rules know exact classes, and any other must not be scaled;
 *   <li>a frozen batch normalization uses its running statistics, weight noise is left out of the
 *       gradient, and layer normalization in a recurrent layer fails;
 *   <li>the changes of running statistics are treated as gradients, also in clipping;
 *   <li>an L2 coefficient of 0 in a layer's regularization exempts it from a global one.
 * </ul>
 */
package org.texp4j.dl4j.internal.invariance;
