package org.texp4j.dl4j.internal.invariance;

import java.util.List;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;
import org.texp4j.dl4j.internal.network.TensorTraining;
import org.texp4j.dl4j.internal.update.PlannedUpdater;

/**
 * The training of the weights of a layer or vertex, and that of its other tensors.
 *
 * @param configuration that of the layer, unwrapped, or of the vertex
 */
record LayerTraining(Node node, TrainingConfig configuration) {

  /**
   * Sets the groups, degrees and regularizations.
   *
   * @param declared the updater of the declared rule
   * @throws UnsuitableNetworkException if they cannot be set
   */
  void set(PlannedUpdater declared, TensorTraining weights, TensorTraining others) {
    set(
        configuration,
        declared.withGroup(weights.group(), weights.degree()),
        declared.withGroup(others.group(), others.degree()),
        weights.regularization(),
        others.regularization());
  }

  /** Leaves its tensors without regularization, and their updaters as they are. */
  void removeRegularization() {
    removeRegularization(configuration);
  }

  private static void removeRegularization(TrainingConfig of) {
    if (of instanceof BaseLayer layer) {
      layer.setRegularization(List.of());
      layer.setRegularizationBias(List.of());
    } else if (of instanceof AbstractSameDiffLayer layer) {
      layer.setRegularization(List.of());
      layer.setRegularizationBias(List.of());
    } else if (of instanceof Bidirectional both) {
      removeRegularization(both.getFwd());
      removeRegularization(both.getBwd());
    }
  }

  private void set(
      TrainingConfig of,
      IUpdater updater,
      IUpdater biasUpdater,
      List<Regularization> weights,
      List<Regularization> others) {
    if (of instanceof BaseLayer layer) {
      layer.setIUpdater(updater);
      layer.setBiasUpdater(biasUpdater);
      layer.setRegularization(weights);
      layer.setRegularizationBias(others);
    } else if (of instanceof AbstractSameDiffLayer layer) {
      layer.setUpdater(updater);
      layer.setBiasUpdater(biasUpdater);
      layer.setRegularization(weights);
      layer.setRegularizationBias(others);
    } else if (of instanceof SameDiffVertex vertex) {
      vertex.setUpdater(updater);
      vertex.setBiasUpdater(biasUpdater);
      vertex.setRegularization(weights);
      vertex.setRegularizationBias(others);
    } else if (of instanceof Bidirectional both) {
      set(both.getFwd(), updater, biasUpdater, weights, others);
      set(both.getBwd(), updater, biasUpdater, weights, others);
    } else {
      throw new UnsuitableNetworkException(
          node.label()
              + " is a "
              + of.getClass().getSimpleName()
              + ", whose training cannot be set");
    }
  }
}
