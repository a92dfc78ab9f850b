package org.texp4j.examples;

import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.annotations.CosineDecay;
import org.texp4j.annotations.Coupling;
import org.texp4j.annotations.EvaluationData;
import org.texp4j.annotations.Experiment;
import org.texp4j.annotations.Muon;
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;

/**
 * Muon for the matrices of convolutions and dense layers, and AdamW for biases, scales and shifts,
 * in one declaration; and the equivalent of both without weight decay, in which the ε of Muon's
 * Newton–Schulz steps is carried.
 *
 * <pre>mvn -q -DskipTests package -Drun=Example17MuonTraining</pre>
 *
 * <p>trains FashionCnn's network for 4 epochs; {@code -Dargs=verify} compares it with the declared
 * run at every step.
 */
@Experiment(name = "muon", seed = 7, batchSize = 128, trainingExamples = 5_000)
@Normalized(BATCH)
@WeightDecay(value = 0.1, coupling = Coupling.DECOUPLED)
@Muon
@CosineDecay
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.01, epochs = 4)
final class Example17Muon {

  private Example17Muon() {}

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
