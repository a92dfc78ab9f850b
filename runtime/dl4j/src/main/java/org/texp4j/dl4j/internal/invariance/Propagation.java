package org.texp4j.dl4j.internal.invariance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;

/**
 * The propagation of degrees of homogeneity through a network from its inputs to its outputs, with
 * the conditions that it collects. Signals and weights without a rule are required to have degree
 * 0.
 */
final class Propagation {

  /** The usual remedy for a signal that scales where it must not. */
  static final String NORMALIZE = "put a normalization before it";

  /**
   * A weight tensor.
   *
   * @param node the key of its layer or vertex
   */
  record Tensor(String node, String parameter) {

    String name() {
      return node + "_" + parameter;
    }
  }

  /**
   * A normalization whose input scales with some tensors.
   *
   * @param key the key of the layer
   * @param label the layer as its author knows it
   * @param degree the degree of its input
   * @param hasEpsilon whether it adds an ε, which must be scaled too
   */
  record Normalized(String key, String label, Degree degree, boolean hasEpsilon) {}

  /**
   * A bias that scales with what it is added to.
   *
   * @param degree its degree
   * @param subtracted whether batch normalization subtracts it wherever it goes, so that it has no
   *     gradient
   */
  record ScalingBias(Degree degree, boolean subtracted) {}

  private final Map<String, Node> nodes;
  private final List<String> outputs;
  private final boolean truncated;
  private final Set<String> freeBiases;
  private final Map<String, Signal> signals = new HashMap<>();
  private final List<Tensor> tensors = new ArrayList<>();
  private final List<Condition> conditions = new ArrayList<>();
  private final List<Normalized> normalized = new ArrayList<>();
  private final Map<String, Degree> scalingBiases = new LinkedHashMap<>();
  private final Set<String> biasesInEffect = new HashSet<>();

  private Propagation(NetworkDescription network) {
    nodes =
        network.nodes().stream()
            .collect(
                Collectors.toMap(Node::key, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    outputs = network.outputs();
    truncated = network.backpropType() == BackpropType.TruncatedBPTT;
    freeBiases =
        nodes.values().stream()
            .filter(node -> node.layer() != null)
            .flatMap(Propagation::freeBiases)
            .collect(Collectors.toSet());
  }

  private static Stream<String> freeBiases(Node node) {
    Layer layer = node.layer();
    boolean constrained =
        layer instanceof FrozenLayerWithBackprop
            || layer.getConstraints() != null && !layer.getConstraints().isEmpty();
    return constrained
        ? Stream.of()
        : layer.initializer().biasKeys(layer).stream()
            .filter(
                key ->
                    TrainedTensor.effectiveRegularization(layer.getRegularizationByParam(key))
                        .isEmpty())
            .map(key -> node.key() + "_" + key);
  }

  /** Propagates degrees through a network. */
  static Propagation through(NetworkDescription network) {
    Propagation propagation = new Propagation(network);
    for (Node node : propagation.nodes.values()) {
      weights(node).forEach(key -> propagation.tensors.add(new Tensor(node.key(), key)));
    }
    propagation.nodes.keySet().forEach(propagation::signal);
    return propagation;
  }

  /** The weight tensors, in the order of the layers. */
  List<Tensor> tensors() {
    return tensors;
  }

  /** The conditions under which scaling tensors leaves the loss unchanged. */
  List<Condition> conditions() {
    return conditions;
  }

  /** The normalizations, in the order of propagation. */
  List<Normalized> normalized() {
    return normalized;
  }

  /** The biases that scale with what they are added to, by name. */
  Map<String, ScalingBias> scalingBiases() {
    Map<String, ScalingBias> biases = new LinkedHashMap<>();
    scalingBiases.forEach(
        (bias, degree) ->
            biases.put(bias, new ScalingBias(degree, !biasesInEffect.contains(bias))));
    return biases;
  }

  private Signal signal(String key) {
    Node node = nodes.get(key);
    if (node == null) {
      return Signal.UNSCALED;
    }
    Signal known = signals.get(key);
    if (known == null) {
      List<Signal> inputs = node.inputs().stream().map(this::signal).toList();
      known = outputs.contains(key) ? output(node, inputs) : through(node, inputs);
      signals.put(key, known);
    }
    return known;
  }

  private Signal through(Node node, List<Signal> inputs) {
    if (node.layer() == null) {
      return VertexRules.apply(this, node, node.vertex(), inputs);
    }
    Signal input = afterDropout(node, preprocessed(node, node.preprocessor(), inputs.get(0)));
    return LayerRules.apply(this, node, node.layer(), input);
  }

  private Signal output(Node node, List<Signal> inputs) {
    for (Tensor tensor : tensorsOf(node)) {
      requireZero(
          Degree.of(tensor.name()),
          "it produces the network's output, which would scale with it",
          "");
    }
    for (Signal input : inputs) {
      requireZero(
          withBiasesInEffect(input).degree(),
          "it reaches the network's output in " + node.label() + " with no normalization between",
          "put a normalization before " + node.label());
    }
    return Signal.UNSCALED;
  }

  Signal preprocessed(Node node, InputPreProcessor preprocessor, Signal input) {
    if (preprocessor == null) {
      return input;
    }
    return isReshape(preprocessor)
        ? withBiasesInEffect(input)
        : requireZero(
            input,
            "it goes through "
                + preprocessor.getClass().getSimpleName()
                + " before "
                + node.label()
                + ", for which there is no rule");
  }

  private static boolean isReshape(InputPreProcessor preprocessor) {
    if (preprocessor instanceof ComposableInputPreProcessor composed) {
      return List.of(composed.getInputPreProcessors()).stream().allMatch(Propagation::isReshape);
    }
    Class<?> type = preprocessor.getClass();
    return type == CnnToFeedForwardPreProcessor.class
        || type == CnnToRnnPreProcessor.class
        || type == FeedForwardToCnnPreProcessor.class
        || type == FeedForwardToRnnPreProcessor.class
        || type == RnnToCnnPreProcessor.class
        || type == RnnToFeedForwardPreProcessor.class;
  }

  private Signal afterDropout(Node node, Signal input) {
    IDropout dropout = node.layer().getIDropout();
    // A global dropout is configured for normalizations, too, but they do not apply it.
    if (dropout == null || LayerRules.isNormalization(node.layer())) {
      return input;
    }
    Class<?> type = dropout.getClass();
    boolean factor =
        type == Dropout.class || type == GaussianDropout.class || type == SpatialDropout.class;
    return factor
        ? withBiasesInEffect(input)
        : requireZero(
            input,
            type.getSimpleName()
                + " before "
                + node.label()
                + " is not a factor and does not scale with the weights");
  }

  /** The tensors of a node that are trained as weights. */
  List<Tensor> tensorsOf(Node node) {
    return weights(node).stream().map(key -> new Tensor(node.key(), key)).toList();
  }

  private static List<String> weights(Node node) {
    Layer layer = node.layer();
    if (layer != null) {
      return layer.initializer().weightKeys(layer);
    }
    return node.vertex() instanceof SameDiffVertex vertex
        ? vertex.getVertexParams().getWeightParameterKeys()
        : List.of();
  }

  /** Requires that a degree is 0. */
  void requireZero(Degree degree, String why, String remedy) {
    if (!degree.isZero()) {
      conditions.add(new Condition.ZeroDegree(degree, why, remedy));
    }
  }

  /** Requires that the degree of a signal is 0, before an operation that is not homogeneous. */
  Signal requireZero(Signal input, String why) {
    requireZero(withBiasesInEffect(input).degree(), why, NORMALIZE);
    return Signal.UNSCALED;
  }

  /**
   * The signal after an operation that does not preserve constants per channel, so that no later
   * normalization can subtract its biases.
   */
  Signal withBiasesInEffect(Signal signal) {
    biasesInEffect.addAll(signal.biases());
    return Signal.of(signal.degree());
  }

  /** Adds a bias, which then scales with what it is added to. */
  Signal withBias(Signal product, String bias) {
    if (!product.degree().isZero()) {
      scalingBiases.put(bias, product.degree());
    }
    return product.with(bias);
  }

  /** Records that a layer normalizes an input of some degree, with an ε. */
  Signal normalized(Node node, Degree degree) {
    return normalized(node, degree, true);
  }

  /** Records a normalization inside another layer that divides by the standard deviation alone. */
  void normalizedWithoutEpsilon(Node node, Degree degree) {
    normalized(node, degree, false);
  }

  private Signal normalized(Node node, Degree degree, boolean hasEpsilon) {
    if (!degree.isZero()) {
      normalized.add(new Normalized(node.key(), node.label(), degree, hasEpsilon));
    }
    return Signal.UNSCALED;
  }

  /** Whether recurrent layers carry their state from one step to the next. */
  boolean isTruncated() {
    return truncated;
  }

  /** Whether a bias is trained as declared and without constraints, so that it may be scaled. */
  boolean isFree(String bias) {
    return freeBiases.contains(bias);
  }

  /** Adds a condition unless it is trivial. */
  void requireEqual(Condition.EqualDegrees requireEqual) {
    if (!requireEqual.left().equals(requireEqual.right())) {
      conditions.add(requireEqual);
    }
  }

  /** Requires that the inputs of a node have equal degrees, and returns their sum. */
  Signal requireEqual(Node node, List<Signal> inputs) {
    Signal sum = inputs.get(0);
    for (int i = 1; i < inputs.size(); i++) {
      Signal other = inputs.get(i);
      requireEqual(
          new Condition.EqualDegrees(
              node.label(),
              label(node.inputs().get(0)),
              sum.degree(),
              label(node.inputs().get(i)),
              other.degree()));
      for (String bias : other.biases()) {
        sum = sum.with(bias);
      }
    }
    return sum;
  }

  private String label(String key) {
    Node node = nodes.get(key);
    return node == null ? "the input " + key : node.label();
  }
}
