package org.texp4j.dl4j;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A loss of the user's own: the mean of |error|^3 / 3. */
public final class CubicLoss extends LossMSE {

  private static final long serialVersionUID = 1;

  @Override
  public INDArray scoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray error = activation.getActivation(preOutput.dup(), true).sub(labels);
    return Transforms.abs(error).mul(error).mul(error).sum(true, 1).div(3 * labels.size(1));
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray error = activation.getActivation(preOutput.dup(), true).sub(labels);
    INDArray epsilon = Transforms.abs(error).mul(error).div(labels.size(1));
    return activation.backprop(preOutput, epsilon).getFirst();
  }
}
