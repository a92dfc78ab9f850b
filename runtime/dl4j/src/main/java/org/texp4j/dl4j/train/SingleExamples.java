package org.texp4j.dl4j.train;

import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;
import org.texp4j.dl4j.internal.network.NetworkModel;

/**
 * Refuses to train batch normalization on one value per channel: the mean is that value, so the
 * output is the shift β, whatever the weights before it, and the variance that is kept for
 * evaluation is drawn to 0. It happens to rows, and to images of one pixel, if a batch or a part of
 * it has one example.
 */
final class SingleExamples {

  private final NetworkModel network;
  private final int parts;

  /** The first layer that cannot be trained on one example; null before it was looked for. */
  private Optional<String> layer;

  /**
   * Creates the check for a network.
   *
   * @param parts the number of parts in which gradients are computed
   */
  SingleExamples(NetworkModel network, int parts) {
    this.network = network;
    this.parts = parts;
  }

  /**
   * Refuses batches of some size.
   *
   * @param sample any batch
   * @param examples the number of examples in such a batch, at least 1
   * @param where which batches these are, for the message
   * @throws TrainingException if batch normalization would get one value per channel
   */
  void refuse(Batch sample, long examples, String where) {
    boolean whole = examples == 1;
    if ((whole || examples / parts <= 1 && parts > 1) && layer(sample).isPresent()) {
      throw new TrainingException(
          where
              + " has "
              + examples
              + (whole
                  ? " example"
                  : " examples, which --accumulate " + parts + " splits into parts of one")
              + ", but batch normalization in "
              + layer(sample).get()
              + " cannot be trained on one example: it would give the same output for any. "
              + (whole
                  ? "Declare a batchSize that does not leave one example, or leave that example out"
                  : "Accumulate fewer parts"));
    }
  }

  private Optional<String> layer(Batch sample) {
    if (layer == null) {
      Map<String, InputType> types = network.activationTypes(sample);
      layer =
          network.description().nodes().stream()
              .filter(node -> node.layer() instanceof BatchNormalization)
              .filter(node -> isOneValue(types.get(node.key())))
              .map(Node::label)
              .findFirst();
    }
    return layer;
  }

  private static boolean isOneValue(InputType type) {
    return type instanceof InputTypeFeedForward
        || type instanceof InputTypeConvolutional images
            && images.getHeight() * images.getWidth() == 1;
  }
}
