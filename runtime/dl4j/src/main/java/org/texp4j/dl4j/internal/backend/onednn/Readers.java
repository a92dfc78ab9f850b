package org.texp4j.dl4j.internal.backend.onednn;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.layers.ActivationLayer;

/**
 * What reads a stage, where that decides whether the stage's primitive can compute it too.
 *
 * @param stages the network's stages
 */
record Readers(List<Stage> stages) {

  /**
   * A vertex that adds a stage and another.
   *
   * @param key the vertex
   * @param other the other summand
   */
  record Sum(String key, String other) {}

  /** The stage that is a rectifier and alone reads that stage. */
  Optional<String> rectifierBehind(String key) {
    return only(key)
        .filter(Stage.OfLayer.class::isInstance)
        .map(Stage.OfLayer.class::cast)
        .filter(reader -> reader.preprocessor() == null && isRectifier(reader))
        .map(Stage::key);
  }

  private static boolean isRectifier(Stage.OfLayer stage) {
    return stage.layer() instanceof ActivationLayer activation
        && Elementwise.of(activation.layerConf().getActivationFn())
            .filter(Elementwise.RELU::equals)
            .isPresent();
  }

  /** The vertex that alone reads that stage and adds one other to it. */
  Optional<Sum> sumBehind(String key) {
    return only(key)
        .filter(reader -> isSum(reader) && reader.inputs().size() == 2)
        .map(sum -> new Sum(sum.key(), sum.inputs().get(1 - sum.inputs().indexOf(key))));
  }

  private static boolean isSum(Stage stage) {
    return stage instanceof Stage.OfVertex vertex
        && vertex.configuration() instanceof ElementWiseVertex elementwise
        && elementwise.getOp() == ElementWiseVertex.Op.Add;
  }

  private Optional<Stage> only(String key) {
    List<Stage> all = stages.stream().filter(stage -> stage.inputs().contains(key)).toList();
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }
}
