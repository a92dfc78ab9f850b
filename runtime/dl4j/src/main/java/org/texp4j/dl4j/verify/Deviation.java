package org.texp4j.dl4j.verify;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.state.TrainingState;
import org.texp4j.dl4j.train.TrainingRun;

/**
 * How far two runs are apart, as fractions of the declared run's own magnitudes.
 *
 * @param parameters ‖θ' − θ‖ / ‖θ‖ over all parameters, running statistics included
 * @param velocities ‖v' − v‖ / ‖v‖ over all velocities
 * @param trainingOutputs the largest difference of an output in training mode, over the largest
 *     output
 * @param evaluationOutputs the same in evaluation mode, where running statistics count
 */
public record Deviation(
    double parameters, double velocities, double trainingOutputs, double evaluationOutputs) {

  /** So many examples show a difference between functions. */
  private static final int PROBE_EXAMPLES = 32;

  /** The largest of the four; NaN where one is. */
  public double worst() {
    return Math.max(Math.max(parameters, velocities), Math.max(trainingOutputs, evaluationOutputs));
  }

  /** Compares a run, mapped back to the declared recipe, with the declared run. */
  static Deviation between(TrainingRun run, TrainingRun declared, DataSet batch) {
    TrainingState mapped = run.state().toWeightDecay(run.coordinates());
    TrainingState expected = declared.state();
    int examples = Math.min(PROBE_EXAMPLES, batch.numExamples());
    INDArray probe = ((DataSet) batch.getRange(0, examples)).getFeatures();
    return new Deviation(
        relative(mapped.parameters(), expected.parameters()),
        relative(mapped.velocities(), expected.velocities()),
        ofOutputs(run, declared, probe, true),
        ofOutputs(run, declared, probe, false));
  }

  private static double relative(INDArray actual, INDArray expected) {
    double difference = actual.sub(expected).norm2Number().doubleValue();
    return difference == 0 ? 0 : difference / expected.norm2Number().doubleValue();
  }

  private static double ofOutputs(
      TrainingRun run, TrainingRun declared, INDArray probe, boolean training) {
    INDArray actual = output(run, probe, training);
    INDArray expected = output(declared, probe, training);
    double difference = actual.sub(expected).amaxNumber().doubleValue();
    return difference / expected.amaxNumber().doubleValue();
  }

  private static INDArray output(TrainingRun run, INDArray probe, boolean training) {
    // The same dropout masks in both; the seed 0 would mean a random one to ND4J.
    Nd4j.getRandom().setSeed(1);
    return run.network().output(probe, training);
  }
}
