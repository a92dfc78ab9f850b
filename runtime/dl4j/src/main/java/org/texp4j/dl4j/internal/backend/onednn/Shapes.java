package org.texp4j.dl4j.internal.backend.onednn;

import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.texp4j.dl4j.internal.backend.NetworkGraph;

/**
 * The shape of what each node computes on one batch, by Deeplearning4j's configuration.
 *
 * @param input the shape of the features
 * @param types what each node computes, by its key
 */
record Shapes(long[] input, Map<String, InputType> types) {

  /**
   * The shapes in a network.
   *
   * @param input the shape of the features
   * @throws NotSupportedException if they are neither rows nor images
   */
  static Shapes infer(NetworkGraph network, long[] input) {
    return new Shapes(input, network.activationTypes(type(input)));
  }

  private static InputType type(long[] input) {
    return switch (input.length) {
      case 2 -> InputType.feedForward(input[1]);
      case 4 -> InputType.convolutional(input[2], input[3], input[1]);
      default -> throw new NotSupportedException("its input has rank " + input.length);
    };
  }

  /**
   * The shape of what a node computes.
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
    throw new NotSupportedException("the output of " + key + " is " + type);
  }
}
