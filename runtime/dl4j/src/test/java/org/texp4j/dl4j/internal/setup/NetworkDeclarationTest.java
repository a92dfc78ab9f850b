package org.texp4j.dl4j.internal.setup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/** The digest of a network tells configurations apart, but not runs of one configuration. */
class NetworkDeclarationTest {

  private static final Recipe RECIPE = TinyExperiments.constantRecipe(10, 0.1, 5e-3, 0.9);

  private static Experiment.Builder experiment(boolean logarithmicStatistics) {
    return TinyExperiments.onImages(RECIPE, RecipeForm.TEXP_PLUS_PLUS)
        .multiLayerNetwork(base -> TinyExperiments.cnn(base, logarithmicStatistics));
  }

  private static String digest(Experiment.Builder experiment, DataType type) {
    return NetworkDeclaration.configure(experiment.build(), type, RECIPE).digest();
  }

  @Test
  void theDigestLeavesOutWhatTheRunSettles() {
    String digest = digest(experiment(true), DataType.FLOAT);

    assertThat(digest(experiment(true).seed(99), DataType.FLOAT)).isEqualTo(digest);
    assertThat(digest(experiment(true), DataType.DOUBLE)).isEqualTo(digest);
    assertThat(digest(experiment(false), DataType.FLOAT)).isNotEqualTo(digest);
  }
}
