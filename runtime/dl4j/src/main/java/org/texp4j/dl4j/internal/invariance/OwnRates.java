package org.texp4j.dl4j.internal.invariance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;
import org.texp4j.dl4j.internal.network.TensorTraining;
import org.texp4j.dl4j.internal.update.ParameterGroup;
import org.texp4j.dl4j.internal.update.PlannedUpdater;

/**
 * The learning rates of single layers: multiples of the declared one.
 *
 * <p>All tensors of such a layer keep the declared recipe in every form of it. To convert them they
 * would need a scale of their own, which tensors that are only jointly invariant cannot have.
 */
public final class OwnRates {

  private OwnRates() {}

  /**
   * Sets the rates in the configuration of a network that has the declared updater.
   *
   * @param factors what the declared rate is multiplied by, by the name or index of a layer
   * @return what was set, one clause each
   * @throws UnsuitableNetworkException if there is no such layer, nothing in it is trained, or it
   *     is given by name and by index
   */
  public static List<String> set(NetworkDescription network, Map<String, Double> factors) {
    List<String> notes = new ArrayList<>();
    Map<String, String> named = new HashMap<>();
    factors.forEach(
        (layer, factor) -> {
          Node node = node(network, layer);
          String earlier = named.putIfAbsent(node.key(), layer);
          if (earlier != null) {
            throw new UnsuitableNetworkException(
                "%s has two learning rate factors, as \"%s\" and as \"%s\": leave one out of"
                        .formatted(node.label(), earlier, layer)
                    + " @LearningRateFactor");
          }
          List<TrainedTensor> tensors = TrainedTensor.in(node);
          if (tensors.isEmpty()) {
            throw new UnsuitableNetworkException(
                node.label()
                    + " is to have "
                    + factor
                    + " times the declared learning rate, but nothing in it is trained: leave it"
                    + " out of @LearningRateFactor");
          }
          if (factor != 1) {
            set(tensors, factor);
            notes.add(node.label() + " learns at " + factor + " times the declared rate");
          }
        });
    return notes;
  }

  private static Node node(NetworkDescription network, String layer) {
    return network.nodes().stream()
        .filter(node -> node.key().equals(layer) || isNamed(node, layer))
        .findFirst()
        .orElseThrow(
            () ->
                new UnsuitableNetworkException(
                    "the network has no layer \""
                        + layer
                        + "\", which is to have a learning rate of its own; it has "
                        + String.join(", ", network.nodes().stream().map(Node::label).toList())));
  }

  private static boolean isNamed(Node node, String layer) {
    return node.layer() != null && layer.equals(node.layer().getLayerName());
  }

  private static void set(List<TrainedTensor> tensors, double factor) {
    TrainedTensor any = tensors.get(0);
    PlannedUpdater declared =
        (PlannedUpdater) any.configuration().getUpdaterByParam(any.parameter());
    any.layerTraining()
        .set(
            declared.withRateFactor(factor),
            training(tensors.stream().filter(TrainedTensor::isWeight).toList()),
            training(tensors.stream().filter(each -> !each.isWeight()).toList()));
  }

  private static TensorTraining training(List<TrainedTensor> tensors) {
    return new TensorTraining(
        ParameterGroup.DECLARED,
        1,
        tensors.isEmpty() ? List.of() : tensors.get(0).regularization());
  }

  /** What the declared rate of a tensor is multiplied by. */
  static double of(TrainedTensor tensor) {
    return tensor.configuration().getUpdaterByParam(tensor.parameter())
            instanceof PlannedUpdater planned
        ? planned.rateFactor()
        : 1;
  }
}
