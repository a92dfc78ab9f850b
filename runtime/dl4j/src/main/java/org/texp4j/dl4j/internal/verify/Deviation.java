package org.texp4j.dl4j.internal.verify;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.train.TrainingRun;

/**
 * The distance of two runs, relative to the magnitudes of the declared run.
 *
 * @param parameters ‖θ' − θ‖ / ‖θ‖ over all parameters, running statistics included
 * @param velocities ‖v' − v‖ / ‖v‖ over all velocities
 * @param trainingOutputs the largest difference of an output in training mode, over the largest
 *     output
 * @param evaluationOutputs the same in evaluation mode, where running statistics count
 */
public record Deviation(
    double parameters, double velocities, double trainingOutputs, double evaluationOutputs) {

  /** Enough examples to show a difference between functions. */
  private static final int PROBE_EXAMPLES = 32;

  /** The largest of the four; NaN if any is. */
  public double worst() {
    return Math.max(Math.max(parameters, velocities), Math.max(trainingOutputs, evaluationOutputs));
  }

  /** Compares a run, mapped back to the declared recipe, with the declared run. */
  static Deviation between(TrainingRun run, TrainingRun declared, Batch batch) {
    TrainingState mapped = run.state().toWeightDecay(run.coordinates());
    TrainingState expected = declared.state();
    Batch probe = batch.first(PROBE_EXAMPLES);
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
      TrainingRun run, TrainingRun declared, Batch probe, boolean training) {
    List<INDArray> actual = outputs(run, probe, training);
    List<INDArray> expected = outputs(declared, probe, training);
    double largest = 0;
    for (int i = 0; i < expected.size(); i++) {
      double difference = actual.get(i).sub(expected.get(i)).amaxNumber().doubleValue();
      largest = Math.max(largest, difference / expected.get(i).amaxNumber().doubleValue());
    }
    return largest;
  }

  private static List<INDArray> outputs(TrainingRun run, Batch probe, boolean training) {
    // The same dropout masks in both; the seed 0 would mean a random one to ND4J.
    Nd4j.getRandom().setSeed(1);
    return run.network().outputs(probe, training);
  }
}
