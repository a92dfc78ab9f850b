package org.texp4j.dl4j.train;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directory of one run: {@code metrics.jsonl}, also as {@code metrics.csv}, {@code model.zip}
 * and {@code report.html}.
 *
 * @param path the directory
 */
public record RunDirectory(Path path) {

  /** Where runs go that the user names no directory for. */
  private static final Path RUNS = Path.of("runs");

  /**
   * Takes a directory for a run, and makes it where it does not exist.
   *
   * @throws TrainingException if it holds a run already
   */
  public static RunDirectory at(Path path) throws IOException {
    RunDirectory directory = new RunDirectory(path);
    try {
      Files.createDirectories(path);
    } catch (FileAlreadyExistsException e) {
      throw new TrainingException(path + " is a file: name a directory with --out", e);
    }
    if (Files.exists(directory.metricsPath())) {
      throw new TrainingException(
          path + " holds a run already; name another directory with --out, or remove it");
    }
    return directory;
  }

  /**
   * Makes a new directory below runs: the name itself, or the first of name-2, name-3, … that is
   * free.
   */
  public static RunDirectory next(String name) throws IOException {
    Files.createDirectories(RUNS);
    for (int number = 1; ; number++) {
      Path path = RUNS.resolve(numbered(name, number));
      try {
        Files.createDirectory(path);
        return new RunDirectory(path);
      } catch (FileAlreadyExistsException taken) {
        // The next number may be free.
      }
    }
  }

  /**
   * Returns the last below runs of name, name-2, name-3, … that holds a trained model; empty if
   * none does.
   */
  public static Optional<RunDirectory> latest(String name) {
    Optional<RunDirectory> latest = Optional.empty();
    for (int number = 1; Files.exists(RUNS.resolve(numbered(name, number))); number++) {
      RunDirectory directory = new RunDirectory(RUNS.resolve(numbered(name, number)));
      if (Files.isRegularFile(directory.model())) {
        latest = Optional.of(directory);
      }
    }
    return latest;
  }

  private static String numbered(String name, int number) {
    return number == 1 ? name : name + "-" + number;
  }

  /** Opens the file of metrics for writing. */
  public MetricsFile metrics() throws IOException {
    return MetricsFile.at(metricsPath());
  }

  /** The file of metrics. */
  public Path metricsPath() {
    return path.resolve("metrics.jsonl");
  }

  /** The metrics as a table, one row a step. */
  public Path metricsTable() {
    return path.resolve("metrics.csv");
  }

  /** The report. */
  public Path report() {
    return path.resolve("report.html");
  }

  /** The file of the trained model. */
  public Path model() {
    return path.resolve("model.zip");
  }
}
