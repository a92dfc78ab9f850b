package org.texp4j.examples;

import static org.texp4j.annotations.Hyperparameter.WEIGHT_DECAY;
import static org.texp4j.annotations.Normalization.BATCH;
import static org.texp4j.annotations.ScheduleType.EXPONENTIAL;
import static org.texp4j.annotations.ScheduleType.TEXP;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
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
 * The experiments of Li and Arora 2020 as they ran them: PreResNet-32 on CIFAR-10, batches of 128,
 * η₀ = 0.1, γ = 0.9, λ = 5e-4; scales and shifts of batch normalization and the last layer stay as
 * they are initialized ({@code onlyInvariant}). CIFAR-10 is not included: {@code DIR} is a
 * directory with the files of its binary version.
 *
 * <ul>
 *   <li>(a) a constant rate for 160 epochs: {@code -Drun=Example09PreResNet32ConstantRateTraining}
 *   <li>(b) a tenth of the rate after 80 and 120 of 300 epochs: {@code
 *       -Drun=Example09PreResNet32StepsTraining}, which is TEXP++; with {@code --as TEXP} and
 *       {@code --as WEIGHT_DECAY} it is the other two forms
 *   <li>(c) the same without the drops: {@code --as TEXP_MINUS_MINUS}
 *   <li>(d) only the drops: {@code -Drun=Example09PreResNet32InstantDropTraining}
 *   <li>(e) a cosine: {@code -Drun=Example09PreResNet32CosineTraining}
 * </ul>
 *
 * <pre>mvn -q -DskipTests package -Drun=Example09PreResNet32StepsTraining -Dargs="train --data DIR"
 * </pre>
 *
 * <p>trains (b), to about 95 % of the test images according to the paper. It has not been run to
 * its end here: on two cores that takes about eight hours. {@code --limit-batches 100} or {@code
 * --epochs 1} shows that it runs, and {@code --resume} continues a run that was stopped. {@code
 * -Dargs=schedule} prints the rates: 10^12.65 at the end of the first phase, 10^11.65 after the
 * drop.
 */
@Experiment(name = "pre-resnet-32", seed = 1, batchSize = 128, trainingExamples = 50_000)
@Normalized(value = BATCH, onlyInvariant = true)
@Momentum(0.9)
@WeightDecay(5e-4)
@Example09PreResNet32.ConstantRate
@Example09PreResNet32.Steps
@Example09PreResNet32.InstantDrop
@Example09PreResNet32.Cosine
final class Example09PreResNet32 {

  /** (a) A constant rate. */
  @Schedule(type = EXPONENTIAL, learningRate = 0.1, epochs = 160)
  @interface ConstantRate {}

  /** (b) A tenth of the rate after 80 epochs, and again after 120. */
  @StepDecay(
      epochs = {80, 120},
      factor = 0.1)
  @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 300)
  @interface Steps {}

  /** (d) The rate drops, but its growth does not: ηλ is the same in all phases. */
  @StepDecay(
      epochs = {80, 120},
      factor = 0.1)
  @StepDecay(
      of = WEIGHT_DECAY,
      epochs = {80, 120},
      factor = 10)
  @Schedule(type = TEXP, learningRate = 0.1, epochs = 300)
  @interface InstantDrop {}

  /** (e) Half a cosine, to zero. */
  @CosineDecay
  @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 300)
  @interface Cosine {}

  private static final int BLOCKS_PER_STAGE = 5;

  private Example09PreResNet32() {}

  @Network
  static ComputationGraphConfiguration network(NeuralNetConfiguration.Builder base) {
    return PreResNet20.network(base, BLOCKS_PER_STAGE);
  }

  @TrainingData
  static DataSetIterator training(DataRequest request) {
    return PreResNet20.training(request);
  }

  @EvaluationData
  static DataSetIterator evaluation(DataRequest request) {
    return PreResNet20.evaluation(request);
  }
}
