package org.texp4j.dl4j.internal.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.internal.checkpoint.Progress;
import org.texp4j.dl4j.internal.digest.Sha256;
import org.texp4j.dl4j.train.TrainingRun;

/**
 * The result of a finished run.
 *
 * @param steps the number of steps taken
 * @param loss the loss of the last step
 * @param metrics the metrics of the last evaluation by name; empty if the run was never evaluated
 * @param parameters the SHA-256 digest of the parameters, in hex
 * @param velocities the SHA-256 digest of the velocities or moments, in hex
 * @param average the SHA-256 digest of the moving average of the parameters, in hex; empty if the
 *     run keeps none
 */
record RunResult(
    long steps,
    double loss,
    Map<String, Double> metrics,
    String parameters,
    String velocities,
    Optional<String> average) {

  /** The result of a run that ends before its next step. */
  static RunResult of(TrainingRun run, Progress progress) {
    TrainingState state = run.state();
    return new RunResult(
        run.step(),
        progress.loss(),
        progress.metrics(),
        Sha256.of(state.parameters()),
        Sha256.of(state.velocities()),
        run.snapshot().average().map(Sha256::of));
  }

  /** The same without metrics that another result does not have, as of a newer declaration. */
  RunResult withMetricsOf(RunResult other) {
    Map<String, Double> common = new LinkedHashMap<>(metrics);
    common.keySet().retainAll(other.metrics.keySet());
    return new RunResult(steps, loss, common, parameters, velocities, average);
  }
}
