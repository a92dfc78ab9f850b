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
import org.texp4j.annotations.Network;
import org.texp4j.annotations.Normalized;
import org.texp4j.annotations.Schedule;
import org.texp4j.annotations.TrainingData;
import org.texp4j.annotations.UpdateRule;
import org.texp4j.annotations.WeightDecay;
import org.texp4j.dl4j.DataRequest;

/**
 * An update rule of your own, in three lines of mathematics: momentum of gradients that are divided
 * by their size. The compiler finds that its increment has degree 0 and its velocity too, and
 * writes its loop and its equivalent without weight decay; see the generated class.
 *
 * <pre>mvn -q -DskipTests package -Drun=Example16YourOwnRuleTraining -Dargs=verify</pre>
 *
 * <p>shows that the two compute the same function at every step. To see both draw one curve:
 *
 * <pre>
 * mvn -q -DskipTests package -Drun=Example16YourOwnRuleTraining
 * mvn -q -DskipTests package -Drun=Example16YourOwnRuleTraining \
 *     "-Dargs=train --as WEIGHT_DECAY --out runs/declared"
 * mvn -q -DskipTests package -Drun=Example16YourOwnRuleTraining \
 *     "-Dargs=report runs/your-own-rule --with runs/declared"
 * </pre>
 */
@Experiment(name = "your-own-rule", seed = 7, batchSize = 128, trainingExamples = 5_000)
@Normalized(BATCH)
@WeightDecay(value = 0.5, coupling = Coupling.DECOUPLED)
@Example16YourOwnRule.NormalizedMomentum(gamma = 0.9)
@CosineDecay
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.02, epochs = 4)
final class Example16YourOwnRule {

  private Example16YourOwnRule() {}

  /** Momentum of gradients of size 1. */
  @UpdateRule(
      states = "v",
      momentum = "gamma",
      requires = {"gamma >= 0", "gamma < 1"},
      step = {"u = g / rms(g)", "v = gamma * v + (1 - gamma) * u", "w = w - rate * v"})
  @interface NormalizedMomentum {

    /** The momentum γ; at least 0 and less than 1. */
    double gamma();
  }

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
