package org.texp4j.dl4j.internal.backend;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;

/** A layer or vertex of a network, and which nodes it reads. */
public sealed interface NetworkNode {

  /** The key of the network's input among the {@link #inputs}. */
  String NETWORK_INPUT = "";

  /** The name or index that the names of its parameters start with. */
  String key();

  /** The keys of the nodes it reads. */
  List<String> inputs();

  /** The node as its author knows it. */
  String label();

  /**
   * A layer.
   *
   * @param preprocessor what is applied to the input before it reaches the layer; null for nothing
   */
  record OfLayer(String key, Layer layer, InputPreProcessor preprocessor, List<String> inputs)
      implements NetworkNode {

    @Override
    public String label() {
      return "layer " + key + " (" + layer.getClass().getSimpleName() + ")";
    }
  }

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
      implements NetworkNode {

    @Override
    public String label() {
      return "vertex " + key;
    }
  }
}
