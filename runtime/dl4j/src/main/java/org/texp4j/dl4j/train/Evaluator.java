package org.texp4j.dl4j.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.EvaluationResult;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Experiment.OwnMetric;
import org.texp4j.dl4j.Metric;
import org.texp4j.dl4j.TrainedNetwork;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.evaluation.NetworkEvaluation;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.internal.setup.DataOpening;
import org.texp4j.dl4j.internal.setup.OpenData;
import org.texp4j.dl4j.internal.usercode.UserCode;

/**
 * The evaluation data of an experiment, and the metrics of networks on it: those that follow from
 * what each output of the network is trained for, and those of the author's own.
 */
public final class Evaluator {

  private final Experiment experiment;
  private final EvaluationBatches batches;
  private Optional<EvaluationResult> last = Optional.empty();

  private Evaluator(Experiment experiment, OpenData data) {
    this.experiment = experiment;
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
        .map(data -> new Evaluator(experiment, DataOpening.open("@EvaluationData", data, request)));
  }

  /**
   * Evaluates the network of a run, with the moving average of its parameters if the run keeps one.
   *
   * @throws TrainingException as for {@link #evaluate(TrainedNetwork)}
   */
  public EvaluationResult evaluate(TrainingRun run) {
    run.withAverage(() -> last = Optional.of(evaluate(run.network())));
    return last.orElseThrow();
  }

  /**
   * Evaluates a network, in evaluation mode.
   *
   * @throws TrainingException if the data fail, hold values that are not finite, or do not fit the
   *     network; names the batch. If a metric of the author's own fails
   */
  public EvaluationResult evaluate(TrainedNetwork network) {
    NetworkModel model =
        network instanceof NetworkModel known ? known : NetworkModel.of(network.model());
    EvaluationResult measured;
    try {
      NetworkEvaluation evaluation = new NetworkEvaluation(model);
      for (Batch batch : batches) {
        evaluation.add(batch);
      }
      measured = evaluation.result();
    } catch (RuntimeException e) {
      throw batches.failure(e);
    }
    return withOwnMetrics(measured, model);
  }

  private EvaluationResult withOwnMetrics(EvaluationResult measured, TrainedNetwork network) {
    Map<Metric, Double> primary = new LinkedHashMap<>();
    Map<Metric, Double> others = new LinkedHashMap<>(measured.metrics());
    for (OwnMetric own : experiment.metrics()) {
      String name = own.metric().name();
      if (measured.value(name).isPresent()) {
        throw new TrainingException(
            "the @Metric method "
                + name
                + " has the name of a metric that this network is evaluated by anyway: give it"
                + " another name");
      }
      double value =
          UserCode.call("the @Metric method " + name, () -> own.measure().of(network, batches));
      (own.isPrimary() ? primary : others).put(own.metric(), value);
    }
    primary.putAll(others);
    return new EvaluationResult(primary, measured.evaluations());
  }

  /** The result of the last evaluation of a run; empty before the first. */
  public Optional<EvaluationResult> last() {
    return last;
  }
}
