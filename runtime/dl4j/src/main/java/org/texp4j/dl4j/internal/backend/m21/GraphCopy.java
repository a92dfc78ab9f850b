package org.texp4j.dl4j.internal.backend.m21;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;

/**
 * A copy of a graph's configuration with all of its settings.
 *
 * <p>Deeplearning4j copies an {@code AttentionVertex} without its updater, weight decay and
 * gradient normalization, so that a copied network does not decay or clip its weights, or fails.
 */
public final class GraphCopy {

  private GraphCopy() {}

  /** Copies a configuration. */
  public static ComputationGraphConfiguration of(ComputationGraphConfiguration configuration) {
    ComputationGraphConfiguration copy = configuration.clone();
    copy.getVertices()
        .forEach((name, vertex) -> copyTraining(configuration.getVertices().get(name), vertex));
    return copy;
  }

  private static void copyTraining(GraphVertex from, GraphVertex to) {
    if (from instanceof SameDiffVertex original && to instanceof SameDiffVertex copy) {
      copy.setUpdater(original.getUpdater());
      copy.setBiasUpdater(original.getBiasUpdater());
      copy.setRegularization(original.getRegularization());
      copy.setRegularizationBias(original.getRegularizationBias());
      copy.setGradientNormalization(original.getGradientNormalization());
      copy.setGradientNormalizationThreshold(original.getGradientNormalizationThreshold());
      copy.setDataType(original.getDataType());
    }
  }
}
