package org.texp4j.dl4j.invariance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.network.NetworkModel;

/**
 * The numeric witness of a proof: on one batch, in double, scaling the tensors leaves the loss as
 * it is and divides their gradients, ∇L(cw) = ∇L(w)/c.
 *
 * <p>All tensors are scaled at once, each by its own factor, so one evaluation tests that each is
 * invariant individually. It guards against an error in the analysis or in a layer's arithmetic; it
 * cannot replace the proof.
 */
public final class InvarianceWitness {

  /**
   * Rounding in double moves the loss by parts in 10¹⁵ and gradients through a deep network by
   * parts in 10¹²; a tensor that is not invariant moves both by parts in 10.
   */
  private static final double TOLERANCE = 1e-7;

  private static final double[] FACTORS = {2, 3, 0.5, 1.5};
  private static final double BIAS = 0.1;

  private InvarianceWitness() {}

  /**
   * Tests the tensors on a batch; a small one will do. The network itself is left as it is.
   *
   * @throws UnsuitableNetworkException if a tensor turns out not to be invariant
   */
  public static void confirm(NetworkModel network, List<Verdict> tensors, DataSet batch) {
    DataSet sample = inDouble(batch);
    Evaluation plain = Evaluation.of(copy(network), tensors, sample);
    if (!Double.isFinite(plain.loss)) {
      throw new UnsuitableNetworkException(
          "the loss on the first examples is "
              + plain.loss
              + " before any training: look for values that are not finite in the training data,"
              + " and at the loss function");
    }
    NetworkModel scaled = copy(network);
    for (int i = 0; i < tensors.size(); i++) {
      double factor = factor(i);
      Verdict tensor = tensors.get(i);
      scaled.parameterTable().get(tensor.tensor()).muli(factor);
      var normalization =
          (BatchNormalization) scaled.layer(tensor.normalization()).conf().getLayer();
      normalization.setEps(normalization.getEps() * factor * factor);
    }
    Evaluation moved = Evaluation.of(scaled, tensors, sample);
    double change = Math.abs(moved.loss - plain.loss) / Math.abs(plain.loss);
    if (!(change <= TOLERANCE)) {
      throw new UnsuitableNetworkException(
          "the proof of scale invariance fails on the first batch: scaling "
              + tensors.stream().map(Verdict::tensor).toList()
              + " changes the loss by the fraction "
              + change
              + "; please report this network");
    }
    for (int i = 0; i < tensors.size(); i++) {
      String name = tensors.get(i).tensor();
      INDArray gradient = plain.gradients.get(name);
      INDArray difference = moved.gradients.get(name).mul(factor(i)).sub(gradient);
      double norm = gradient.norm2Number().doubleValue();
      double deviation = difference.norm2Number().doubleValue() / norm;
      if (norm > 0 && !(deviation <= TOLERANCE)) {
        throw new UnsuitableNetworkException(
            "the proof of scale invariance fails on the first batch: ∇L(cw) differs from ∇L(w)/c by"
                + " the fraction "
                + deviation
                + " for "
                + name
                + "; please report this network");
      }
    }
  }

  /** A copy in double, with biases other than zero: they start there, where they do no harm. */
  private static NetworkModel copy(NetworkModel network) {
    NetworkModel copy = network.convertedTo(DataType.DOUBLE);
    copy.parameterTable()
        .forEach(
            (name, values) -> {
              if (name.endsWith("_" + DefaultParamInitializer.BIAS_KEY)) {
                values.assign(BIAS);
              }
            });
    return copy;
  }

  private static double factor(int index) {
    return FACTORS[index % FACTORS.length];
  }

  private static DataSet inDouble(DataSet batch) {
    return new DataSet(
        batch.getFeatures().castTo(DataType.DOUBLE),
        batch.getLabels().castTo(DataType.DOUBLE),
        batch.getFeaturesMaskArray(),
        batch.getLabelsMaskArray());
  }

  private record Evaluation(double loss, Map<String, INDArray> gradients) {

    static Evaluation of(NetworkModel network, List<Verdict> tensors, DataSet sample) {
      // The same dropout masks in both evaluations; the seed 0 would mean a random one to ND4J.
      Nd4j.getRandom().setSeed(1);
      network.computeGradient(sample);
      Map<String, INDArray> gradients = new HashMap<>();
      for (Verdict tensor : tensors) {
        gradients.put(tensor.tensor(), network.gradientOf(tensor.tensor()).dup());
      }
      return new Evaluation(network.loss(), gradients);
    }
  }
}
