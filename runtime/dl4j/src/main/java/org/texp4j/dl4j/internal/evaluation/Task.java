package org.texp4j.dl4j.internal.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossCosineProximity;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossMultiLabel;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge;

/**
 * What a network does at one of its outputs, and so by which metrics it is judged; for rows, and
 * for each pixel or time step alike.
 */
enum Task {
  /** To tell which one of several classes it is. */
  ONE_OF_N,

  /** The same where labels are the numbers of classes. */
  ONE_OF_N_BY_INDEX,

  /** To say yes or no, once or for each of several labels: 1 or 0. */
  LABELS,

  /** The same where labels are 1 or −1, and outputs have the sign of what they say. */
  SIGNED_LABELS,

  /** To predict numbers. */
  REGRESSION,

  /** To give back the features, or to predict values between 0 and 1, of which columns may be 0. */
  RECONSTRUCTION,

  /** Another, for which there is no metric but the loss. */
  OTHER;

  /** Losses on numbers; those that Deeplearning4j derives from them are subclasses. */
  private static final List<Class<? extends ILossFunction>> ON_NUMBERS =
      List.of(
          LossL1.class,
          LossL2.class,
          LossMAPE.class,
          LossMSLE.class,
          LossPoisson.class,
          LossKLD.class,
          LossCosineProximity.class);

  private static final List<Class<? extends ILossFunction>> ON_LABELS =
      List.of(LossBinaryXENT.class, LossFMeasure.class, LossMultiLabel.class);

  private static final List<Class<? extends ILossFunction>> ON_SIGNS =
      List.of(LossHinge.class, LossSquaredHinge.class);

  /**
   * The task of an output.
   *
   * @param layer the configuration of its layer; null if it is none
   * @param labels the labels of some examples at this output, with columns along dimension 1
   * @param output what the network computes for them, in the same order
   * @param features the features of these examples, of all inputs
   */
  static Task of(Layer layer, INDArray labels, INDArray output, List<INDArray> features) {
    List<Task> possible = possible(layer, output.size(1) > 1);
    Task first = possible.get(0);
    if (possible.size() == 1) {
      return first;
    }
    if (possible.contains(OTHER)) {
      // A loss of the user's own; its labels may have any meaning.
      return Arrays.equals(labels.shape(), output.shape()) ? first : OTHER;
    }
    boolean isOfFeatures = features.stream().anyMatch(labels::equals);
    return isOfFeatures || first == LABELS && !areZeroOrOne(labels) ? RECONSTRUCTION : first;
  }

  /**
   * The tasks that an output may have, of which its labels decide; the usual one first.
   *
   * @param layer the configuration of its layer; null if it is none
   * @param hasClasses whether it has several columns
   */
  static List<Task> possible(Layer layer, boolean hasClasses) {
    Optional<ILossFunction> given = OutputLayers.loss(layer);
    if (given.isEmpty()) {
      return List.of(OTHER);
    }
    ILossFunction loss = given.get();
    if (loss instanceof LossSparseMCXENT) {
      return List.of(ONE_OF_N_BY_INDEX);
    }
    boolean isProbability = hasClasses && OutputLayers.isSoftmax(layer);
    if (hasClasses && loss instanceof LossMCXENT || isProbability && isKnown(loss)) {
      return List.of(ONE_OF_N);
    }
    if (!isKnown(loss)) {
      return isProbability ? List.of(ONE_OF_N, OTHER) : List.of(OTHER);
    }
    if (isOneOf(loss, ON_SIGNS)) {
      return List.of(SIGNED_LABELS);
    }
    return List.of(isOneOf(loss, ON_NUMBERS) ? REGRESSION : LABELS, RECONSTRUCTION);
  }

  private static boolean isKnown(ILossFunction loss) {
    return loss instanceof LossMCXENT
        || isOneOf(loss, ON_NUMBERS)
        || isOneOf(loss, ON_LABELS)
        || isOneOf(loss, ON_SIGNS);
  }

  private static boolean isOneOf(ILossFunction loss, List<Class<? extends ILossFunction>> kinds) {
    return kinds.stream().anyMatch(kind -> kind.isInstance(loss));
  }

  /** Whether all labels are 0 or 1. */
  static boolean areZeroOrOne(INDArray labels) {
    return labels.sub(1).muli(labels).amaxNumber().doubleValue() == 0;
  }
}
