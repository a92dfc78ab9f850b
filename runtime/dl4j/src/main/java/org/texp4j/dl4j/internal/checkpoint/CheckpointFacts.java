package org.texp4j.dl4j.internal.checkpoint;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.train.RunIdentity;
import org.texp4j.dl4j.train.RunSnapshot;
import org.texp4j.schedule.Coordinates;

/** How the identity and the position of a run are spelled as {@link Facts}. */
public final class CheckpointFacts {

  /** The digest of the declaration. */
  public static final String DECLARATION = "declaration";

  /** The root seed. */
  public static final String SEED = "seed";

  static final String STEP = "step";

  private static final String COORDINATES = "coordinates";
  private static final String SHIFT = "shift";
  private static final String BATCHES = "batches";

  private static final String EPOCH_START = "startOfEpoch";
  private static final String AVERAGE = "average";

  private CheckpointFacts() {}

  /** The facts that tell one run from another. */
  public static Facts of(RunIdentity identity) {
    Facts facts =
        Facts.NONE
            .with("experiment", identity.experiment())
            .with(DECLARATION, identity.declaration())
            .with(SEED, identity.seed())
            .with("network", identity.network())
            .with("data", identity.data())
            .with("form", identity.form())
            .with("type", identity.dataType())
            .with("accumulate", identity.parts());
    return identity.average().isPresent()
        ? facts.with(AVERAGE, identity.average().getAsDouble())
        : facts;
  }

  /** What a checkpoint holds of a snapshot besides arrays. */
  static Facts of(RunSnapshot snapshot) {
    Facts position =
        Facts.NONE
            .with(STEP, snapshot.step())
            .with(COORDINATES, snapshot.coordinates())
            .with(SHIFT, snapshot.shift());
    return snapshot.batches().map(sum -> position.with(BATCHES, sum)).orElse(position);
  }

  /** The arrays of a snapshot that are no part of a model, by name. */
  static Map<String, INDArray> arrays(RunSnapshot snapshot) {
    Map<String, INDArray> arrays = new TreeMap<>();
    snapshot.epochStart().ifPresent(start -> arrays.put(EPOCH_START, start));
    snapshot.average().ifPresent(average -> arrays.put(AVERAGE, average));
    return arrays;
  }

  /** The snapshot that some facts and arrays are of. */
  static RunSnapshot snapshot(
      Facts facts, INDArray parameters, INDArray updaterState, Map<String, INDArray> arrays) {
    return new RunSnapshot(
        Long.parseLong(facts.require(STEP)),
        Coordinates.parse(facts.require(COORDINATES)),
        Long.parseLong(facts.require(SHIFT)),
        parameters,
        updaterState,
        Optional.ofNullable(arrays.get(EPOCH_START)),
        Optional.ofNullable(arrays.get(AVERAGE)),
        facts.get(BATCHES));
  }
}
