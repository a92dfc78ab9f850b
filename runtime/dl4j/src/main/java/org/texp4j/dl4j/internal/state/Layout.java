package org.texp4j.dl4j.internal.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.texp4j.dl4j.internal.invariance.Proof;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.internal.update.BlockMoments;

/**
 * Where the convertible tensors, and the statistics that follow their scale, lie in a network's
 * flat arrays.
 *
 * @param tensors the convertible tensors
 * @param biases the biases that scale along with them
 * @param normalizations the normalizations whose input scales with them
 * @param order the order of the moments
 */
record Layout(
    List<Tensor> tensors,
    List<Bias> biases,
    List<Normalization> normalizations,
    MomentOrder order) {

  /** A stretch of a flat array. */
  record Slice(long from, long length) {

    INDArray of(INDArray row) {
      return row.get(NDArrayIndex.interval(from, from + length));
    }

    /** Changes each element of a short stretch. */
    void replace(FlatArray row, DoubleUnaryOperator change) {
      row.replace(from, from + length, change);
    }
  }

  /**
   * A state of a tensor's rule: a velocity or a moment.
   *
   * @param degree d: it is multiplied by c^d where the weights are by c
   */
  record Moment(Slice slice, int degree) {

    void multiply(INDArray velocities, double factor) {
      double power = power(factor, Math.abs(degree));
      if (degree > 0) {
        slice.of(velocities).muli(power);
      } else {
        slice.of(velocities).divi(power);
      }
    }

    void divide(INDArray velocities, double factor) {
      new Moment(slice, -degree).multiply(velocities, factor);
    }

    /** The same as {@link #multiply(INDArray, double)}, for a short tensor. */
    void multiply(FlatArray velocities, double factor) {
      double power = power(factor, Math.abs(degree));
      slice.replace(velocities, degree > 0 ? each -> each * power : each -> each / power);
    }
  }

  /**
   * A convertible tensor: its weights among the parameters and its moments among the velocities.
   */
  record Tensor(String name, Slice weights, List<Moment> moments) {

    /** Multiplies the weights by a factor and the moments by its powers. */
    void multiply(INDArray parameters, INDArray velocities, double factor) {
      weights.of(parameters).muli(factor);
      moments.forEach(moment -> moment.multiply(velocities, factor));
    }

    /** The same, for a short tensor. */
    void multiply(FlatArray parameters, FlatArray velocities, double factor) {
      weights.replace(parameters, each -> factor * each);
      moments.forEach(moment -> moment.multiply(velocities, factor));
    }

    /** Divides the weights by a factor and the moments by its powers. */
    void divide(INDArray parameters, INDArray velocities, double factor) {
      weights.of(parameters).divi(factor);
      moments.forEach(moment -> moment.divide(velocities, factor));
    }

    /** Adds the weights, multiplied by a factor, to the velocity. */
    void kick(INDArray parameters, INDArray velocities, double factor) {
      moments.get(0).slice().of(velocities).addi(weights.of(parameters).mul(factor));
    }
  }

  /**
   * A bias that follows the scale of what it is added to.
   *
   * @param degree the power of the scale
   */
  record Bias(Tensor tensor, int degree) {}

  /**
   * A normalization and the degree of its input.
   *
   * @param layer the key of the layer
   */
  record Normalization(String layer, int degree, Optional<Statistics> statistics) {}

  /**
   * The running statistics of a batch normalization, among the parameters.
   *
   * @param variance the running variance, or log₁₀ of the running standard deviation
   * @param logarithmic whether the latter is stored
   */
  record Statistics(Slice mean, Slice variance, boolean logarithmic) {

    /** Multiplies the mean by a factor and the variance by its square. */
    void multiply(FlatArray parameters, double factor) {
      mean.replace(parameters, each -> factor * each);
      if (logarithmic) {
        double term = Math.log10(factor);
        variance.replace(parameters, each -> each + term);
      } else {
        double square = factor * factor;
        variance.replace(parameters, each -> square * each);
      }
    }
  }

  /** The highest power of the scale that anything is multiplied by; at least 1. */
  int highestDegree() {
    return IntStream.concat(
            biases.stream().mapToInt(Bias::degree),
            normalizations.stream().mapToInt(Normalization::degree))
        .max()
        .orElse(1);
  }

  /** Multiplies by a factor what follows the scale of the converted tensors without being one. */
  void scaleFollowers(FlatArray parameters, FlatArray velocities, double factor) {
    for (Bias bias : biases) {
      bias.tensor().multiply(parameters, velocities, power(factor, bias.degree()));
    }
    scaleStatistics(parameters, factor);
  }

  /** Multiplies parameters by a factor, the converted tensors and all that follows them. */
  void scaleParameters(INDArray parameters, double factor) {
    tensors.forEach(tensor -> tensor.weights().of(parameters).muli(factor));
    for (Bias bias : biases) {
      bias.tensor().weights().of(parameters).muli(power(factor, bias.degree()));
    }
    scaleStatistics(FlatArray.of(parameters), factor);
  }

  private void scaleStatistics(FlatArray parameters, double factor) {
    for (Normalization each : normalizations) {
      double scale = power(factor, each.degree());
      each.statistics().ifPresent(statistics -> statistics.multiply(parameters, scale));
    }
  }

  /** x^n by products, in which a power of two changes no mantissa; {@link Math#pow} may round. */
  static double power(double x, int n) {
    double power = 1;
    for (int i = 0; i < n; i++) {
      power *= x;
    }
    return power;
  }

  static Layout of(NetworkModel network, Proof proof) {
    Map<Long, List<BlockMoments.Moment>> moments = moments(network);
    Set<String> scaled = proof.tensors();
    List<Tensor> tensors = scaled.stream().map(tensor -> tensor(network, tensor, moments)).toList();
    List<Bias> biases = new ArrayList<>();
    proof
        .biases(scaled)
        .forEach((bias, degree) -> biases.add(new Bias(tensor(network, bias, moments), degree)));
    List<Normalization> normalizations = new ArrayList<>();
    proof
        .normalizations(scaled)
        .forEach(
            (layer, degree) ->
                normalizations.add(new Normalization(layer, degree, statistics(network, layer))));
    return new Layout(
        tensors, List.copyOf(biases), List.copyOf(normalizations), MomentOrder.of(network));
  }

  private static Tensor tensor(
      NetworkModel network, String name, Map<Long, List<BlockMoments.Moment>> moments) {
    Slice weights = slice(network, name);
    return new Tensor(
        name,
        weights,
        moments.get(weights.from()).stream()
            .map(each -> new Moment(new Slice(each.start(), weights.length()), each.degree()))
            .toList());
  }

  private static Optional<Statistics> statistics(NetworkModel network, String layer) {
    if (!(network.layer(layer).conf().getLayer() instanceof BatchNormalization normalization)) {
      return Optional.empty();
    }
    boolean logarithmic = normalization.isUseLogStd();
    String variance =
        logarithmic
            ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
            : BatchNormalizationParamInitializer.GLOBAL_VAR;
    return Optional.of(
        new Statistics(
            slice(network, layer + "_" + BatchNormalizationParamInitializer.GLOBAL_MEAN),
            slice(network, layer + "_" + variance),
            logarithmic));
  }

  private static Slice slice(NetworkModel network, String parameter) {
    INDArray view = network.parameterTable().get(parameter);
    return new Slice(view.offset() - network.parameters().offset(), view.length());
  }

  /** The moments of each tensor, by the index of the tensor among the parameters. */
  private static Map<Long, List<BlockMoments.Moment>> moments(NetworkModel network) {
    Map<Long, List<BlockMoments.Moment>> moments = new HashMap<>();
    for (UpdaterBlock block : network.updater().getUpdaterBlocks()) {
      for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
        moments.put((long) state.getParamOffsetStart(), BlockMoments.of(block, state));
      }
    }
    return moments;
  }
}
