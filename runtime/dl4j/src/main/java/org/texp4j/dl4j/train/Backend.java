package org.texp4j.dl4j.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.backend.m21.HoldingExecutioner;
import org.texp4j.dl4j.internal.backend.onednn.OneDnnNetwork;
import org.texp4j.dl4j.internal.usercode.Failure;

/**
 * The backend as it runs: which natives ND4J loaded, and with how many threads.
 *
 * <p>Out of the box Deeplearning4j 1.0.0-M2.1 trains several times slower than its natives allow:
 * the oneDNN layer helpers are disabled, and only the natives with the extension {@code
 * -onednn-avx2} contain oneDNN. {@link #start} chooses both before ND4J loads. Whatever the user
 * set by system property stays as it is. Then it puts {@link HoldingExecutioner} in place, without
 * which a broadcast can end the process.
 *
 * @param oneDnn whether the natives contain oneDNN, so that float layers run through its helpers
 * @param threads the number of threads ND4J computes with
 * @param note what was chosen, or why not the fast natives; one line
 */
public record Backend(boolean oneDnn, int threads, String note) {

  private static final String EXTENSION_PROPERTY = "org.bytedeco.javacpp.platform.extension";
  private static final String HELPERS_PROPERTY = "org.eclipse.deeplearning4j.helpers.disable";
  private static final String THREADS = "OMP_NUM_THREADS";
  private static final int MOST_THREADS = 1024;
  private static final String ONEDNN = "-onednn-avx2";
  private static final String NATIVES = "/org/nd4j/linalg/cpu/nativecpu/bindings/";

  /**
   * Starts ND4J with the fast settings, once; later calls return the same value.
   *
   * <p>Must come before any other use of ND4J: natives cannot be exchanged once they are loaded.
   * Safe for use by several threads.
   *
   * @throws TrainingException if ND4J does not start on this machine, or the environment sets an
   *     impossible number of threads
   */
  public static Backend start() {
    requireThreads(System.getenv(THREADS));
    try {
      return Started.BACKEND;
    } catch (LinkageError e) {
      throw new TrainingException(
          "ND4J does not start on this machine ("
              + Failure.describe(e)
              + "): the class path needs nd4j-native, openblas and javacpp with the classifier for"
              + " this platform",
          e);
    }
  }

  private static final class Started {
    static final Backend BACKEND = load();
  }

  private static Backend load() {
    String platform = Loader.Detector.getPlatform();
    String obstacle = choose(platform);
    int threads = Nd4j.getEnvironment().maxThreads();
    String broadcasts = HoldingExecutioner.install() ? "" : "; broadcasts may crash";
    // A user may have loaded ND4J before; what counts is the file that was loaded.
    boolean oneDnn =
        Loader.getLoadedLibraries().values().stream().anyMatch(path -> path.contains("-onednn"));
    String natives = oneDnn ? "oneDNN natives, layer helpers on" : "plain natives";
    String reason = oneDnn || obstacle.isEmpty() ? "" : ": " + obstacle;
    String layers =
        OneDnnNetwork.unavailability()
            .map(why -> "layers by Deeplearning4j (" + why + ")")
            .orElse("float layers by oneDNN");
    return new Backend(
        oneDnn,
        threads,
        natives
            + reason
            + "; "
            + layers
            + broadcasts
            + "; "
            + threads
            + (threads == 1 ? " thread" : " threads"));
  }

  /**
   * Tests the number of threads that the environment sets, since the natives end the process at 0
   * and compute nothing with a negative one.
   *
   * @param text the value; null if it is not set
   * @throws TrainingException unless it is a number of threads
   */
  static void requireThreads(String text) {
    if (text != null
        && !(text.matches("[1-9]\\d{0,4}") && Integer.parseInt(text) <= MOST_THREADS)) {
      throw new TrainingException(
          "the environment variable "
              + THREADS
              + " is '"
              + text
              + "': set it to a number of threads from 1 to "
              + MOST_THREADS
              + ", or unset it to compute on all processors");
    }
  }

  /** Sets the properties; returns why the fast natives cannot be used, or nothing. */
  private static String choose(String platform) {
    System.getProperties().putIfAbsent(HELPERS_PROPERTY, "false");
    String chosen = System.getProperty(EXTENSION_PROPERTY);
    if (chosen != null) {
      return "-D" + EXTENSION_PROPERTY + "=" + chosen + " was given";
    }
    if (Backend.class.getResource(NATIVES + platform + ONEDNN) == null) {
      return "no nd4j-native with classifier " + platform + ONEDNN + " on the class path";
    }
    if (!hasAvx2()) {
      // Left alone, JavaCPP prefers any natives with an extension that lie on the class path.
      System.setProperty(EXTENSION_PROPERTY, "");
      return "this processor has no AVX2";
    }
    System.setProperty(EXTENSION_PROPERTY, ONEDNN);
    return "";
  }

  /** Whether the processor has AVX2; false where Linux does not say so: nobody else has natives. */
  private static boolean hasAvx2() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines.anyMatch(line -> line.startsWith("flags") && line.contains(" avx2"));
    } catch (IOException e) {
      return false;
    }
  }
}
