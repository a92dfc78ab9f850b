package org.texp4j.dl4j.internal.network;

import java.util.List;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.texp4j.dl4j.internal.update.ParameterGroup;

/**
 * How one tensor is trained.
 *
 * @param recipient by which recipe
 * @param degree the power of P at which it is held, if it follows it; else 1
 * @param regularization what acts on the tensor beside it, such as its weight decay
 */
public record TensorTraining(
    ParameterGroup recipient, int degree, List<Regularization> regularization) {}
