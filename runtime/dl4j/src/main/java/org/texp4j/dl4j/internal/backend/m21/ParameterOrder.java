package org.texp4j.dl4j.internal.backend.m21;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The order of a layer's parameters in its table, which has to be that in memory.
 *
 * <p>Deeplearning4j's updater takes the tensors to lie one behind the other in the order of the
 * table. Depthwise and separable convolutions list their weights first, but store their bias first:
 * so the updater takes the bias and some of the weights for the weights, and decays the bias.
 */
public final class ParameterOrder {

  private ParameterOrder() {}

  /**
   * Sorts the parameter tables of layers.
   *
   * @return whether one was out of order, so that an updater that was made before is wrong
   */
  public static boolean restore(Layer... layers) {
    boolean wasOutOfOrder = false;
    for (Layer layer : layers) {
      wasOutOfOrder |= sort(layer);
    }
    return wasOutOfOrder;
  }

  private static boolean sort(Layer layer) {
    Map<String, INDArray> table = layer.paramTable(false);
    if (table == null) {
      return false;
    }
    List<String> inMemory =
        table.keySet().stream()
            .sorted(Comparator.comparingLong(each -> table.get(each).offset()))
            .toList();
    if (inMemory.equals(List.copyOf(table.keySet()))) {
      return false;
    }
    Map<String, INDArray> sorted = new LinkedHashMap<>();
    inMemory.forEach(each -> sorted.put(each, table.get(each)));
    layer.setParamTable(sorted);
    return true;
  }
}
