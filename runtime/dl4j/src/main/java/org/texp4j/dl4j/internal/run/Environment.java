package org.texp4j.dl4j.internal.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.internal.checkpoint.LibraryVersion;
import org.texp4j.dl4j.internal.digest.Sha256;
import org.texp4j.dl4j.train.Backend;

/**
 * The software and the machine on which a run is trained, so far as its bits may depend on them.
 *
 * @param generatedSource the digest of the text of the generated training class; empty for a loop
 *     written by hand
 * @param trainingClass the digest of the class that holds the training loop
 * @param texp4j the version of texp4j
 * @param deeplearning4j the version of Deeplearning4j
 * @param nd4j the version of ND4J
 * @param java the version of the virtual machine
 * @param vm the name of the virtual machine
 * @param system the operating system and its architecture
 * @param processor the model of the processor, which decides what code the natives run
 * @param oneDnn whether the natives contain oneDNN
 * @param threads the number of threads ND4J computes with
 */
record Environment(
    Optional<String> generatedSource,
    String trainingClass,
    String texp4j,
    String deeplearning4j,
    String nd4j,
    String java,
    String vm,
    String system,
    String processor,
    boolean oneDnn,
    long threads) {

  private static final String MAVEN = "/META-INF/maven/%s/%s/pom.properties";
  private static final String UNKNOWN = "unknown";

  /** Looks at the present environment; starts the backend. */
  static Environment detect(Experiment experiment) {
    Backend backend = Backend.start();
    return new Environment(
        Optional.of(experiment.sourceDigest()).filter(digest -> !digest.isEmpty()),
        digest(experiment.loop().getClass().getNestHost()),
        LibraryVersion.get(),
        version(MAVEN.formatted("org.deeplearning4j", "deeplearning4j-nn")),
        version(MAVEN.formatted("org.nd4j", "nd4j-api")),
        System.getProperty("java.vm.version"),
        System.getProperty("java.vm.name"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        processorModel(),
        backend.oneDnn(),
        backend.threads());
  }

  /** The digest of a class file; a generated class or a user's own. */
  private static String digest(Class<?> type) {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return in == null
          ? UNKNOWN
          : HexFormat.of().formatHex(Sha256.start().digest(in.readAllBytes()));
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  private static String version(String path) {
    try (InputStream in = Environment.class.getResourceAsStream(path)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  private static String processorModel() {
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
