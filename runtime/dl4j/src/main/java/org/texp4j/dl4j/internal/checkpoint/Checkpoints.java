package org.texp4j.dl4j.internal.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The checkpoints of one run: files {@code step-000000640.ckpt} in a directory.
 *
 * @param directory the directory, which need not exist before the first checkpoint
 */
public record Checkpoints(Path directory) {

  private static final Pattern NAME = Pattern.compile("step-(\\d{9,18})\\.ckpt");

  /** The file of the checkpoint of a step. */
  public Path file(long step) {
    return directory.resolve(String.format(Locale.ROOT, "step-%09d.ckpt", step));
  }

  /** The steps of which there are files, newest first; nothing is said about their content. */
  public List<Long> steps() throws IOException {
    if (!Files.isDirectory(SafeFile.requireNoLink(directory))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> NAME.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(name -> Long.parseLong(name.group(1)))
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  /**
   * A checkpoint that was skipped.
   *
   * @param file the file
   * @param message the file and what is wrong with it
   * @param damaged whether its bytes are not those that were written; otherwise no checkpoint can
   *     be read from them, or it does not fit the run
   */
  public record Skipped(Path file, String message, boolean damaged) {}

  /** Puts a run where a checkpoint was written. */
  @FunctionalInterface
  public interface Restoring {
    /**
     * Restores the run.
     *
     * @throws IllegalArgumentException if the checkpoint does not fit it
     */
    void restore(Checkpoint checkpoint) throws IOException;
  }

  /**
   * Restores the newest checkpoint that is intact and fits.
   *
   * @param restoring restores it; called for older ones until it succeeds
   * @param skipped gets each newer one that is damaged or does not fit, before this returns
   * @return the checkpoint; empty if there is none at all
   * @throws DamagedCheckpointException if there are checkpoints, but none can be used
   * @throws org.texp4j.dl4j.TrainingException if the newest that is intact was written by another
   *     version, which can read it; nothing is skipped then
   * @throws IOException if a file cannot be read
   */
  public Optional<Checkpoint> newest(Restoring restoring, Consumer<Skipped> skipped)
      throws IOException {
    List<Skipped> all = new ArrayList<>();
    for (long step : steps()) {
      try {
        Checkpoint checkpoint = read(step);
        restore(restoring, checkpoint);
        all.forEach(skipped);
        return Optional.of(checkpoint);
      } catch (DamagedCheckpointException e) {
        boolean damaged = !(e instanceof UnusableCheckpointException);
        all.add(new Skipped(file(step), e.getMessage(), damaged));
      }
    }
    if (!all.isEmpty()) {
      throw new DamagedCheckpointException(
          directory,
          "it has no intact checkpoint ("
              + all.stream().map(Skipped::message).collect(Collectors.joining("; "))
              + ")");
    }
    return Optional.empty();
  }

  private void restore(Restoring restoring, Checkpoint checkpoint) throws IOException {
    try {
      restoring.restore(checkpoint);
    } catch (IllegalArgumentException e) {
      throw new UnusableCheckpointException(file(checkpoint.step()), e);
    }
  }

  /**
   * Reads the checkpoint of a step.
   *
   * @throws DamagedCheckpointException if its file is damaged
   * @throws UnusableCheckpointException if no checkpoint of that step can be read from it
   * @throws org.texp4j.dl4j.TrainingException if it has the format of another version
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws IOException if the file cannot be read
   */
  public Checkpoint read(long step) throws IOException {
    SafeFile.requireNoLink(directory);
    if (Files.isSymbolicLink(file(step))) {
      throw new DamagedCheckpointException(
          file(step), "it is a symbolic link, which is not followed");
    }
    Checkpoint checkpoint = CheckpointFile.read(file(step));
    if (checkpoint.step() != step) {
      throw new UnusableCheckpointException(
          file(step), "it is the checkpoint of step " + checkpoint.step());
    }
    return checkpoint;
  }

  /**
   * Renames a damaged file, so that it neither prevents a new checkpoint nor counts as one that is
   * kept.
   */
  public static void putAside(Path file) throws IOException {
    SafeFile.putAside(file, ".damaged");
  }

  /**
   * Deletes all but the newest and some others.
   *
   * @param newest how many of the newest to keep, at least 1
   * @param others the steps of those to keep besides
   */
  public void prune(long newest, Set<Long> others) throws IOException {
    List<Long> steps = steps();
    Set<Long> kept = Set.copyOf(steps.subList(0, (int) Math.min(newest, steps.size())));
    for (long step : steps) {
      if (!kept.contains(step) && !others.contains(step)) {
        Files.deleteIfExists(file(step));
      }
    }
  }
}
