package org.texp4j.dl4j.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.checkpoint.FileFormat;
import org.texp4j.dl4j.internal.checkpoint.IdentityJson;
import org.texp4j.dl4j.internal.checkpoint.SafeFile;
import org.texp4j.dl4j.internal.json.Difference;
import org.texp4j.dl4j.internal.json.JsonObject;
import org.texp4j.dl4j.internal.run.Manifest.EarlierDeclaration;
import org.texp4j.dl4j.internal.run.Manifest.EnvironmentChange;
import org.texp4j.dl4j.internal.setup.Seed;
import org.texp4j.schedule.RecipeForm;

/** The file {@code manifest.json}: how a manifest is spelled in JSON. */
final class ManifestFile {

  private static final String IDENTITY = "identity";
  private static final String EARLIER_DECLARATIONS = "earlier_declarations";
  private static final String UNTIL = "until_step";
  private static final String DECLARATION = "declaration";
  private static final String FORMS = "forms";
  private static final String FROM = "from_step";
  private static final String FORM = "form";

  private static final String SETTINGS = "settings";
  private static final String DATA = "data";
  private static final String EPOCHS = "epochs";
  private static final String BATCHES = "limit_batches";
  private static final String PARTS = "accumulate";
  private static final String AVERAGE = "average";
  private static final String CHECKPOINTS = "checkpoint_every";
  private static final String KEPT = "keep";
  private static final String EVALUATIONS = "evaluate_every";
  private static final String PATIENCE = "patience";
  private static final String INIT = "init";

  private static final String SEEDS = "seeds";
  private static final String INITIALIZATION = "initialization";
  private static final String ORDER = "order";

  private static final String ENVIRONMENT = "environment";
  private static final String GENERATED_SOURCE = "generated_source";
  private static final String TRAINING_CLASS = "training_class";
  private static final String TEXP4J = "texp4j";
  private static final String DEEPLEARNING4J = "deeplearning4j";
  private static final String ND4J = "nd4j";
  private static final String JAVA = "java";
  private static final String VM = "vm";
  private static final String SYSTEM = "system";
  private static final String PROCESSOR = "processor";
  private static final String ONEDNN = "onednn";
  private static final String THREADS = "threads";

  private static final String ENVIRONMENT_CHANGES = "environment_changes";
  private static final String AT = "at_step";
  private static final String NAME = "name";
  private static final String BEFORE = "before";
  private static final String NOW = "now";

  private static final String RESULT = "result";
  private static final String STEPS = "steps";
  private static final String LOSS = "loss";
  private static final String EVALUATION = "evaluation";

  private static final String PARAMETERS = "parameters";
  private static final String VELOCITIES = "velocities";

  private ManifestFile() {}

  /**
   * Reads the manifest of the run in a directory.
   *
   * @throws TrainingException if there is none, or it is damaged or has the format of another
   *     version
   */
  static Manifest read(RunDirectory directory) throws IOException {
    Path file = directory.manifest();
    if (!Files.isRegularFile(file)) {
      throw new TrainingException("there is no " + file + ": name the directory of a run");
    }
    try {
      JsonObject json = JsonObject.parse(SafeFile.readText(file));
      FileFormat.require(file, json);
      return manifest(file, json).startingFrom(directory.initialModel());
    } catch (IllegalArgumentException e) {
      throw new TrainingException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  private static Manifest manifest(Path file, JsonObject json) {
    try {
      return manifest(json);
    } catch (IllegalArgumentException e) {
      FileFormat.requireThisVersion(file, json, e);
      throw e;
    }
  }

  private static Manifest manifest(JsonObject json) {
    TreeMap<Long, RecipeForm> forms = new TreeMap<>();
    json.objects(FORMS)
        .forEach(each -> forms.put(each.whole(FROM, 0), each.constant(FORM, RecipeForm.class)));
    return new Manifest(
        IdentityJson.read(json.object(IDENTITY)),
        options(json.object(SETTINGS)),
        environment(json.object(ENVIRONMENT)),
        new FormHistory(forms),
        json.objects(EARLIER_DECLARATIONS).stream()
            .map(each -> new EarlierDeclaration(each.whole(UNTIL, 0), each.text(DECLARATION)))
            .toList(),
        json.objects(ENVIRONMENT_CHANGES).stream().map(ManifestFile::environmentChange).toList(),
        json.optional(RESULT, json::object).map(ManifestFile::result));
  }

  /** Writes the manifest of the run in a directory. */
  static void write(RunDirectory directory, Manifest manifest) throws IOException {
    Seed seed = new Seed(manifest.identity().seed());
    JsonObject json =
        FileFormat.begin()
            .put(IDENTITY, IdentityJson.write(manifest.identity()))
            .put(
                EARLIER_DECLARATIONS,
                manifest.earlierDeclarations().stream()
                    .map(
                        each ->
                            new JsonObject().put(UNTIL, each.end()).put(DECLARATION, each.digest()))
                    .toList())
            .put(
                FORMS,
                manifest.forms().byStart().entrySet().stream()
                    .map(
                        each ->
                            new JsonObject()
                                .put(FROM, each.getKey())
                                .put(FORM, each.getValue().name()))
                    .toList())
            .put(
                SETTINGS,
                write(manifest.options().withInit(directory.initialModel().getFileName())))
            .put(
                SEEDS,
                new JsonObject()
                    .put(INITIALIZATION, seed.child(INITIALIZATION))
                    .put(ORDER, seed.child(ORDER)))
            .put(ENVIRONMENT, write(manifest.environment()))
            .put(
                ENVIRONMENT_CHANGES,
                manifest.environmentChanges().stream().map(ManifestFile::write).toList());
    manifest.result().ifPresent(result -> json.put(RESULT, write(result)));
    SafeFile.write(directory.manifest(), json.toLines());
  }

  private static JsonObject write(RunOptions options) {
    JsonObject json = new JsonObject();
    options.data().ifPresent(path -> json.put(DATA, path.toString()));
    options.form().ifPresent(form -> json.put(FORM, form.name()));
    options.epochs().ifPresent(epochs -> json.put(EPOCHS, epochs));
    options.batches().ifPresent(batches -> json.put(BATCHES, batches));
    options.parts().ifPresent(parts -> json.put(PARTS, parts));
    options.average().ifPresent(beta -> json.put(AVERAGE, beta));
    options.checkpoints().ifPresent(every -> json.put(CHECKPOINTS, every.toString()));
    options.kept().ifPresent(kept -> json.put(KEPT, kept));
    options.evaluations().ifPresent(every -> json.put(EVALUATIONS, every.toString()));
    options.patience().ifPresent(patience -> json.put(PATIENCE, patience));
    options.init().ifPresent(file -> json.put(INIT, file.toString()));
    return json;
  }

  /** The options in words, by their names in the manifest. */
  static String describe(RunOptions options) {
    Map<String, String> chosen = write(options).flat();
    return chosen.isEmpty()
        ? "with all options at their defaults"
        : "with "
            + chosen.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "))
            + ", and all other options at their defaults";
  }

  private static RunOptions options(JsonObject json) {
    return new RunOptions(
        json.optional(DATA, json::text).map(Path::of),
        json.optional(FORM, name -> json.constant(name, RecipeForm.class)),
        json.optional(EPOCHS, name -> json.whole(name, 1)),
        json.optional(BATCHES, name -> json.whole(name, 1)),
        json.optional(PARTS, name -> json.integer(name, 1)),
        json.optional(AVERAGE, json::number),
        json.optional(CHECKPOINTS, json::text).map(Interval::parse),
        json.optional(KEPT, name -> json.whole(name, 1)),
        json.optional(EVALUATIONS, json::text).map(Interval::parse),
        json.optional(PATIENCE, name -> json.whole(name, 1)),
        json.optional(INIT, json::text).map(Path::of));
  }

  private static JsonObject write(Environment environment) {
    JsonObject json = new JsonObject();
    environment.generatedSource().ifPresent(digest -> json.put(GENERATED_SOURCE, digest));
    return json.put(TRAINING_CLASS, environment.trainingClass())
        .put(TEXP4J, environment.texp4j())
        .put(DEEPLEARNING4J, environment.deeplearning4j())
        .put(ND4J, environment.nd4j())
        .put(JAVA, environment.java())
        .put(VM, environment.vm())
        .put(SYSTEM, environment.system())
        .put(PROCESSOR, environment.processor())
        .put(ONEDNN, environment.oneDnn())
        .put(THREADS, environment.threads());
  }

  private static Environment environment(JsonObject json) {
    return new Environment(
        json.optional(GENERATED_SOURCE, json::text),
        json.text(TRAINING_CLASS),
        json.text(TEXP4J),
        json.text(DEEPLEARNING4J),
        json.text(ND4J),
        json.text(JAVA),
        json.text(VM),
        json.text(SYSTEM),
        json.text(PROCESSOR),
        json.flag(ONEDNN),
        json.whole(THREADS));
  }

  private static JsonObject write(EnvironmentChange change) {
    JsonObject json = new JsonObject().put(AT, change.step()).put(NAME, change.change().name());
    change.change().before().ifPresent(value -> json.put(BEFORE, value));
    change.change().now().ifPresent(value -> json.put(NOW, value));
    return json;
  }

  private static EnvironmentChange environmentChange(JsonObject json) {
    return new EnvironmentChange(
        json.whole(AT, 0),
        new Difference(
            json.text(NAME), json.optional(BEFORE, json::text), json.optional(NOW, json::text)));
  }

  private static JsonObject write(RunResult result) {
    JsonObject json = new JsonObject().put(STEPS, result.steps()).put(LOSS, result.loss());
    if (!result.metrics().isEmpty()) {
      json.put(EVALUATION, result.metrics());
    }
    json.put(PARAMETERS, result.parameters()).put(VELOCITIES, result.velocities());
    result.average().ifPresent(average -> json.put(AVERAGE, average));
    return json;
  }

  private static RunResult result(JsonObject json) {
    return new RunResult(
        json.whole(STEPS, 0),
        json.number(LOSS),
        json.optional(EVALUATION, json::numbers).orElse(Map.of()),
        json.text(PARAMETERS),
        json.text(VELOCITIES),
        json.optional(AVERAGE, json::text));
  }

  /** In what two environments differ, by the names in the manifest. */
  static List<Difference> differences(Environment before, Environment now) {
    return differences(ENVIRONMENT, write(before), write(now));
  }

  /** In what two results differ, by the names in the manifest. */
  static List<Difference> differences(RunResult before, RunResult now) {
    return differences(RESULT, write(before), write(now));
  }

  private static List<Difference> differences(String member, JsonObject before, JsonObject now) {
    return Difference.between(before, now).stream().map(each -> each.in(member)).toList();
  }
}
