package org.texp4j.dl4j.internal.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.internal.json.JsonObject;
import org.texp4j.dl4j.train.RunIdentity;
import org.texp4j.dl4j.train.RunSnapshot;
import org.texp4j.schedule.Coordinates;
import org.texp4j.schedule.ScaledDouble;

/**
 * How a checkpoint is spelled in JSON, but for its arrays, of which it gives those that are no part
 * of a model a name.
 */
final class CheckpointJson {

  private static final String IDENTITY = "identity";

  private static final String POSITION = "position";
  private static final String STEP = "step";
  private static final String SCALE = "scale";
  private static final String MANTISSA = "mantissa";
  private static final String EXPONENT = "exponent";
  private static final String KAPPA = "kappa";
  private static final String FURTHER_KAPPAS = "furtherKappas";
  private static final String SHIFT = "shift";
  private static final String BATCHES = "batches";
  private static final String RECURRENT = "recurrent";

  /** Farther than any run gets, and so near that sums of exponents do not overflow. */
  private static final long LARGEST_EXPONENT = 1L << 50;

  private static final String PROGRESS = "progress";
  private static final String LOSS = "loss";
  private static final String LOSS_SUM = "loss_sum";
  private static final String EXAMPLES = "loss_examples";
  private static final String EVALUATION = "evaluation";
  private static final String BEST = "best";
  private static final String BEST_STEP = "best_step";
  private static final String WORSE = "evaluations_since_best";

  private static final String EPOCH_START = "startOfEpoch";
  private static final String AVERAGE = "average";

  /** The names of all arrays that are no part of a model. */
  static final Set<String> ARRAYS = Set.of(EPOCH_START, AVERAGE, RecurrentRow.NAME);

  private CheckpointJson() {}

  static JsonObject write(Checkpoint checkpoint) {
    return FileFormat.begin()
        .put(IDENTITY, IdentityJson.write(checkpoint.identity()))
        .put(POSITION, position(checkpoint.snapshot()))
        .put(PROGRESS, progress(checkpoint.progress()));
  }

  private static JsonObject position(RunSnapshot snapshot) {
    Coordinates coordinates = snapshot.coordinates();
    JsonObject position =
        new JsonObject()
            .put(STEP, snapshot.step())
            .put(
                SCALE,
                new JsonObject()
                    .put(MANTISSA, coordinates.scale().mantissa())
                    .put(EXPONENT, coordinates.scale().exponent()))
            .put(KAPPA, coordinates.kappa())
            .put(SHIFT, snapshot.shift());
    if (coordinates.kappas().size() > 1) {
      JsonObject further = new JsonObject();
      for (int i = 1; i < coordinates.kappas().size(); i++) {
        further.put(String.valueOf(i), coordinates.kappa(i));
      }
      position.put(FURTHER_KAPPAS, further);
    }
    snapshot.batches().ifPresent(sum -> position.put(BATCHES, sum));
    if (!snapshot.recurrentState().isEmpty()) {
      position.put(RECURRENT, RecurrentRow.describe(snapshot.recurrentState()));
    }
    return position;
  }

  private static JsonObject progress(Progress progress) {
    JsonObject json =
        new JsonObject()
            .put(LOSS, progress.loss())
            .put(LOSS_SUM, progress.lossSum())
            .put(EXAMPLES, progress.examples());
    if (!progress.metrics().isEmpty()) {
      json.put(EVALUATION, progress.metrics());
    }
    progress.best().ifPresent(best -> json.put(BEST, best));
    progress.bestStep().ifPresent(step -> json.put(BEST_STEP, step));
    return json.put(WORSE, progress.worse());
  }

  /**
   * Reads the identity of the run alone.
   *
   * @throws IllegalArgumentException if a member is missing or wrong
   */
  static RunIdentity identity(JsonObject json) {
    return IdentityJson.read(json.object(IDENTITY));
  }

  /** The arrays of a snapshot that are no part of a model, by name. */
  static Map<String, INDArray> arrays(RunSnapshot snapshot) {
    Map<String, INDArray> arrays = new TreeMap<>();
    snapshot.epochStart().ifPresent(start -> arrays.put(EPOCH_START, start));
    snapshot.average().ifPresent(average -> arrays.put(AVERAGE, average));
    if (!snapshot.recurrentState().isEmpty()) {
      arrays.put(RecurrentRow.NAME, RecurrentRow.of(snapshot.recurrentState()));
    }
    return arrays;
  }

  /**
   * Reads a checkpoint.
   *
   * @param parameters the parameters in its model
   * @param updaterState the state of the updater in its model
   * @param arrays its further arrays, by name
   * @throws IllegalArgumentException if a member is missing or wrong
   */
  static Checkpoint read(
      JsonObject json, INDArray parameters, INDArray updaterState, Map<String, INDArray> arrays) {
    JsonObject position = json.object(POSITION);
    return new Checkpoint(
        identity(json),
        new RunSnapshot(
            position.whole(STEP, 0),
            coordinates(position),
            position.whole(SHIFT, 0),
            parameters,
            updaterState,
            Optional.ofNullable(arrays.get(EPOCH_START)),
            Optional.ofNullable(arrays.get(AVERAGE)),
            recurrentState(position, arrays.get(RecurrentRow.NAME)),
            position.optional(BATCHES, position::text)),
        progress(json.object(PROGRESS)));
  }

  private static Map<String, INDArray> recurrentState(JsonObject position, INDArray row) {
    if (position.has(RECURRENT) != (row != null)) {
      throw new IllegalArgumentException("it describes another recurrent state than it has");
    }
    return row == null ? Map.of() : RecurrentRow.read(position.objects(RECURRENT), row);
  }

  private static Coordinates coordinates(JsonObject position) {
    JsonObject scale = position.object(SCALE);
    Coordinates coordinates =
        new Coordinates(
            new ScaledDouble(scale.number(MANTISSA), scale.whole(EXPONENT)), kappas(position));
    if (coordinates.scale().equals(ScaledDouble.ZERO)
        || Math.abs(coordinates.scale().exponent()) > LARGEST_EXPONENT
        || !coordinates.kappas().stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("no run is at " + coordinates);
    }
    return coordinates;
  }

  private static List<Double> kappas(JsonObject position) {
    List<Double> kappas = new ArrayList<>(List.of(position.number(KAPPA)));
    if (position.has(FURTHER_KAPPAS)) {
      JsonObject further = position.object(FURTHER_KAPPAS);
      for (int i = 1; further.has(String.valueOf(i)); i++) {
        kappas.add(further.number(String.valueOf(i)));
      }
    }
    return kappas;
  }

  private static OptionalDouble number(JsonObject json, String name) {
    return json.has(name) ? OptionalDouble.of(json.number(name)) : OptionalDouble.empty();
  }

  private static Progress progress(JsonObject json) {
    return new Progress(
        json.number(LOSS),
        json.number(LOSS_SUM),
        json.whole(EXAMPLES, 0),
        json.optional(EVALUATION, json::numbers).orElse(Map.of()),
        number(json, BEST),
        json.has(BEST_STEP) ? OptionalLong.of(json.whole(BEST_STEP, 0)) : OptionalLong.empty(),
        json.whole(WORSE, 0));
  }
}
