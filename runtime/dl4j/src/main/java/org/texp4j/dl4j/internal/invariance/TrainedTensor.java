package org.texp4j.dl4j.internal.invariance;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;
import org.texp4j.dl4j.internal.network.TensorTraining;
import org.texp4j.dl4j.internal.update.PlannedUpdater;

/**
 * A tensor that is trained, and the configuration that says how.
 *
 * @param parameter its name within the layer or vertex
 * @param isWeight whether Deeplearning4j takes it for a weight, which decay acts on
 */
record TrainedTensor(Node node, String parameter, TrainingConfig configuration, boolean isWeight) {

  /** What batch normalization keeps among its parameters without training it. */
  private static final Set<String> RUNNING_STATISTICS =
      Set.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR,
          BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

  static Stream<TrainedTensor> in(NetworkDescription network) {
    return network.nodes().stream().flatMap(node -> in(node).stream());
  }

  static List<TrainedTensor> in(Node node) {
    Layer layer = node.layer();
    if (layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop) {
      return List.of();
    }
    if (layer != null) {
      List<String> weights = layer.initializer().weightKeys(layer);
      return layer.initializer().paramKeys(layer).stream()
          .filter(key -> !RUNNING_STATISTICS.contains(key))
          .map(key -> new TrainedTensor(node, key, unwrapped(layer), weights.contains(key)))
          .toList();
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

  private static Layer unwrapped(Layer layer) {
    return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
  }

  /** The name in the network's parameter table. */
  String tensor() {
    return node.key() + "_" + parameter;
  }

  /** How the configuration says that it is trained, by an updater of ours. */
  TensorTraining training() {
    PlannedUpdater updater = (PlannedUpdater) configuration.getUpdaterByParam(parameter);
    return new TensorTraining(updater.group(), updater.degree(), regularization());
  }

  /** What is configured to act on the tensor beside its gradient. */
  List<Regularization> regularization() {
    List<Regularization> configured = configuration.getRegularizationByParam(parameter);
    return configured == null ? List.of() : configured;
  }

  /** What acts on it: L2 of 0, by which a layer refuses the decay of all, is nothing. */
  List<Regularization> acting() {
    return acting(regularization());
  }

  static List<Regularization> acting(List<Regularization> configured) {
    return configured == null
        ? List.of()
        : configured.stream().filter(each -> !isDecay(each, 0)).toList();
  }

  /** Whether this is weight decay with a constant coefficient. */
  static boolean isDecay(Regularization regularization, double coefficient) {
    return regularization instanceof L2Regularization l2
        && l2.getL2() instanceof FixedSchedule
        && l2.getL2().valueAt(0, 0) == coefficient;
  }

  /** Whether a constraint holds the tensor, or another of its layer. */
  boolean isConstrained() {
    return configuration instanceof Layer layer
        && layer.getConstraints() != null
        && !layer.getConstraints().isEmpty();
  }
}
