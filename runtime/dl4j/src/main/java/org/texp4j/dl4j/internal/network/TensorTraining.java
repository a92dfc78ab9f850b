package org.texp4j.dl4j.internal.network;

import java.util.List;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.texp4j.dl4j.internal.update.ParameterGroup;

/**
 * How one tensor is trained.
 *
 * @param group the group whose recipe it follows
 * @param degree the power of P at which it is held if it is scaled; otherwise 1
 * @param regularization its regularization, such as weight decay
 */
public record TensorTraining(
    ParameterGroup group, int degree, List<Regularization> regularization) {}
