package org.texp4j.dl4j.internal.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Predicate;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.checkpoint.Checkpoint;
import org.texp4j.dl4j.internal.checkpoint.Checkpoints;
import org.texp4j.dl4j.internal.checkpoint.SafeFile;
import org.texp4j.dl4j.internal.metrics.MetricsFile;

/**
 * The directory of one run: {@code manifest.json}, {@code metrics.jsonl}, {@code checkpoints},
 * {@code best-model.zip}, {@code initial-model.zip} if it starts from a model and, when the run is
 * done, {@code model.zip}, {@code metrics.csv} and {@code report.html}. None of them may be a link;
 * the directory itself may.
 *
 * @param path the directory
 */
public record RunDirectory(Path path) {

  /** The directory of runs for which the user names none. */
  private static final Path RUNS = Path.of("runs");

  private static final String LOCK = ".lock";

  /** Held by one process at a time; the system releases it however the process ends. */
  public static final class Lock implements AutoCloseable {

    private final FileChannel channel;

    private Lock(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /**
   * A directory for a new run; it is created if it does not exist.
   *
   * @throws TrainingException if it is a file
   */
  public static RunDirectory at(Path path) throws IOException {
    try {
      Files.createDirectories(path);
    } catch (FileAlreadyExistsException e) {
      throw new TrainingException(path + " is a file: name a directory with --out", e);
    }
    return new RunDirectory(path);
  }

  /**
   * Creates a new directory below runs: the name itself, or the first of name-2, name-3, … that is
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

  /** The first directory that {@link #next} creates for a name. */
  public static Path first(String name) {
    return RUNS.resolve(name);
  }

  /**
   * Finds the last of name, name-2, name-3, … below runs that holds a trained model; empty if none
   * does.
   */
  public static Optional<RunDirectory> latest(String name) {
    return latest(name, directory -> Files.isRegularFile(directory.model()));
  }

  /**
   * Finds the last of name, name-2, name-3, … below runs that has a manifest; empty if none has.
   */
  public static Optional<RunDirectory> latestBegun(String name) {
    return latest(name, directory -> Files.isRegularFile(directory.manifest()));
  }

  private static Optional<RunDirectory> latest(String name, Predicate<RunDirectory> wanted) {
    Optional<RunDirectory> latest = Optional.empty();
    for (int number = 1; Files.exists(RUNS.resolve(numbered(name, number))); number++) {
      RunDirectory directory = new RunDirectory(RUNS.resolve(numbered(name, number)));
      if (wanted.test(directory)) {
        latest = Optional.of(directory);
      }
    }
    return latest;
  }

  private static String numbered(String name, int number) {
    return number == 1 ? name : name + "-" + number;
  }

  /**
   * Keeps other runs out of this directory until the lock is closed.
   *
   * @throws TrainingException if another run uses it
   */
  public Lock lock() throws IOException {
    Path file = inside(LOCK);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new TrainingException(file + " is no file: remove it");
    }
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new Lock(channel);
      }
    } catch (OverlappingFileLockException heldByThisProcess) {
      // Reported below, as one held by another process.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new TrainingException(
        "another run is using " + path + ": wait for it, or name another directory");
  }

  /** Something to do with a directory that no other run uses. */
  @FunctionalInterface
  interface Opening<T> {
    /** Opens what holds the lock from then on. */
    T open(Lock lock) throws IOException;
  }

  /** Opens something that holds the lock; the lock is released if it cannot be opened. */
  <T> T locked(Opening<T> opening) throws IOException {
    Lock lock = lock();
    boolean opened = false;
    try {
      T result = opening.open(lock);
      opened = true;
      return result;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  /** Whether a run was begun here, by this version or an older one. */
  boolean isBegun() throws IOException {
    return Files.exists(manifest())
        || Files.exists(metricsPath())
        || !checkpoints().steps().isEmpty();
  }

  /** Refuses a directory in which a run was begun. */
  void requireFree() throws IOException {
    if (isBegun()) {
      boolean unfinished = Files.exists(manifest()) && ManifestFile.read(this).result().isEmpty();
      throw new TrainingException(
          unfinished
              ? path
                  + " holds a run that is not finished: continue it with --resume, or name another"
                  + " directory with --out"
              : path + " holds a run already: name another directory with --out, or remove it");
    }
  }

  /** Removes a directory that {@link #next} created, if no run was begun in it after all. */
  public void discard() throws IOException {
    if (isBegun()) {
      return;
    }
    Files.deleteIfExists(path.resolve(LOCK));
    Files.delete(path);
    try {
      Files.delete(RUNS);
    } catch (DirectoryNotEmptyException otherRuns) {
      // They stay.
    }
  }

  /**
   * A path in this directory.
   *
   * @throws UncheckedIOException if it is a link
   */
  private Path inside(String name) {
    try {
      return SafeFile.requireNoLink(path.resolve(name));
    } catch (FileSystemException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Opens the file of metrics for a run after a number of steps; later lines are cut off.
   *
   * @param evaluated whether an evaluation after the last of these steps counts as before
   */
  public MetricsFile metrics(long steps, boolean evaluated) throws IOException {
    return steps == 0
        ? MetricsFile.create(metricsPath())
        : MetricsFile.resume(metricsPath(), steps, evaluated);
  }

  /** The file of metrics. */
  public Path metricsPath() {
    return inside("metrics.jsonl");
  }

  /** The checkpoints. */
  public Checkpoints checkpoints() {
    return new Checkpoints(inside("checkpoints"));
  }

  /**
   * Restores the checkpoint of a step.
   *
   * @throws TrainingException if there is none, naming those there are; if it has the format of
   *     another version, or does not fit the run
   */
  Checkpoint restore(long step, Checkpoints.Restoring restoring) throws IOException {
    Checkpoint checkpoint = checkpoint(step);
    try {
      restoring.restore(checkpoint);
    } catch (IllegalArgumentException e) {
      throw new TrainingException(
          checkpoints().file(step) + " does not fit this run: " + e.getMessage(), e);
    }
    return checkpoint;
  }

  private Checkpoint checkpoint(long step) throws IOException {
    try {
      return checkpoints().read(step);
    } catch (NoSuchFileException e) {
      throw new TrainingException(
          "there is no checkpoint of step "
              + step
              + " in "
              + path
              + ", only of "
              + checkpoints().steps(),
          e);
    }
  }

  /** The file that says what the run is made of, and its result. */
  public Path manifest() {
    return inside("manifest.json");
  }

  /** The metrics as a table, one row per step. */
  public Path metricsTable() {
    return inside("metrics.csv");
  }

  /** The report. */
  public Path report() {
    return inside("report.html");
  }

  /** The file of the trained model with the moving average of its parameters. */
  public Path averageModel() {
    return inside("average-model.zip");
  }

  /** The file of the trained model. */
  public Path model() {
    return inside("model.zip");
  }

  /** The file of the model whose weights the run started from, a copy. */
  public Path initialModel() {
    return inside("initial-model.zip");
  }

  /** The file of the model with the best primary metric on the evaluation data. */
  public Path bestModel() {
    return inside("best-model.zip");
  }
}
