package org.texp4j.dl4j.internal.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.internal.checkpoint.Checkpoint;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFacts;
import org.texp4j.dl4j.internal.checkpoint.Facts;
import org.texp4j.dl4j.internal.checkpoint.Facts.Difference;
import org.texp4j.dl4j.internal.checkpoint.SafeFile;
import org.texp4j.dl4j.internal.digest.Sha256;
import org.texp4j.dl4j.internal.setup.Seed;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.dl4j.train.TrainingRun;

/**
 * What the manifest of a run says: what the run was made of, where it ran and what came of it.
 *
 * <p>It holds no date, so the same run has the same manifest.
 */
final class Manifest {

  /** The digests of declarations that were followed before, each with the step it ended at. */
  static final String EARLIER_DECLARATIONS = "earlier_declarations";

  /** The group of facts about the machine and the software. */
  static final String ENVIRONMENT = "environment";

  /** At which steps a run was taken up by another machine or software, and in what it differed. */
  static final String CHANGED = ENVIRONMENT + ".changed";

  private static final String GENERATED_SOURCE = ENVIRONMENT + ".generated_source";

  /** The group of facts about what came of the run. */
  static final String RESULT = "result";

  /** The number of steps taken. */
  static final String STEPS = RESULT + ".steps";

  /** The last accuracy. */
  static final String ACCURACY = RESULT + ".accuracy";

  private static final String MAVEN = "/META-INF/maven/%s/%s/pom.properties";
  private static final String UNKNOWN = "unknown";

  private Manifest() {}

  /** Reads the manifest of a run. */
  static Facts read(RunDirectory directory) throws IOException {
    try {
      return Facts.parse(Files.readString(directory.manifest()));
    } catch (IllegalArgumentException e) {
      throw new TrainingException(directory.manifest() + " is damaged: " + e.getMessage(), e);
    }
  }

  static void write(RunDirectory directory, Facts facts) throws IOException {
    SafeFile.write(directory.manifest(), facts.toJson());
  }

  /**
   * In what the identity of a run has changed. The digest of a declaration is not told where the
   * seed, which it covers, has changed.
   */
  static List<Difference> changes(Facts before, Facts identity) {
    List<Difference> changes =
        identity.values().keySet().stream()
            .map(name -> new Difference(name, before.get(name), identity.get(name)))
            .filter(Difference::isOne)
            .toList();
    boolean seed = changes.stream().anyMatch(change -> change.name().equals(CheckpointFacts.SEED));
    return changes.stream()
        .filter(change -> !seed || !change.name().equals(CheckpointFacts.DECLARATION))
        .toList();
  }

  /** Refuses a run that is not the one whose facts a file tells. */
  static void requireSame(Facts before, TrainingRun run, String file) {
    List<Difference> changes = changes(before, CheckpointFacts.of(run.identity()));
    if (!changes.isEmpty()) {
      throw new TrainingException(
          "this is not the run of "
              + file
              + " ("
              + String.join("; ", changes.stream().map(Difference::toString).toList())
              + "): undo the change, or begin a new run in another directory");
    }
  }

  /**
   * The manifest of a run that has gone back to a checkpoint: without what is said of later steps,
   * and with the declaration that was followed until there, if it is another one.
   */
  static Facts atStep(Facts manifest, Checkpoint checkpoint, TrainingRun run) {
    String until = checkpoint.facts().require(CheckpointFacts.DECLARATION);
    List<String> earlier =
        Stream.concat(
                manifest.get(EARLIER_DECLARATIONS).stream()
                    .flatMap(text -> Stream.of(text.split(" ")))
                    .filter(each -> Long.parseLong(each.split(":")[0]) < checkpoint.step()),
                until.equals(
                        CheckpointFacts.of(run.identity()).require(CheckpointFacts.DECLARATION))
                    ? Stream.of()
                    : Stream.of(checkpoint.step() + ":" + until))
            .toList();
    Facts without = manifest.without(EARLIER_DECLARATIONS);
    return earlier.isEmpty()
        ? without
        : without.with(EARLIER_DECLARATIONS, String.join(" ", earlier));
  }

  /** The manifest of a run that goes on from a step by another machine or software. */
  static Facts changedAt(Facts manifest, long step, List<Difference> changes) {
    String before = manifest.get(CHANGED).map(text -> text + "; ").orElse("");
    return manifest.with(
        CHANGED,
        before
            + "at step "
            + step
            + ": "
            + String.join(", ", changes.stream().map(Difference::toString).toList()));
  }

  /** The seeds that come from the root. */
  static Facts seeds(Experiment experiment) {
    Seed seed = new Seed(experiment.seed());
    return Facts.NONE
        .with("seeds.initialization", seed.child("initialization"))
        .with("seeds.order", seed.child("order"));
  }

  /** Where the run is at work. */
  static Facts environment(Experiment experiment) {
    Backend backend = Backend.start();
    String source = experiment.sourceDigest();
    return (source.isEmpty() ? Facts.NONE : Facts.NONE.with(GENERATED_SOURCE, source))
        .with(ENVIRONMENT + ".training_class", digest(experiment.loop().getClass().getNestHost()))
        .with(
            ENVIRONMENT + ".texp4j",
            version("/org/texp4j/dl4j/internal/command/version.properties"))
        .with(
            ENVIRONMENT + ".deeplearning4j",
            version(MAVEN.formatted("org.deeplearning4j", "deeplearning4j-nn")))
        .with(ENVIRONMENT + ".nd4j", version(MAVEN.formatted("org.nd4j", "nd4j-api")))
        .with(ENVIRONMENT + ".java", System.getProperty("java.vm.version"))
        .with(ENVIRONMENT + ".vm", System.getProperty("java.vm.name"))
        .with(
            ENVIRONMENT + ".system",
            System.getProperty("os.name") + " " + System.getProperty("os.arch"))
        .with(ENVIRONMENT + ".processor", processor())
        .with(ENVIRONMENT + ".onednn", backend.oneDnn())
        .with(ENVIRONMENT + ".threads", backend.threads());
  }

  /** What has come of a run. */
  static Facts result(TrainingRun run, Progress progress) {
    TrainingState state = run.state();
    Facts result =
        Facts.NONE
            .with(STEPS, run.step())
            .with(RESULT + ".parameters", Sha256.of(state.parameters()))
            .with(RESULT + ".velocities", Sha256.of(state.velocities()))
            .with(RESULT + ".loss", progress.loss());
    if (run.keepsAverage()) {
      result = result.with(RESULT + ".average", Sha256.of(run.snapshot().average().orElseThrow()));
    }
    return progress.accuracy().isPresent()
        ? result.with(ACCURACY, progress.accuracy().getAsDouble())
        : result;
  }

  /** The digest of the class that holds the training loop: a generated one, or a user's own. */
  private static String digest(Class<?> type) {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return in == null
          ? UNKNOWN
          : HexFormat.of().formatHex(Sha256.start().digest(in.readAllBytes()));
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  /** The version among the properties on a path; unknown where there are none. */
  private static String version(String path) {
    try (InputStream in = Manifest.class.getResourceAsStream(path)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  /** The model of the processor, which decides what code the natives run. */
  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.replaceFirst(".*: *", ""))
          .orElse(UNKNOWN);
    } catch (IOException | UncheckedIOException e) {
      return UNKNOWN;
    }
  }
}
