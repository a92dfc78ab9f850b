package org.texp4j.dl4j.train;

import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.internal.network.NetworkModel;

/** Finds where in a network numbers stopped being finite. */
final class Divergence {

  private Divergence() {}

  static boolean isFinite(INDArray array) {
    if (!array.dataType().isFPType() || Double.isFinite(array.norm1Number().doubleValue())) {
      return true;
    }
    // The sum of finite numbers may overflow.
    return !array.isNaN().any() && !array.isInfinite().any();
  }

  /** Says where a loss that is not finite came from. */
  static String ofLoss(NetworkModel network, Batch batch) {
    if (!batch.arrays().stream().allMatch(Divergence::isFinite)) {
      return "the batch holds values that are not finite";
    }
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
  static Optional<String> ofParameters(NetworkModel network) {
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
