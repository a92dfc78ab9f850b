package org.texp4j.dl4j.internal.backend.onednn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The shape of what each stage computes on one batch, as Deeplearning4j's configuration has it.
 *
 * @param input the shape of the features
 */
record Shapes(long[] input, Map<String, InputType> types) {

  /** The shapes in a network of layers in a row. */
  static Shapes of(MultiLayerNetwork network, long[] input) {
    List<InputType> layers =
        network.getLayerWiseConfigurations().getLayerActivationTypes(type(input));
    Map<String, InputType> types = new HashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      types.put(String.valueOf(i), layers.get(i));
    }
    return new Shapes(input, types);
  }

  /** The shapes in a graph. */
  static Shapes of(ComputationGraph network, long[] input) {
    // Deeplearning4j writes preprocessors into the configuration that it is asked.
    return new Shapes(
        input,
        network.getConfiguration().clone().getLayerActivationTypes(true, false, type(input)));
  }

  private static InputType type(long[] input) {
    return switch (input.length) {
      case 2 -> InputType.feedForward(input[1]);
      case 4 -> InputType.convolutional(input[2], input[3], input[1]);
      default -> throw new NotSupportedException("its input has rank " + input.length);
    };
  }

  /**
   * The shape of what a stage computes.
   *
   * @throws NotSupportedException if it is neither rows nor images, or images with channels last
   */
  long[] of(String key) {
    InputType type = types.get(key);
    if (type instanceof InputTypeFeedForward rows) {
      return new long[] {input[0], rows.getSize()};
    } else if (type instanceof InputTypeConvolutional images
        && images.getFormat() == CNN2DFormat.NCHW) {
      return new long[] {input[0], images.getChannels(), images.getHeight(), images.getWidth()};
    }
    throw new NotSupportedException("what " + key + " computes is " + type);
  }
}
