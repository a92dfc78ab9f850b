package org.texp4j.dl4j.train;

import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.data.DataException;
import org.texp4j.dl4j.internal.evaluation.OutputLayers;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;

/** The check that labels are of some class where the loss is a cross-entropy over classes. */
final class LabelCheck {

  private LabelCheck() {}

  /**
   * Refuses labels that are all 0: their cross-entropy is 0 for any output.
   *
   * @throws DataException if there is nothing to learn from a batch
   */
  static void check(NetworkDescription network, Batch batch) {
    boolean allZero =
        batch.labels().stream().allMatch(labels -> labels.norm1Number().doubleValue() == 0);
    if (allZero) {
      network.nodes().stream()
          .filter(node -> isCrossEntropy(node.layer()))
          .findFirst()
          .map(Node::label)
          .ifPresent(
              output -> {
                throw new DataException(
                    "the labels of the first training batch are all 0, for which the loss of "
                        + output
                        + " is 0 whatever it computes: give each example a 1 for its class");
              });
    }
  }

  /** Not if labels are the numbers of classes, of which the first is 0. */
  private static boolean isCrossEntropy(Layer layer) {
    return OutputLayers.loss(layer)
        .filter(loss -> loss instanceof LossMCXENT && !(loss instanceof LossSparseMCXENT))
        .isPresent();
  }
}
