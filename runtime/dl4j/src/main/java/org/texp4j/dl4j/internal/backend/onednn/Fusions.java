package org.texp4j.dl4j.internal.backend.onednn;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.texp4j.dl4j.internal.backend.NetworkNode;
import org.texp4j.dl4j.internal.backend.onednn.operations.LayerLowerings;

/**
 * Which node can be fused with the node before it, so that one primitive computes both: one that
 * alone reads it.
 *
 * @param nodes the network's nodes
 */
record Fusions(List<NetworkNode> nodes) {

  /**
   * A vertex that adds a node and another.
   *
   * @param key the vertex
   * @param addend the other node
   */
  record Sum(String key, String addend) {}

  /** The rectifier that alone reads that node. */
  Optional<String> rectifierAfter(String key) {
    return onlyReader(key)
        .filter(NetworkNode.OfLayer.class::isInstance)
        .map(NetworkNode.OfLayer.class::cast)
        .filter(reader -> reader.preprocessor() == null && isRectifier(reader))
        .map(NetworkNode::key);
  }

  private static boolean isRectifier(NetworkNode.OfLayer node) {
    return node.layer() instanceof ActivationLayer activation
        && LayerLowerings.isRectifier(activation.layerConf().getActivationFn());
  }

  /** The vertex that alone reads that node and adds one other to it. */
  Optional<Sum> sumAfter(String key) {
    return onlyReader(key)
        .filter(reader -> isSum(reader) && reader.inputs().size() == 2)
        .map(sum -> new Sum(sum.key(), sum.inputs().get(1 - sum.inputs().indexOf(key))));
  }

  private static boolean isSum(NetworkNode node) {
    return node instanceof NetworkNode.OfVertex vertex
        && vertex.configuration() instanceof ElementWiseVertex elementwise
        && elementwise.getOp() == ElementWiseVertex.Op.Add;
  }

  private Optional<NetworkNode> onlyReader(String key) {
    List<NetworkNode> readers = nodes.stream().filter(node -> node.inputs().contains(key)).toList();
    return readers.size() == 1 ? Optional.of(readers.get(0)) : Optional.empty();
  }
}
