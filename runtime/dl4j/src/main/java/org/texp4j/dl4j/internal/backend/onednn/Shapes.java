package org.texp4j.dl4j.internal.backend.onednn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.texp4j.dl4j.internal.backend.NetworkGraph;
import org.texp4j.dl4j.internal.backend.NetworkNode;

/**
 * The shape of what each node computes on one batch.
 *
 * <p>Deeplearning4j's configuration says what an example becomes. How many examples there are is
 * known here: some nodes change their number.
 */
final class Shapes {

  private final Map<String, InputType> types;
  private final Map<String, long[]> shapes = new HashMap<>();

  private Shapes(long[] input, Map<String, InputType> types) {
    this.types = types;
    shapes.put(NetworkNode.NETWORK_INPUT, input);
  }

  /**
   * The shapes in a network.
   *
   * @param nodes its nodes, each after those it reads
   * @param input the shape of the features
   * @throws NotSupportedException if a shape but the last is neither rows nor images, or images
   *     with channels last; or if it is not known how many examples a node computes
   */
  static Shapes infer(NetworkGraph network, List<NetworkNode> nodes, long[] input) {
    InputType type =
        NetworkGraph.inputType(input)
            .orElseThrow(() -> new NotSupportedException("its input has rank " + input.length));
    Shapes shapes = new Shapes(input, network.activationTypes(type));
    for (NetworkNode node : nodes.subList(0, nodes.size() - 1)) {
      shapes.shapes.put(node.key(), shapes.shape(node));
    }
    return shapes;
  }

  /** The shape of the features. */
  long[] input() {
    return of(NetworkNode.NETWORK_INPUT);
  }

  /** The shape of what a node computes; not of the network's last node. */
  long[] of(String key) {
    return shapes.get(key);
  }

  private long[] shape(NetworkNode node) {
    InputType type = types.get(node.key());
    if (type instanceof InputTypeFeedForward rows) {
      return new long[] {examples(node), rows.getSize()};
    } else if (type instanceof InputTypeConvolutional images
        && images.getFormat() == CNN2DFormat.NCHW) {
      return new long[] {
        examples(node), images.getChannels(), images.getHeight(), images.getWidth()
      };
    }
    throw new NotSupportedException("the output of " + node.key() + " is " + type);
  }

  private long examples(NetworkNode node) {
    long[] read = node.inputs().stream().mapToLong(key -> of(key)[0]).toArray();
    if (node instanceof NetworkNode.OfLayer layer) {
      return layer.layer().conf().getLayer() instanceof SpaceToBatchLayer spread
          ? read[0] * spread.getBlocks()[0] * spread.getBlocks()[1]
          : read[0];
    }
    var configuration = ((NetworkNode.OfVertex) node).configuration();
    if (configuration instanceof StackVertex) {
      return Arrays.stream(read).sum();
    } else if (configuration instanceof UnstackVertex part) {
      return read[0] / part.getStackSize();
    } else if (configuration instanceof ReshapeVertex reshape) {
      return examples(reshape.getNewShape(), of(node.inputs().get(0)));
    } else if (Arrays.stream(read).distinct().count() == 1) {
      return read[0];
    }
    throw new NotSupportedException(
        node.label() + " reads different numbers of examples: " + Arrays.toString(read));
  }

  private static long examples(int[] newShape, long[] read) {
    long elements = Arrays.stream(read).reduce(1, Math::multiplyExact);
    long perExample = Arrays.stream(newShape).skip(1).asLongStream().reduce(1, Math::multiplyExact);
    return newShape[0] >= 0 ? newShape[0] : elements / perExample;
  }
}
