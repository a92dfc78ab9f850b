package org.texp4j.dl4j.internal.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.texp4j.dl4j.internal.backend.NetworkGraph;
import org.texp4j.dl4j.internal.backend.NetworkNode;

/**
 * What the recurrent layers of a network carry from one segment of their sequences to the next,
 * where backpropagation through time is truncated: arrays with one row per example, by the key of
 * the layer, a slash and Deeplearning4j's name.
 */
final class RecurrentState {

  private static final char SLASH = '/';

  private final Map<String, RecurrentLayer> layers = new LinkedHashMap<>();

  /** Finds the recurrent layers of a network. */
  RecurrentState(NetworkGraph network) {
    for (NetworkNode node : network.nodes()) {
      if (node instanceof NetworkNode.OfLayer of
          && unwrapped(of.layer()) instanceof RecurrentLayer) {
        layers.put(node.key(), (RecurrentLayer) unwrapped(of.layer()));
      }
    }
  }

  private static Layer unwrapped(Layer layer) {
    return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
  }

  /** Reads the state; copies. */
  Map<String, INDArray> get() {
    Map<String, INDArray> state = new TreeMap<>();
    layers.forEach(
        (key, layer) ->
            layer
                .rnnGetTBPTTState()
                .forEach((name, array) -> state.put(key + SLASH + name, array.dup())));
    return state;
  }

  /** The layer that carries an array of that name, without its wrappers; empty if there is none. */
  Optional<Layer> layerOf(String name) {
    return Optional.ofNullable(layers.get(name.substring(0, Math.max(name.lastIndexOf(SLASH), 0))));
  }

  /** Replaces the state; empty at the start of sequences. */
  void set(Map<String, INDArray> state) {
    layers.forEach(
        (key, layer) -> {
          Map<String, INDArray> own = new LinkedHashMap<>();
          state.forEach(
              (name, array) -> {
                int end = name.lastIndexOf(SLASH);
                if (name.substring(0, Math.max(end, 0)).equals(key)) {
                  own.put(name.substring(end + 1), array.dup());
                }
              });
          layer.rnnSetTBPTTState(own);
          layer.rnnSetPreviousState(own); // which GravesLSTM reads instead
        });
  }

  /** The state of some examples. */
  static Map<String, INDArray> rows(Map<String, INDArray> state, int from, int to) {
    Map<String, INDArray> rows = new TreeMap<>();
    state.forEach(
        (name, array) -> {
          INDArrayIndex[] indices = NDArrayIndex.allFor(array);
          indices[0] = NDArrayIndex.interval(from, to);
          rows.put(name, array.get(indices).dup());
        });
    return rows;
  }

  /** The state of all examples, from those of parts that follow one another. */
  static Map<String, INDArray> joined(List<Map<String, INDArray>> parts) {
    Map<String, INDArray> joined = new TreeMap<>();
    for (String name : parts.get(0).keySet()) {
      joined.put(
          name,
          Nd4j.concat(0, parts.stream().map(part -> part.get(name)).toArray(INDArray[]::new)));
    }
    return joined;
  }
}
