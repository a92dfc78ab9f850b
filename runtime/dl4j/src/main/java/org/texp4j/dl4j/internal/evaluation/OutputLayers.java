package org.texp4j.dl4j.internal.evaluation;

import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.texp4j.dl4j.internal.network.FrozenLayers;

/** What the configurations of output layers say, for which Deeplearning4j has no one interface. */
public final class OutputLayers {

  private OutputLayers() {}

  /** The loss function of a layer; empty if it has none, or is null. */
  public static Optional<ILossFunction> loss(Layer layer) {
    Layer output = unfrozen(layer);
    if (output instanceof BaseOutputLayer dense) {
      return Optional.ofNullable(dense.getLossFn());
    } else if (output instanceof LossLayer rows) {
      return Optional.ofNullable(rows.getLossFn());
    } else if (output instanceof RnnLossLayer steps) {
      return Optional.ofNullable(steps.getLossFn());
    } else if (output instanceof CnnLossLayer pixels) {
      return Optional.ofNullable(pixels.getLossFn());
    } else if (output instanceof Cnn3DLossLayer voxels) {
      return Optional.ofNullable(voxels.getLossFn());
    }
    return Optional.empty();
  }

  /** Whether the outputs of a layer are probabilities whose sum is 1. */
  static boolean isSoftmax(Layer layer) {
    return unfrozen(layer) instanceof BaseLayer output
        && output.getActivationFn() instanceof ActivationSoftmax;
  }

  /**
   * An array at a layer's output with its columns, classes or channels along dimension 1, where
   * Deeplearning4j's evaluations expect them: with masks they fail on any other.
   *
   * @param array outputs, labels or a mask; null for no mask
   */
  static INDArray columnsFirst(Layer layer, INDArray array) {
    if (array == null || array.rank() < 3 || !hasColumnsLast(unfrozen(layer))) {
      return array;
    }
    int[] order = new int[array.rank()];
    order[1] = array.rank() - 1;
    for (int dimension = 2; dimension < order.length; dimension++) {
      order[dimension] = dimension - 1;
    }
    return array.permute(order);
  }

  private static boolean hasColumnsLast(Layer output) {
    return output instanceof RnnOutputLayer rnn && rnn.getRnnDataFormat() == RNNFormat.NWC
        || output instanceof RnnLossLayer steps && steps.getRnnDataFormat() == RNNFormat.NWC
        || output instanceof CnnLossLayer pixels && pixels.getFormat() == CNN2DFormat.NHWC
        || output instanceof Cnn3DLossLayer voxels
            && voxels.getDataFormat() == Convolution3D.DataFormat.NDHWC;
  }

  private static Layer unfrozen(Layer layer) {
    return FrozenLayers.held(layer).orElse(layer);
  }
}
