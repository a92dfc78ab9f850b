package org.texp4j.examples;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.annotations.CosineDecay;
import org.texp4j.annotations.EvaluationData;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Momentum;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.StepDecay;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;

/**
 * A comparison in one declaration: one network, seed and data, and two recipes that differ only in
 * the shape of the rate. {@code FashionComparisonStepsTraining} and {@code
 * FashionComparisonCosineTraining} train them; {@code report --with} draws both runs on the same
 * axes.
 */
@Experiment(name = "fashion-comparison", seed = 7, batchSize = 128, trainingExamples = 5_000)
@Normalized(BATCH)
@Momentum(0.9)
@WeightDecay(2e-3)
@FashionComparison.Steps
@FashionComparison.Cosine
final class FashionComparison {

  private FashionComparison() {}

  /** The rate falls twice. */
  @StepDecay(
      epochs = {10, 14},
      factor = 0.1)
  @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 16)
  @interface Steps {}

  /** The rate falls along half a cosine. */
  @CosineDecay
  @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 16)
  @interface Cosine {}

  @Network
  static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
    return FashionCnn.network(base);
  }

  @TrainingData
  static DataSetIterator training(DataRequest request) {
    return FashionCnn.training(request);
  }

  @EvaluationData
  static DataSetIterator evaluation(DataRequest request) {
    return FashionCnn.evaluation(request);
  }
}
