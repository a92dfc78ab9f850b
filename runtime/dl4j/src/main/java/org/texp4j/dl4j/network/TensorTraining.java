package org.texp4j.dl4j.network;

import java.util.List;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.texp4j.dl4j.update.Recipient;

/**
 * How one tensor is trained.
 *
 * @param recipient by which recipe
 * @param regularization what acts on the tensor beside it, such as its weight decay
 */
public record TensorTraining(Recipient recipient, List<Regularization> regularization) {}
