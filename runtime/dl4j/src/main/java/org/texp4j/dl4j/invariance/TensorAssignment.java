package org.texp4j.dl4j.invariance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.texp4j.dl4j.network.NetworkDescription;
import org.texp4j.dl4j.network.NetworkDescription.Node;
import org.texp4j.dl4j.update.LinearUpdater;
import org.texp4j.dl4j.update.Recipient;

/**
 * Which tensors of a network are converted and which keep the declared recipe.
 *
 * <p>Only tensors that are proven invariant <em>and</em> under the declared weight decay are
 * converted. Batch-norm scale and shift, biases and everything not proven keep the declared recipe,
 * which is exact: nothing has to be frozen.
 */
public final class TensorAssignment {

  private TensorAssignment() {}

  /**
   * Checks that a network is trained by the declared recipe and nothing else.
   *
   * @throws UnsuitableNetworkException if a layer brings its own updater, its own decay or gradient
   *     clipping
   */
  public static void check(NetworkDescription network, double weightDecay) {
    for (Node node : network.nodes()) {
      if (node.layer() instanceof BaseLayer layer) {
        checkUpdater(node.label(), layer);
        checkRegularization(node.label(), layer, weightDecay);
        if (layer.getGradientNormalization() != null
            && layer.getGradientNormalization() != GradientNormalization.None) {
          throw new UnsuitableNetworkException(
              node.label()
                  + " clips or normalizes its gradient ("
                  + layer.getGradientNormalization()
                  + "), which this version does not carry into the converted recipe: remove it");
        }
      }
    }
  }

  /** Returns the verdicts on the tensors that may be converted: proven and under the decay. */
  public static List<Verdict> convertible(NetworkDescription network, double weightDecay) {
    Map<String, Node> nodes =
        network.nodes().stream().collect(Collectors.toMap(Node::key, Function.identity()));
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
    Map<String, Node> nodes =
        network.nodes().stream().collect(Collectors.toMap(Node::key, Function.identity()));
    for (Verdict verdict : convertible) {
      BaseLayer layer = layer(nodes, verdict);
      layer.setBiasUpdater(new LinearUpdater(Recipient.SUBTRACTED));
      layer.setIUpdater(new LinearUpdater(Recipient.CONVERTED));
      layer.setRegularization(List.of());
    }
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

  private static void checkUpdater(String name, BaseLayer layer) {
    LinearUpdater declared = new LinearUpdater(Recipient.DECLARED);
    boolean own = !declared.equals(layer.getIUpdater());
    boolean ownForBias = layer.getBiasUpdater() != null && !declared.equals(layer.getBiasUpdater());
    if (own || ownForBias) {
      throw new UnsuitableNetworkException(
          name
              + " is trained by "
              + (own ? layer.getIUpdater() : layer.getBiasUpdater())
              + ", not by the declared recipe: remove .updater(…) from the network method");
    }
  }

  private static void checkRegularization(String name, BaseLayer layer, double weightDecay) {
    List<Regularization> all = new ArrayList<>();
    if (layer.getRegularization() != null) {
      all.addAll(layer.getRegularization());
    }
    if (layer.getRegularizationBias() != null) {
      all.addAll(layer.getRegularizationBias());
    }
    for (Regularization regularization : all) {
      boolean declared =
          regularization instanceof L2Regularization l2 && l2.getL2().valueAt(0, 0) == weightDecay;
      if (!declared && !isExemption(regularization)) {
        throw new UnsuitableNetworkException(
            name
                + " is regularized by "
                + regularization.getClass().getSimpleName()
                + (regularization instanceof L2Regularization l2
                    ? "(" + l2.getL2().valueAt(0, 0) + ")"
                    : "")
                + ", but the recipe declares @WeightDecay("
                + weightDecay
                + "): remove .l1(…), .l2(…) and .weightDecay(…) from the network method, or exempt"
                + " the layer with .regularization(List.of(new L2Regularization(0)))");
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
