package org.texp4j.dl4j.internal.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.texp4j.dl4j.internal.invariance.Proof;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.internal.network.RunningStatistic;
import org.texp4j.dl4j.internal.update.BlockMoments;
import org.texp4j.dl4j.internal.update.PlannedUpdater;
import org.texp4j.schedule.ScaledDouble;
import org.texp4j.schedule.rule.Rational;

/**
 * Where a network's flat arrays hold the convertible tensors and what scales with them.
 *
 * @param tensors the convertible tensors
 * @param biases the biases that scale with them
 * @param normalizations the normalizations whose input scales with them
 * @param order the order of the moments
 * @param alignment the number of whose multiples a shift of the scale has to be
 */
record Layout(
    List<Tensor> tensors,
    List<Bias> biases,
    List<Normalization> normalizations,
    MomentOrder order,
    int alignment) {

  /** A range of indices in a flat array. */
  record Slice(long from, long length) {

    /** The elements in this range; a view. */
    INDArray of(INDArray row) {
      return row.get(NDArrayIndex.interval(from, from + length));
    }

    /** Replaces each element in this range, which should be short. */
    void replace(FlatArray row, DoubleUnaryOperator change) {
      row.replace(from, from + length, change);
    }
  }

  /**
   * A state of a tensor's update rule: a velocity or a moment.
   *
   * @param degree the power d of a factor of the weights by which it is multiplied
   * @param kappa the index of its κ, if decay adds a part of the weights to it; −1 if not
   */
  record Moment(Slice slice, Rational degree, int kappa) {

    /** Multiplies it as the weights are multiplied by a factor. */
    void multiply(INDArray velocities, double factor) {
      double power = power(factor, magnitude());
      if (isPositive()) {
        slice.of(velocities).muli(power);
      } else {
        slice.of(velocities).divi(power);
      }
    }

    /** Divides it as the weights are divided by a factor. */
    void divide(INDArray velocities, double factor) {
      new Moment(slice, degree.negated(), kappa).multiply(velocities, factor);
    }

    private boolean isPositive() {
      return degree.signum() > 0;
    }

    private Rational magnitude() {
      return isPositive() ? degree : degree.negated();
    }

    /** The same as {@link #multiply(INDArray, double)}, for a short tensor. */
    void multiply(FlatArray velocities, double factor) {
      double power = power(factor, magnitude());
      slice.replace(velocities, isPositive() ? each -> each * power : each -> each / power);
    }
  }

  /**
   * A tensor that scales: its weights among the parameters and its moments among the velocities.
   */
  record Tensor(String name, Slice weights, List<Moment> moments) {

    /** Multiplies the weights by a factor and the moments by its powers. */
    void multiply(INDArray parameters, INDArray velocities, double factor) {
      weights.of(parameters).muli(factor);
      moments.forEach(moment -> moment.multiply(velocities, factor));
    }

    /** The same for a short tensor. */
    void multiply(FlatArray parameters, FlatArray velocities, double factor) {
      weights.replace(parameters, each -> factor * each);
      moments.forEach(moment -> moment.multiply(velocities, factor));
    }

    /** Divides the weights by a factor and the moments by its powers. */
    void divide(INDArray parameters, INDArray velocities, double factor) {
      weights.of(parameters).divi(factor);
      moments.forEach(moment -> moment.divide(velocities, factor));
    }

    /** Adds a multiple of the weights to each velocity, which depends on the index of its κ. */
    void addWeightsToVelocities(
        INDArray parameters, INDArray velocities, IntToDoubleFunction factor) {
      for (Moment moment : moments) {
        if (moment.kappa() >= 0) {
          double multiple = factor.applyAsDouble(moment.kappa());
          moment.slice().of(velocities).addi(weights.of(parameters).mul(multiple));
        }
      }
    }
  }

  /**
   * A bias that scales with what it is added to.
   *
   * @param degree the power of the scale
   */
  record Bias(Tensor tensor, int degree) {}

  /**
   * A normalization whose input scales with the convertible tensors.
   *
   * @param layer the key of the layer
   * @param degree the degree of the input
   * @param statistics its running statistics, if it is a batch normalization
   */
  record Normalization(String layer, int degree, Optional<Statistics> statistics) {}

  /**
   * The running statistics of a batch normalization, among the parameters.
   *
   * @param variance the running variance, or log₁₀ of the running standard deviation
   * @param logarithmic whether the logarithm is stored
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

  /** How a state with this layout is rescaled. */
  Rescaling rescaling() {
    return Rescaling.of(highestDegree(), alignment);
  }

  private int highestDegree() {
    return IntStream.concat(
            biases.stream().mapToInt(Bias::degree),
            normalizations.stream().mapToInt(Normalization::degree))
        .max()
        .orElse(1);
  }

  /** Multiplies the biases and running statistics by the powers of a factor. */
  void scaleBiasesAndStatistics(FlatArray parameters, FlatArray velocities, double factor) {
    for (Bias bias : biases) {
      bias.tensor().multiply(parameters, velocities, power(factor, bias.degree()));
    }
    scaleStatistics(parameters, factor);
  }

  /** Multiplies the parameters alone: tensors, biases and running statistics. */
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

  /** xⁿ, n ≥ 0, by products: exact for powers of two, where {@link Math#pow} may round. */
  static double power(double x, int n) {
    double power = 1;
    for (int i = 0; i < n; i++) {
      power *= x;
    }
    return power;
  }

  /** xⁿ, n ≥ 0, by products where n is an integer. */
  private static double power(double x, Rational n) {
    return n.isInteger()
        ? power(x, n.intValue())
        : ScaledDouble.of(x, 0).power(n).toDouble(); // exact for aligned powers of two
  }

  /** The layout of a network, for the tensors that are proven scale invariant. */
  static Layout of(NetworkModel network, Proof proof) {
    Map<Long, List<BlockMoments.Moment>> moments =
        BlockMoments.byTensor(network.updater().getUpdaterBlocks());
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
        tensors,
        List.copyOf(biases),
        List.copyOf(normalizations),
        MomentOrder.of(network),
        alignment(network));
  }

  private static int alignment(NetworkModel network) {
    return network.updater().getUpdaterBlocks().stream()
        .map(block -> block.getGradientUpdater().getConfig())
        .filter(PlannedUpdater.class::isInstance)
        .mapToInt(each -> ((PlannedUpdater) each).alignment())
        .max()
        .orElse(1);
  }

  private static Tensor tensor(
      NetworkModel network, String name, Map<Long, List<BlockMoments.Moment>> moments) {
    Slice weights = slice(network, name);
    return new Tensor(
        name,
        weights,
        moments.get(weights.from()).stream()
            .map(
                each ->
                    new Moment(
                        new Slice(each.start(), weights.length()), each.degree(), each.kappa()))
            .toList());
  }

  private static Optional<Statistics> statistics(NetworkModel network, String layer) {
    if (!(network.layer(layer).conf().getLayer() instanceof BatchNormalization normalization)) {
      return Optional.empty();
    }
    boolean logarithmic = normalization.isUseLogStd();
    RunningStatistic variance =
        logarithmic ? RunningStatistic.LOG_DEVIATION : RunningStatistic.VARIANCE;
    return Optional.of(
        new Statistics(
            slice(network, RunningStatistic.MEAN.in(layer)),
            slice(network, variance.in(layer)),
            logarithmic));
  }

  private static Slice slice(NetworkModel network, String parameter) {
    INDArray view = network.parameterTable().get(parameter);
    return new Slice(view.offset() - network.parameters().offset(), view.length());
  }
}
