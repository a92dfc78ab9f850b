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
 * Degrees of homogeneity carried through a network from its inputs to its outputs, and the
 * conditions met on the way. Whatever there is no rule for has to stay as it is.
 */
final class Propagation {

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
   * Something that divides its input by the input's own size.
   *
   * @param key the key of the layer
   * @param degree the degree of its input
   * @param hasEpsilon whether it adds an ε that has to be carried
   */
  record Normalized(String key, String label, Degree degree, boolean hasEpsilon) {}

  /**
   * A bias that can be scaled along with what it is added to.
   *
   * @param degree the degree of that
   * @param subtracted whether batch normalization subtracts it wherever it gets to, so that it has
   *     no gradient
   */
  record Follower(Degree degree, boolean subtracted) {}

  private final Map<String, Node> nodes;
  private final List<String> outputs;
  private final Set<String> freeBiases;
  private final Map<String, Signal> signals = new HashMap<>();
  private final List<Tensor> tensors = new ArrayList<>();
  private final List<Condition> conditions = new ArrayList<>();
  private final List<Normalized> normalized = new ArrayList<>();
  private final Map<String, Degree> followers = new LinkedHashMap<>();
  private final Set<String> settledBiases = new HashSet<>();

  private Propagation(NetworkDescription network) {
    nodes =
        network.nodes().stream()
            .collect(
                Collectors.toMap(Node::key, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    outputs = network.outputs();
    freeBiases =
        nodes.values().stream()
            .filter(node -> node.layer() != null)
            .flatMap(Propagation::freeBiases)
            .collect(Collectors.toSet());
  }

  private static Stream<String> freeBiases(Node node) {
    Layer layer = node.layer();
    boolean tied =
        layer instanceof FrozenLayerWithBackprop
            || layer.getConstraints() != null && !layer.getConstraints().isEmpty();
    return tied
        ? Stream.of()
        : layer.initializer().biasKeys(layer).stream()
            .filter(key -> TrainedTensor.acting(layer.getRegularizationByParam(key)).isEmpty())
            .map(key -> node.key() + "_" + key);
  }

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

  List<Condition> conditions() {
    return conditions;
  }

  List<Normalized> normalized() {
    return normalized;
  }

  /** The biases that scale along, by name. */
  Map<String, Follower> followers() {
    Map<String, Follower> biases = new LinkedHashMap<>();
    followers.forEach(
        (bias, degree) -> biases.put(bias, new Follower(degree, !settledBiases.contains(bias))));
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
    Signal input = dropped(node, preprocessed(node, node.preprocessor(), inputs.get(0)));
    return LayerRules.apply(this, node, node.layer(), input);
  }

  private Signal output(Node node, List<Signal> inputs) {
    for (Tensor tensor : tensorsOf(node)) {
      unscaled(Degree.of(tensor.name()), "it makes the network's output, which scales along", "");
    }
    for (Signal input : inputs) {
      unscaled(
          settled(input).degree(),
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
        ? settled(input)
        : opaque(
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

  private Signal dropped(Node node, Signal input) {
    IDropout dropout = node.layer().getIDropout();
    // A global dropout is configured for normalizations, too, but they do not apply it.
    if (dropout == null || LayerRules.isNormalization(node.layer())) {
      return input;
    }
    Class<?> type = dropout.getClass();
    boolean factor =
        type == Dropout.class || type == GaussianDropout.class || type == SpatialDropout.class;
    return factor
        ? settled(input)
        : opaque(
            input,
            type.getSimpleName()
                + " before "
                + node.label()
                + " is not a factor and does not scale"
                + " along");
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

  void unscaled(Degree degree, String why, String remedy) {
    if (!degree.isZero()) {
      conditions.add(new Condition.Unscaled(degree, why, remedy));
    }
  }

  /** Whatever does this to a signal leaves it unscaled if it comes unscaled, and only then. */
  Signal opaque(Signal input, String why) {
    unscaled(settled(input).degree(), why, "put a normalization before it");
    return Signal.UNSCALED;
  }

  /** A signal whose constants per channel have an effect: no normalization subtracts them. */
  Signal settled(Signal signal) {
    settledBiases.addAll(signal.biases());
    return Signal.of(signal.degree());
  }

  /** Adds a bias, which from there on scales as what it is added to. */
  Signal biased(Signal product, String bias) {
    if (!product.degree().isZero()) {
      followers.put(bias, product.degree());
    }
    return product.with(bias);
  }

  /** Records that a layer normalizes something of a degree, with an ε of its own. */
  Signal normalized(Node node, Degree degree) {
    return normalized(node, degree, true);
  }

  /** Records a normalization that divides by a standard deviation alone, inside another layer. */
  void normalizedWithoutEpsilon(Node node, Degree degree) {
    normalized(node, degree, false);
  }

  private Signal normalized(Node node, Degree degree, boolean hasEpsilon) {
    if (!degree.isZero()) {
      normalized.add(new Normalized(node.key(), node.label(), degree, hasEpsilon));
    }
    return Signal.UNSCALED;
  }

  /** Whether a bias is trained as declared and by nothing else, so that it may be scaled along. */
  boolean isFree(String bias) {
    return freeBiases.contains(bias);
  }

  void meeting(Condition.Meeting meeting) {
    if (!meeting.left().equals(meeting.right())) {
      conditions.add(meeting);
    }
  }

  /** Requires that the inputs of a node have one degree, and returns them joined. */
  Signal meeting(Node node, List<Signal> inputs) {
    Signal joined = inputs.get(0);
    for (int i = 1; i < inputs.size(); i++) {
      Signal other = inputs.get(i);
      meeting(
          new Condition.Meeting(
              node.label(),
              label(node.inputs().get(0)),
              joined.degree(),
              label(node.inputs().get(i)),
              other.degree()));
      for (String bias : other.biases()) {
        joined = joined.with(bias);
      }
    }
    return joined;
  }

  private String label(String key) {
    Node node = nodes.get(key);
    return node == null ? "the input " + key : node.label();
  }
}
