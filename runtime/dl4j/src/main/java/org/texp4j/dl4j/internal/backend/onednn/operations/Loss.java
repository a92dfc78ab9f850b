package org.texp4j.dl4j.internal.backend.onednn.operations;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;
import org.texp4j.dl4j.internal.backend.onednn.program.ExecutionContext;
import org.texp4j.dl4j.internal.backend.onednn.program.FloatArrays;
import org.texp4j.dl4j.internal.backend.onednn.program.Layouts;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.Tensor;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;

/**
 * The loss of a network: its last activation function and the loss function, with their gradient.
 */
final class Loss {

  private final Value scores;
  private final IActivation activation;
  private final ILossFunction function;

  /**
   * Creates a loss.
   *
   * @param scores the inputs of the last activation function, one row per example
   */
  Loss(Value scores, IActivation activation, ILossFunction function) {
    this.scores = scores;
    this.activation = activation;
    this.function = function;
  }

  /**
   * Adds the steps that compute the loss of a batch and its gradient with respect to the scores.
   */
  void backward(ProgramBuilder builder) {
    ExecutionContext context = builder.context();
    Tensor plain = builder.inArena(scores.tensor(builder, Layouts.plain(scores.shape())));
    Tensor gradient = builder.tensor(plain.layout());
    Supplier<FloatBuffer> read = builder.floats(plain);
    Supplier<FloatBuffer> written = builder.floats(gradient);
    if (isSoftmaxCrossEntropy()) {
      double limit = ((LossMCXENT) function).getSoftmaxClipEps();
      SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy(limit, (int) scores.shape()[1]);
      builder.addStep(
          () -> context.setLoss(loss.compute(read.get(), labels(context.labels()), written.get())),
          plain,
          gradient);
    } else {
      builder.addStep(
          () -> context.setLoss(compute(read.get(), context.labels(), written.get())),
          plain,
          gradient);
    }
    scores.contribute(builder, gradient);
  }

  /** The labels as they are read here; other loss functions check them themselves. */
  private FloatBuffer labels(INDArray labels) {
    if (!Arrays.equals(labels.shape(), scores.shape())) {
      throw new IllegalArgumentException(
          "the labels have shape "
              + Arrays.toString(labels.shape())
              + ", but the outputs of the network have shape "
              + Arrays.toString(scores.shape())
              + ": make one column of labels for each output");
    }
    return FloatArrays.floats("the labels", labels, scores.shape());
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
    INDArray gradient = FloatArrays.plain(both.getSecond());
    written
        .duplicate()
        .put(FloatArrays.floats("the gradients of the loss", gradient, scores.shape()));
    return both.getFirst();
  }
}
