package org.texp4j.dl4j.internal.backend.m21;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;
import org.texp4j.dl4j.TinyExperiments;

class GraphCopyTest {

  private static ComputationGraphConfiguration attention() {
    return new NeuralNetConfiguration.Builder()
        .updater(new Sgd(0.1))
        .l2(0.3)
        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
        .gradientNormalizationThreshold(2)
        .graphBuilder()
        .addInputs("sequence")
        .setInputTypes(InputType.recurrent(4, 5))
        .addVertex(
            "attention",
            new AttentionVertex.Builder()
                .nInQueries(4)
                .nInKeys(4)
                .nInValues(4)
                .nOut(4)
                .nHeads(1)
                .projectInput(true)
                .build(),
            "sequence",
            "sequence",
            "sequence")
        .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "attention")
        .addLayer("output", TinyExperiments.output(), "pool")
        .setOutputs("output")
        .build();
  }

  @Test
  void aCopyHasTheSameSettings() {
    ComputationGraphConfiguration configuration = attention();

    assertThat(GraphCopy.of(configuration).toJson()).isEqualTo(configuration.toJson());
  }

  /** If this fails, the fault is gone, and so can the class be. */
  @Test
  void deeplearning4jsOwnHasNot() {
    ComputationGraphConfiguration configuration = attention();

    assertThat(configuration.clone().toJson()).isNotEqualTo(configuration.toJson());
  }
}
