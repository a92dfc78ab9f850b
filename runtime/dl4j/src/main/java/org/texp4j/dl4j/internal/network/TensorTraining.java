package org.texp4j.dl4j.internal.network;

import java.util.List;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.texp4j.dl4j.internal.update.ParameterGroup;

/**
 * How one tensor is trained.
 *
 * @param group by which recipe
 * @param degree the power of P at which it is held; 1 unless it follows P
 * @param regularization what acts on it besides, such as its weight decay
 */
public record TensorTraining(
    ParameterGroup group, int degree, List<Regularization> regularization) {}
