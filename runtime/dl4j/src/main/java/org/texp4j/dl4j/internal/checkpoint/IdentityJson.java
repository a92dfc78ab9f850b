package org.texp4j.dl4j.internal.checkpoint;

import java.util.List;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.buffer.DataType;
import org.texp4j.dl4j.internal.json.Difference;
import org.texp4j.dl4j.internal.json.JsonObject;
import org.texp4j.dl4j.train.RunIdentity;
import org.texp4j.schedule.RecipeForm;

/** How the identity of a run is spelled in JSON, in checkpoints and manifests alike. */
public final class IdentityJson {

  private static final String EXPERIMENT = "experiment";
  private static final String DECLARATION = "declaration";
  private static final String SEED = "seed";
  private static final String NETWORK = "network";
  private static final String DATA = "data";
  private static final String FORM = "form";
  private static final String DATA_TYPE = "data_type";
  private static final String PARTS = "accumulate";
  private static final String AVERAGE = "average";
  private static final String WEIGHTS = "initial_weights";

  private IdentityJson() {}

  /** Writes an identity. */
  public static JsonObject write(RunIdentity identity) {
    JsonObject json =
        new JsonObject()
            .put(EXPERIMENT, identity.experiment())
            .put(DECLARATION, identity.declaration())
            .put(SEED, identity.seed())
            .put(NETWORK, identity.network())
            .put(DATA, identity.data())
            .put(FORM, identity.form().name())
            .put(DATA_TYPE, identity.dataType().name())
            .put(PARTS, identity.parts());
    identity.average().ifPresent(beta -> json.put(AVERAGE, beta));
    identity.weights().ifPresent(digest -> json.put(WEIGHTS, digest));
    return json;
  }

  /**
   * Reads an identity.
   *
   * @throws IllegalArgumentException if a member is missing or wrong
   */
  public static RunIdentity read(JsonObject json) {
    return new RunIdentity(
        json.text(EXPERIMENT),
        json.text(DECLARATION),
        json.whole(SEED),
        json.text(NETWORK),
        json.text(DATA),
        json.constant(FORM, RecipeForm.class),
        json.constant(DATA_TYPE, DataType.class),
        json.integer(PARTS, 1),
        json.has(AVERAGE) ? OptionalDouble.of(json.number(AVERAGE)) : OptionalDouble.empty(),
        json.optional(WEIGHTS, json::text));
  }

  /**
   * In what two identities differ. The digest of a declaration covers the seed, so it is left out
   * where the seed differs.
   */
  public static List<Difference> differences(RunIdentity before, RunIdentity now) {
    return Difference.between(write(before), write(now)).stream()
        .filter(each -> before.seed() == now.seed() || !each.name().equals(DECLARATION))
        .toList();
  }
}
