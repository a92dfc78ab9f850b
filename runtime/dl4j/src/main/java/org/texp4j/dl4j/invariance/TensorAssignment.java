package org.texp4j.dl4j.invariance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.texp4j.dl4j.network.NetworkDescription;
import org.texp4j.dl4j.network.NetworkDescription.Node;
import org.texp4j.dl4j.update.DeclaredDecay;
import org.texp4j.dl4j.update.PlannedUpdater;
import org.texp4j.dl4j.update.Recipient;

/**
 * Which tensors of a network are converted and which keep the declared recipe.
 *
 * <p>Only tensors that are proven invariant <em>and</em> under the declared weight decay are
 * converted. Batch-norm scale and shift, biases and everything not proven keep the declared recipe,
 * which is exact: nothing has to be frozen.
 */
public final class TensorAssignment {

  /** What batch normalization keeps among its parameters without training it. */
  private static final Set<String> RUNNING_STATISTICS =
      Set.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR,
          BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

  private TensorAssignment() {}

  /**
   * Checks that a network is trained by the declared recipe and nothing else.
   *
   * @throws UnsuitableNetworkException if a layer brings its own updater, its own decay or gradient
   *     clipping, or freezes weights that the declared decay would still move
   */
  public static void check(NetworkDescription network, double weightDecay) {
    if (!network.base().isMiniBatch()) {
      throw new UnsuitableNetworkException(
          "the network sums gradients over a batch, where the recipe means their mean: remove"
              + " .miniBatch(false)");
    }
    if (network.backpropType() != BackpropType.Standard) {
      throw new UnsuitableNetworkException(
          "the network truncates backpropagation through time, which this version does not do:"
              + " remove .backpropType(…)");
    }
    for (Node node : network.nodes()) {
      Layer layer = node.layer();
      if (layer instanceof FrozenLayerWithBackprop) {
        throw new UnsuitableNetworkException(
            node.label()
                + " is frozen by FrozenLayerWithBackprop, which lets the weight decay move its"
                + " weights: use FrozenLayer");
      }
      if (layer == null || layer instanceof FrozenLayer) {
        continue;
      }
      for (String parameter : layer.initializer().paramKeys(layer)) {
        if (RUNNING_STATISTICS.contains(parameter)) {
          continue;
        }
        checkUpdater(node.label(), layer.getUpdaterByParam(parameter));
        checkRegularization(
            node.label(),
            layer.getRegularizationByParam(parameter),
            layer.initializer().isWeightParam(layer, parameter),
            weightDecay);
      }
      GradientNormalization normalization = layer.getGradientNormalization();
      if (normalization != null && normalization != GradientNormalization.None) {
        throw new UnsuitableNetworkException(
            node.label()
                + " clips or normalizes its gradient ("
                + normalization
                + "), which this version does not carry into a converted recipe: remove it");
      }
    }
  }

  /** Returns the verdicts on the tensors that may be converted: proven and under the decay. */
  public static List<Verdict> convertible(NetworkDescription network, double weightDecay) {
    Map<String, Node> nodes = nodesByKey(network);
    return InvarianceAnalysis.of(network).stream()
        .filter(Verdict::invariant)
        .filter(verdict -> weightDecay == 0 || isDecayed(layer(nodes, verdict)))
        .toList();
  }

  /**
   * Marks the tensors to convert in the configuration: their weight decay is removed, their updater
   * is set to {@link Recipient#CONVERTED} and that of a bias beside them to {@link
   * Recipient#SUBTRACTED}.
   *
   * @param convertible from {@link #convertible}
   * @throws UnsuitableNetworkException if there is no tensor to convert
   */
  public static void convert(NetworkDescription network, List<Verdict> convertible) {
    if (convertible.isEmpty()) {
      throw new UnsuitableNetworkException(nothingToConvert(InvarianceAnalysis.of(network)));
    }
    Map<String, Node> nodes = nodesByKey(network);
    for (Verdict verdict : convertible) {
      BaseLayer layer = layer(nodes, verdict);
      PlannedUpdater declared = (PlannedUpdater) layer.getIUpdater();
      layer.setBiasUpdater(declared.of(Recipient.SUBTRACTED));
      layer.setIUpdater(declared.of(Recipient.CONVERTED));
      layer.setRegularization(List.of());
    }
  }

  private static Map<String, Node> nodesByKey(NetworkDescription network) {
    return network.nodes().stream().collect(Collectors.toMap(Node::key, Function.identity()));
  }

  private static BaseLayer layer(Map<String, Node> nodes, Verdict verdict) {
    return (BaseLayer) nodes.get(verdict.layer()).layer();
  }

  /** Whether the declared weight decay acts on the weights of a layer. */
  private static boolean isDecayed(BaseLayer layer) {
    return layer.getRegularization() != null
        && layer.getRegularization().stream().anyMatch(decay -> !isExemption(decay));
  }

  /** Whether this is L2 of 0, by which a layer refuses the decay declared for all. */
  private static boolean isExemption(Regularization regularization) {
    return regularization instanceof L2Regularization l2 && l2.getL2().valueAt(0, 0) == 0;
  }

  private static void checkUpdater(String name, IUpdater updater) {
    if (!(updater instanceof PlannedUpdater planned) || planned.recipient() != Recipient.DECLARED) {
      throw new UnsuitableNetworkException(
          name
              + " is trained by "
              + updater
              + ", not by the declared recipe: remove .updater(…) from the network method");
    }
  }

  private static void checkRegularization(
      String name, List<Regularization> regularizations, boolean weight, double weightDecay) {
    for (Regularization regularization :
        regularizations == null ? List.<Regularization>of() : regularizations) {
      boolean declared = weight && regularization instanceof DeclaredDecay;
      if (!declared && !isExemption(regularization)) {
        throw new UnsuitableNetworkException(
            name
                + " is regularized by "
                + regularization.getClass().getSimpleName()
                + (regularization instanceof L2Regularization l2
                    ? "(" + l2.getL2().valueAt(0, 0) + ")"
                    : "")
                + (weight ? "" : " on its biases")
                + ", but the recipe declares @WeightDecay("
                + weightDecay
                + ") on weights: remove .l1(…), .l2(…), .l2Bias(…) and .weightDecay(…) from the"
                + " network method, or exempt the layer with .regularization(List.of(new"
                + " L2Regularization(0)))");
      }
    }
  }

  private static String nothingToConvert(List<Verdict> verdicts) {
    StringBuilder message =
        new StringBuilder("no weight of the network is proven scale invariant, so nothing can be")
            .append(" converted:");
    for (Verdict verdict : verdicts) {
      message.append("\n  ").append(verdict.tensor()).append(": ");
      message.append(
          verdict.invariant() ? "exempt from the declared weight decay" : verdict.reason());
    }
    return message
        .append("\nPut a BatchNormalization straight after convolutions and dense layers, or")
        .append(" declare WEIGHT_DECAY.")
        .toString();
  }
}
