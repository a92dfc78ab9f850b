package org.texp4j.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A process that measures steps in turns; it inherits no system properties.
 *
 * <p>It waits for a line of input before each turn, of which the first is its warm-up, and ends
 * when its input does.
 */
final class ChildProcess implements AutoCloseable {

  private static final String PEAK_MEMORY = "VmHWM:";

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

  /**
   * Starts a process.
   *
   * @param name its name in error messages
   * @param threads the number of threads it computes with
   */
  static ChildProcess start(String name, List<String> command, int threads) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    // By default waiting threads spin, which takes processor time from other processes.
    builder.environment().put("OMP_WAIT_POLICY", "passive");
    builder.environment().put("GOMP_SPINCOUNT", "1000");
    return new ChildProcess(name, builder.start());
  }

  /** The command line that runs a main class on a class path, with the Java of this process. */
  static List<String> java(Class<?> main, String classPath, Object... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }

  /**
   * Lets the process take one turn, and waits for the end of it.
   *
   * @throws IOException if the process ends; it explains itself on standard error
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

  /** The measurements so far. */
  Measurements measurements() {
    return measurements;
  }

  /** The peak memory of the process in bytes; empty on systems other than Linux. */
  OptionalLong peakMemory() {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith(PEAK_MEMORY))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
