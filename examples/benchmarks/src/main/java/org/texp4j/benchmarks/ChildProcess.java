package org.texp4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A Java process that measures, with none of this one's system properties. */
final class ChildProcess {

  private ChildProcess() {}

  /**
   * Runs a main class to its end and returns what it measured.
   *
   * @throws IOException if it cannot be started or does not end well; what it has to say of that is
   *     on standard error already
   */
  static Measurements run(Class<?> main, String classPath, Workload workload, int steps)
      throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java, "-cp", classPath, main.getName(), workload.name(), Integer.toString(steps));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    setThreads(builder.environment());
    Process process = builder.start();
    Measurements measurements = new Measurements();
    try (BufferedReader out = process.inputReader()) {
      out.lines().forEach(measurements::read);
    } finally {
      process.destroy();
    }
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(main.getSimpleName() + " ended with exit code " + status);
    }
    return measurements;
  }

  /**
   * The same threads for all variants. Waiting ones must sleep: they spin by default, and take the
   * processor from any other process.
   */
  private static void setThreads(Map<String, String> environment) {
    environment.putIfAbsent(
        "OMP_NUM_THREADS", Integer.toString(Runtime.getRuntime().availableProcessors()));
    environment.put("OMP_WAIT_POLICY", "passive");
  }
}
