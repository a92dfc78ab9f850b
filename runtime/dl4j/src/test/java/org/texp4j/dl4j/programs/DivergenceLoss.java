package org.texp4j.dl4j.programs;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The divergence of normal distributions from the standard one, whatever the labels: the first half
 * of the columns are means μ, the second half deviations σ; ½Σ(μ² + σ² − 1 − 2 ln σ).
 */
final class DivergenceLoss implements ILossFunction {

  private static final long serialVersionUID = 1;

  private static INDArray means(INDArray columns) {
    return columns.get(NDArrayIndex.all(), NDArrayIndex.interval(0, columns.size(1) / 2));
  }

  private static INDArray deviations(INDArray columns) {
    long all = columns.size(1);
    return columns.get(NDArrayIndex.all(), NDArrayIndex.interval(all / 2, all));
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray columns, IActivation activation, INDArray mask) {
    INDArray means = means(columns);
    INDArray deviations = deviations(columns);
    return means
        .mul(means)
        .add(deviations.mul(deviations))
        .sub(1)
        .sub(Transforms.log(deviations, true).mul(2))
        .sum(true, 1)
        .mul(0.5);
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray columns, IActivation activation, INDArray mask, boolean mean) {
    double sum = computeScoreArray(labels, columns, activation, mask).sumNumber().doubleValue();
    return mean ? sum / columns.size(0) : sum;
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray columns, IActivation activation, INDArray mask) {
    INDArray deviations = deviations(columns);
    return Nd4j.hstack(means(columns).dup(), deviations.sub(deviations.rdiv(1)));
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray columns, IActivation activation, INDArray mask, boolean mean) {
    return Pair.of(
        computeScore(labels, columns, activation, mask, mean),
        computeGradient(labels, columns, activation, mask));
  }

  @Override
  public String name() {
    return "divergence";
  }
}
