package org.texp4j.dl4j.train;

import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.internal.network.NetworkModel;

/** Finds where in a network numbers stopped being finite. */
final class Divergence {

  private static final String REMEDY =
      "the declared recipe diverges here; try a smaller learning rate or a warm-up";

  private Divergence() {}

  static boolean isFinite(INDArray array) {
    if (!array.dataType().isFPType() || Double.isFinite(array.norm1Number().doubleValue())) {
      return true;
    }
    // The sum of finite numbers may overflow.
    return !array.isNaN().any() && !array.isInfinite().any();
  }

  /** Says where a loss that is not finite came from, and what to do. */
  static String ofLoss(NetworkModel network, Batch batch) {
    return ofData(batch).orElseGet(() -> "(" + source(network, batch) + "): " + REMEDY);
  }

  /** Says which parameters are not finite after an update, and what to do. */
  static String ofUpdate(NetworkModel network, Batch batch) {
    return ofData(batch)
        .orElseGet(
            () -> "(" + ofParameters(network).orElse("their sum overflows") + "): " + REMEDY);
  }

  /** The explanation if the batch is to blame, which no other learning rate would help. */
  private static Optional<String> ofData(Batch batch) {
    if (!batch.features().stream().allMatch(Divergence::isFinite)) {
      return Optional.of(explanation("features"));
    }
    return batch.labels().stream().allMatch(Divergence::isFinite)
        ? Optional.empty()
        : Optional.of(explanation("labels"));
  }

  private static String explanation(String name) {
    return "(the "
        + name
        + " of its batch hold values that are not finite): mend the training data, or leave such"
        + " examples out";
  }

  private static String source(NetworkModel network, Batch batch) {
    Map<String, INDArray> outputs = network.activations(batch);
    String last = outputs.keySet().stream().reduce((before, layer) -> layer).orElse("");
    return ofParameters(network)
        .or(
            () ->
                first(outputs)
                    .map(layer -> "the first output that is not finite is that of layer " + layer))
        .orElse(
            "all parameters and outputs are finite, so it is the loss function of layer " + last);
  }

  /** Names the first parameters that are not finite; empty if all are. */
  private static Optional<String> ofParameters(NetworkModel network) {
    return first(network.parameterTable())
        .map(
            name -> {
              int end = name.lastIndexOf('_');
              return "the first parameters that are not finite are "
                  + name.substring(end + 1)
                  + " of layer "
                  + name.substring(0, end);
            });
  }

  private static Optional<String> first(Map<String, INDArray> arrays) {
    return arrays.entrySet().stream()
        .filter(entry -> !isFinite(entry.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
