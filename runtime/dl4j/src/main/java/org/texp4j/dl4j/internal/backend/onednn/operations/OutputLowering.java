package org.texp4j.dl4j.internal.backend.onednn.operations;

import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.layers.LossLayer;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.texp4j.dl4j.internal.backend.onednn.program.ProgramBuilder;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;

/** Which operations the output layer of a network becomes. */
public final class OutputLowering {

  private OutputLowering() {}

  /**
   * Adds the operations that compute the scores, before the last activation function; empty if
   * oneDNN does not compute them.
   */
  public static Optional<Value> scores(LayerContext output) {
    Class<?> type = output.layer().getClass();
    if (type == OutputLayer.class
        && ((BaseLayer) output.layer().conf().getLayer()).getWeightNoise() == null) {
      return Optional.of(LayerLowerings.affine(output, null));
    }
    return type == LossLayer.class && output.input().shape().length == 2
        ? Optional.of(output.input())
        : Optional.empty();
  }

  /**
   * Adds the steps that compute the loss of a batch and its gradient with respect to the scores.
   *
   * @param output the network's output layer, of a kind that {@link #scores} knows
   */
  public static void addLoss(ProgramBuilder builder, Layer output, Value scores) {
    loss(output.conf().getLayer(), scores).backward(builder);
  }

  private static Loss loss(org.deeplearning4j.nn.conf.layers.Layer output, Value scores) {
    if (output instanceof BaseOutputLayer layer) {
      return new Loss(scores, layer.getActivationFn(), layer.getLossFn());
    }
    var layer = (org.deeplearning4j.nn.conf.layers.LossLayer) output;
    return new Loss(scores, layer.getActivationFn(), layer.getLossFn());
  }
}
