package org.texp4j.dl4j.train;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.normalization.LayerNormalizedLstm;

/** The check that a recurrent state is one that a network carries within a batch of sequences. */
final class CarriedState {

  private CarriedState() {}

  /**
   * Requires that there is no recurrent state between batches.
   *
   * @throws IllegalArgumentException if there is
   */
  static void requireNone(Map<String, INDArray> state) {
    if (!state.isEmpty()) {
      throw new IllegalArgumentException(
          "it has the recurrent state "
              + String.join(", ", new TreeSet<>(state.keySet()))
              + ", but was taken where new sequences begin");
    }
  }

  /**
   * Requires one row per example in each array, of the width of its layer, and all arrays of all
   * layers.
   *
   * @param state one whose names are those of recurrent layers of the network
   * @param examples whether the batch may have that number of examples
   * @throws IllegalArgumentException if the state is another
   */
  static void require(Map<String, INDArray> state, NetworkModel network, LongPredicate examples) {
    Set<String> required = new TreeSet<>();
    for (NetworkDescription.Node node : network.description().nodes()) {
      Layer layer = node.layer() == null ? null : network.layer(node.key());
      if (layer instanceof RecurrentLayer) {
        names(layer.conf().getLayer()).forEach(name -> required.add(node.key() + '/' + name));
      }
    }
    required.removeAll(state.keySet());
    if (!required.isEmpty()) {
      throw new IllegalArgumentException(
          "it was taken within a batch of sequences, but has no recurrent state "
              + String.join(", ", required));
    }
    state.forEach((name, array) -> requireShape(name, array, network, examples));
    if (state.values().stream().mapToLong(array -> array.size(0)).distinct().count() > 1) {
      throw new IllegalArgumentException("its recurrent states have different numbers of examples");
    }
  }

  private static void requireShape(
      String name, INDArray array, NetworkModel network, LongPredicate examples) {
    org.deeplearning4j.nn.conf.layers.Layer layer =
        network.recurrentLayer(name).orElseThrow().conf().getLayer();
    Set<String> names = names(layer);
    boolean isNamed = names.isEmpty() || names.contains(name.substring(name.lastIndexOf('/') + 1));
    boolean fits =
        array.rank() == 2
            && examples.test(array.size(0))
            && (!(layer instanceof FeedForwardLayer wide) || array.size(1) == wide.getNOut());
    if (!isNamed || !fits) {
      throw new IllegalArgumentException(
          "its recurrent state "
              + name
              + " of shape "
              + Arrays.toString(array.shape())
              + " is not one of the network on the batch at that step");
    }
  }

  /** The names of the arrays that a layer carries; empty if they are not known. */
  private static Set<String> names(org.deeplearning4j.nn.conf.layers.Layer layer) {
    if (layer instanceof LayerNormalizedLstm) {
      return Set.of("h", "c");
    } else if (layer instanceof AbstractLSTM) {
      return Set.of("prevAct", "prevMem");
    }
    return layer instanceof SimpleRnn ? Set.of("prevAct") : Set.of();
  }
}
