package org.texp4j.benchmarks;

import java.util.List;
import org.nd4j.linalg.dataset.DataSet;
import org.texp4j.dl4j.train.Backend;

/**
 * A process that measures a hand-written loop with the fast settings that Deeplearning4j offers.
 * Its arguments are a workload and a number of blocks.
 */
final class FastSettingsProcess {

  private FastSettingsProcess() {}

  /** Measures and writes {@link Measurements}, a block of steps per turn. */
  public static void main(String[] arguments) throws Exception {
    Measurements.awaitTurn();
    Workload workload = Workload.valueOf(arguments[0]);
    int steps = workload.warmUp() + Integer.parseInt(arguments[1]) * workload.block();
    System.setProperty("org.texp4j.onednn", "false"); // only what Deeplearning4j itself offers
    Backend backend = Backend.start();
    HandWrittenTraining loop = HandWrittenTraining.fast(workload.experiment());
    Measurements.writeNetwork(System.out, loop.trainedParameters(), backend.note());
    List<DataSet> batches = workload.batches(steps);
    for (int step = 0; step < steps; step++) {
      if (workload.beginsBlock(step)) {
        Measurements.endTurn(System.out);
      }
      double milliseconds = loop.timedStep(batches.get(step));
      if (step >= workload.warmUp()) {
        Measurements.writeStep(System.out, milliseconds);
      }
    }
    Measurements.endTurn(System.out);
  }
}
