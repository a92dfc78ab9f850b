package org.texp4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * A Java process that measures when it is its turn, with none of this one's system properties.
 *
 * <p>It waits for a line before each turn, its warm-up being the first, and ends with its input.
 */
final class ChildProcess implements AutoCloseable {

  private final String name;
  private final Process process;
  private final OutputStream in;
  private final BufferedReader out;
  private final Measurements measurements = new Measurements();

  private ChildProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    in = process.getOutputStream();
    out = process.inputReader();
  }

  /** Starts a main class on a class path. */
  static ChildProcess start(Class<?> main, String classPath, Workload workload, int steps)
      throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java, "-cp", classPath, main.getName(), workload.name(), Integer.toString(steps));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    setThreads(builder.environment());
    return new ChildProcess(main.getSimpleName(), builder.start());
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

  /**
   * Lets the process take its turn, and waits for it.
   *
   * @throws IOException if the process ends; what it has to say of that is on standard error
   */
  void takeTurn() throws IOException, InterruptedException {
    in.write('\n');
    in.flush();
    String line = out.readLine();
    while (line != null && !Measurements.endsTurn(line)) {
      measurements.read(line);
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException(name + " ended with exit code " + process.waitFor());
    }
  }

  /** What was measured so far. */
  Measurements measurements() {
    return measurements;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
