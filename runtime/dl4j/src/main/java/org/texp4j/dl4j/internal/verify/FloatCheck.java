package org.texp4j.dl4j.internal.verify;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.internal.network.EngineCheck;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;

/**
 * What {@code train} computes with, which twins in double never see: the layers in float, compared
 * with Deeplearning4j's own on a few examples of the first batch.
 *
 * @param computedBy what computes the layers in training
 * @param check the comparison; empty if Deeplearning4j computes them anyway
 */
public record FloatCheck(String computedBy, Optional<EngineCheck> check) {

  private static final int EXAMPLES = 16;

  /** Compares them for the network of an experiment before its first step. */
  public static FloatCheck of(Experiment experiment, RunSettings settings) {
    TrainingRun run =
        TrainingRun.start(
            experiment, settings.withDataType(DataType.FLOAT).withForm(RecipeForm.WEIGHT_DECAY));
    NetworkModel network = NetworkModel.of(run.network().model());
    return new FloatCheck(
        run.network().computedBy(), network.check(run.nextBatch().first(EXAMPLES)));
  }
}
