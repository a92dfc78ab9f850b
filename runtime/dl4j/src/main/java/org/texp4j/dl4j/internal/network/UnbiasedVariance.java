package org.texp4j.dl4j.internal.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutionalFlat;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.gradient.Gradient;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.UnsuitableNetworkException;

/**
 * Running variances of batch normalization as PyTorch keeps them: the variance of a batch with n
 * values per channel is divided by n − 1.
 *
 * <p>A layer gives, in place of a gradient, the amount to subtract from what it has kept, of a
 * variance v of the batch divided by n: (1 − d)(V − v), or the logarithms' difference. Here v
 * becomes vn/(n − 1) in it.
 */
final class UnbiasedVariance {

  /** A batch normalization, by its key, and its configuration. */
  private record Norm(String key, BatchNormalization configured) {

    private String statistic() {
      RunningStatistic kept =
          configured.isUseLogStd() ? RunningStatistic.LOG_DEVIATION : RunningStatistic.VARIANCE;
      return kept.in(key);
    }
  }

  private final NetworkModel network;
  private final List<Norm> norms;

  /** What each norm normalizes, for features of the shapes that were last asked about. */
  private Map<String, InputType> types = Map.of();

  private List<String> shapes = List.of();

  private UnbiasedVariance(NetworkModel network, List<Norm> norms) {
    this.network = network;
    this.norms = norms;
  }

  /** Finds the batch normalizations of a network. */
  static UnbiasedVariance in(NetworkModel network) {
    List<Norm> norms = new ArrayList<>();
    for (NetworkDescription.Node node : network.description().nodes()) {
      if (node.layer() instanceof BatchNormalization configured) {
        norms.add(new Norm(node.key(), configured));
      }
    }
    if (norms.isEmpty()) {
      throw new UnsuitableNetworkException(
          "the network has no batch normalization whose variance could be unbiased: leave out"
              + " unbiasedVariance of @Normalized");
    }
    return new UnbiasedVariance(network, norms);
  }

  /** Corrects what the layers have just computed on a batch, in place. */
  void correct(Batch batch, Gradient gradient) {
    readTypes(batch);
    Map<String, INDArray> kept = network.parameterTable();
    for (Norm norm : norms) {
      INDArray update = gradient.getGradientFor(norm.statistic());
      if (update != null) {
        long values = batch.examples() * valuesOfExample(types.get(norm.key()), norm);
        correct(update, kept.get(norm.statistic()), norm.configured(), values);
      }
    }
  }

  private void readTypes(Batch batch) {
    List<String> given =
        batch.features().stream().map(array -> Arrays.toString(array.shape())).toList();
    if (!given.equals(shapes)) {
      types = network.activationTypes(batch);
      shapes = given;
    }
  }

  private static long valuesOfExample(InputType type, Norm norm) {
    if (type instanceof InputTypeConvolutional maps) {
      return maps.getHeight() * maps.getWidth();
    } else if (type instanceof InputTypeFeedForward || type instanceof InputTypeConvolutionalFlat) {
      return 1;
    }
    throw new UnsuitableNetworkException(
        "batch normalization "
            + norm.key()
            + " does not normalize rows or images, so its variance cannot be unbiased: leave out"
            + " unbiasedVariance of @Normalized");
  }

  private static void correct(
      INDArray update, INDArray kept, BatchNormalization configured, long values) {
    double decay = configured.getDecay();
    double factor = values / (values - 1.0);
    for (long channel = 0; channel < kept.length(); channel++) {
      double old = kept.getDouble(channel);
      double biased = old - update.getDouble(channel);
      double corrected;
      if (configured.isUseLogStd()) {
        double retained = decay * Math.pow(10, 2 * old);
        double moved = Math.pow(10, 2 * biased) - retained;
        corrected = Math.log10(retained + factor * moved) / 2;
      } else {
        double retained = decay * old;
        corrected = retained + factor * (biased - retained);
      }
      update.putScalar(channel, old - corrected);
    }
  }
}
