package org.texp4j.dl4j.train;

import java.util.Optional;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainedNetwork;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.setup.DataOpening;

/** The evaluation data of an experiment, and the scores of networks on it. */
public final class Evaluator {

  private final EvaluationBatches batches;
  private Optional<Double> lastAccuracy = Optional.empty();

  private Evaluator(DataSetIterator data) {
    batches = new EvaluationBatches(data);
  }

  /**
   * Opens the evaluation data; empty if the experiment declares none.
   *
   * @throws org.texp4j.dl4j.data.DataException if the data cannot be used
   */
  public static Optional<Evaluator> open(Experiment experiment, RunSettings settings) {
    DataRequest request =
        new DataRequest(settings.data(), experiment.batchSize(), experiment.seed());
    return experiment
        .evaluationData()
        .map(data -> new Evaluator(DataOpening.open("@EvaluationData", data, request)));
  }

  /**
   * The fraction of examples that a run's network classifies correctly, in evaluation mode; with
   * the moving average of its parameters if the run keeps one.
   *
   * @throws TrainingException as for {@link #evaluate}
   */
  public double accuracy(TrainingRun run) {
    run.withAverage(() -> lastAccuracy = Optional.of(evaluate(run.network()).accuracy()));
    return lastAccuracy.orElseThrow();
  }

  /**
   * All classification scores of a network, in evaluation mode.
   *
   * @throws TrainingException if the data fail, hold values that are not finite, or do not fit the
   *     network; names the batch
   */
  public org.nd4j.evaluation.classification.Evaluation evaluate(TrainedNetwork network) {
    try {
      batches.reset();
      return network.evaluate(batches);
    } catch (RuntimeException e) {
      throw batches.failure(e);
    }
  }

  /** The last accuracy computed for a run; empty before the first. */
  public Optional<Double> lastAccuracy() {
    return lastAccuracy;
  }
}
