package org.texp4j.dl4j.internal.backend.onednn;

import java.nio.FloatBuffer;
import java.util.function.Supplier;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/** The loss at the end of a network: activation function and loss function, and its gradient. */
final class Loss {

  private final Value scores;
  private final IActivation activation;
  private final ILossFunction function;

  /**
   * A loss.
   *
   * @param scores what the network computes before the last activation function: a row an example
   */
  Loss(Value scores, IActivation activation, ILossFunction function) {
    this.scores = scores;
    this.activation = activation;
    this.function = function;
  }

  /** Adds the steps that compute the loss of a batch and its gradient by the scores. */
  void backward(Assembly assembly, Batch batch) {
    Tensor plain = assembly.placed(scores.tensor(assembly, OneDnn.plain(scores.shape())));
    Tensor gradient = assembly.tensor(plain.layout());
    Supplier<FloatBuffer> read = assembly.floats(plain);
    Supplier<FloatBuffer> written = assembly.floats(gradient);
    if (isSoftmaxCrossEntropy()) {
      double limit = ((LossMCXENT) function).getSoftmaxClipEps();
      SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy(limit, (int) scores.shape()[1]);
      assembly.run(
          () -> batch.loss = loss.of(read.get(), FloatArrays.floats(batch.labels), written.get()),
          plain,
          gradient);
    } else {
      assembly.run(
          () -> batch.loss = compute(read.get(), batch.labels, written.get()), plain, gradient);
    }
    scores.contribute(assembly, gradient);
  }

  private boolean isSoftmaxCrossEntropy() {
    boolean crossEntropy =
        function.getClass() == LossMCXENT.class
            || function.getClass() == LossNegativeLogLikelihood.class;
    return crossEntropy
        && activation.getClass() == ActivationSoftmax.class
        && ((LossMCXENT) function).getWeights() == null;
  }

  private double compute(FloatBuffer read, INDArray labels, FloatBuffer written) {
    Pair<Double, INDArray> both =
        function.computeGradientAndScore(
            labels, FloatArrays.copy(read, scores.shape()), activation, null, false);
    written.duplicate().put(FloatArrays.floats(FloatArrays.plain(both.getSecond())));
    return both.getFirst();
  }
}
