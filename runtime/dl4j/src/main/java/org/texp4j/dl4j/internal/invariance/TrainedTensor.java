package org.texp4j.dl4j.internal.invariance;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.params.CenterLossParamInitializer;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.texp4j.dl4j.internal.network.FrozenLayers;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;
import org.texp4j.dl4j.internal.network.RunningStatistic;
import org.texp4j.dl4j.internal.network.TensorTraining;
import org.texp4j.dl4j.internal.update.PlannedUpdater;

/**
 * A trained tensor and the configuration of its training.
 *
 * @param parameter its name within the layer or vertex
 * @param configuration that of its layer, unwrapped, or of its vertex
 * @param isWeight whether Deeplearning4j treats it as a weight, on which weight decay acts
 */
record TrainedTensor(Node node, String parameter, TrainingConfig configuration, boolean isWeight) {

  /** The trained tensors of a network, in the order of its nodes. */
  static Stream<TrainedTensor> in(NetworkDescription network) {
    return network.nodes().stream().flatMap(node -> in(node).stream());
  }

  /** The trained tensors of a node; none if it is frozen. */
  static List<TrainedTensor> in(Node node) {
    Layer layer = node.layer();
    if (FrozenLayers.held(layer).isPresent()) {
      return List.of();
    }
    if (layer != null) {
      return configured(node, layer);
    }
    if (node.vertex() instanceof SameDiffVertex vertex) {
      return vertex.getVertexParams().getParamShapes().keySet().stream()
          .map(
              key ->
                  new TrainedTensor(node, key, vertex, vertex.getVertexParams().isWeightParam(key)))
          .toList();
    }
    return List.of();
  }

  /** The names of all tensors of a node that is frozen; none of another. */
  static List<String> frozenIn(Node node) {
    return FrozenLayers.held(node.layer()).stream()
        .flatMap(held -> held.initializer().paramKeys(held).stream())
        .map(key -> node.key() + "_" + key)
        .toList();
  }

  /** The tensors of a node's layer, or of the one that it holds, that are trained if it is. */
  static List<TrainedTensor> configured(Node node, Layer layer) {
    List<String> weights = layer.initializer().weightKeys(layer);
    return layer.initializer().paramKeys(layer).stream()
        .filter(key -> !isMovedByLayer(layer, key))
        .map(key -> new TrainedTensor(node, key, unwrapped(layer), weights.contains(key)))
        .toList();
  }

  /** Whether a layer moves a parameter by a rule of its own: running statistics, and centers. */
  private static boolean isMovedByLayer(Layer layer, String parameter) {
    return RunningStatistic.isNamed(parameter)
        || unwrapped(layer) instanceof CenterLossOutputLayer
            && parameter.equals(CenterLossParamInitializer.CENTER_KEY);
  }

  private static Layer unwrapped(Layer layer) {
    return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
  }

  /** The name in the network's parameter table. */
  String tensor() {
    return node.key() + "_" + parameter;
  }

  /** The training of the layer or vertex that it belongs to. */
  LayerTraining layerTraining() {
    return new LayerTraining(node, configuration);
  }

  /** How it is trained; its updater must be a {@link PlannedUpdater}. */
  TensorTraining training() {
    PlannedUpdater updater = (PlannedUpdater) configuration.getUpdaterByParam(parameter);
    return new TensorTraining(updater.group(), updater.degree(), regularization());
  }

  /** The regularization that is configured for the tensor. */
  List<Regularization> regularization() {
    List<Regularization> configured = configuration.getRegularizationByParam(parameter);
    return configured == null ? List.of() : configured;
  }

  /** The regularization that has an effect: an L2 of 0 exempts a layer from a global decay. */
  List<Regularization> effectiveRegularization() {
    return effectiveRegularization(regularization());
  }

  /** The part of a configured regularization, which may be null, that has an effect. */
  static List<Regularization> effectiveRegularization(List<Regularization> configured) {
    return configured == null
        ? List.of()
        : configured.stream().filter(each -> !isDecay(each, 0)).toList();
  }

  /** Whether a regularization is a weight decay with this constant coefficient. */
  static boolean isDecay(Regularization regularization, double coefficient) {
    return regularization instanceof L2Regularization l2
        && l2.getL2() instanceof FixedSchedule
        && l2.getL2().valueAt(0, 0) == coefficient;
  }

  /** Whether a constraint acts on the tensor, or on another of its layer. */
  boolean isConstrained() {
    return configuration instanceof Layer layer
        && layer.getConstraints() != null
        && !layer.getConstraints().isEmpty();
  }
}
