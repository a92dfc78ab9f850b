package org.texp4j.dl4j.internal.backend.onednn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.InputVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A layer or vertex of a network that exists, and what it reads. */
sealed interface Stage {

  /** The key that stands for the network's input among the {@link #inputs}. */
  String NETWORK_INPUT = "";

  /** What the names of its parameters start with. */
  String key();

  /** The keys of the stages it reads. */
  List<String> inputs();

  /**
   * A layer.
   *
   * @param preprocessor what is done to the input before it reaches the layer; null for nothing
   */
  record OfLayer(String key, Layer layer, InputPreProcessor preprocessor, List<String> inputs)
      implements Stage {}

  /**
   * A vertex of a graph that is no layer.
   *
   * @param configuration what the vertex was made from
   */
  record OfVertex(
      String key,
      GraphVertex vertex,
      org.deeplearning4j.nn.conf.graph.GraphVertex configuration,
      List<String> inputs)
      implements Stage {}

  /** The stage as its author knows it. */
  default String label() {
    return this instanceof OfLayer layer
        ? "layer " + key() + " (" + layer.layer().getClass().getSimpleName() + ")"
        : "vertex " + key();
  }

  /** The layers of a network in a row. */
  static List<Stage> of(MultiLayerNetwork network) {
    List<Stage> stages = new ArrayList<>();
    String previous = NETWORK_INPUT;
    for (int i = 0; i < network.getnLayers(); i++) {
      String key = String.valueOf(i);
      InputPreProcessor preprocessor = network.getLayerWiseConfigurations().getInputPreProcess(i);
      stages.add(new OfLayer(key, network.getLayer(i), preprocessor, List.of(previous)));
      previous = key;
    }
    return stages;
  }

  /** The vertices of a graph, each after those it reads. */
  static List<Stage> of(ComputationGraph network) {
    Map<String, Stage> stages = new LinkedHashMap<>();
    for (GraphVertex vertex : network.getVertices()) {
      if (!(vertex instanceof InputVertex)) {
        stages.put(vertex.getVertexName(), of(network, vertex));
      }
    }
    Set<String> networkInputs = Set.copyOf(network.getConfiguration().getNetworkInputs());
    List<Stage> ordered = new ArrayList<>();
    Deque<Stage> waiting = new ArrayDeque<>(stages.values());
    Set<String> done = new HashSet<>(Set.of(NETWORK_INPUT));
    done.addAll(networkInputs);
    while (!waiting.isEmpty()) {
      Stage stage = waiting.poll();
      if (done.containsAll(stage.inputs())) {
        done.add(stage.key());
        ordered.add(stage);
      } else {
        waiting.add(stage);
      }
    }
    return ordered;
  }

  private static Stage of(ComputationGraph network, GraphVertex vertex) {
    String key = vertex.getVertexName();
    List<String> networkInputs = network.getConfiguration().getNetworkInputs();
    List<String> inputs =
        network.getConfiguration().getVertexInputs().get(key).stream()
            .map(input -> networkInputs.contains(input) ? NETWORK_INPUT : input)
            .toList();
    return vertex instanceof LayerVertex layer
        ? new OfLayer(key, layer.getLayer(), layer.getLayerPreProcessor(), inputs)
        : new OfVertex(key, vertex, network.getConfiguration().getVertices().get(key), inputs);
  }
}
