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
    if (!Files.isDirectory(directory)) {
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
   * A damaged checkpoint.
   *
   * @param file the file
   * @param message the file and what is wrong with it
   */
  public record Damaged(Path file, String message) {}

  /**
   * Reads the newest checkpoint that is intact.
   *
   * @param skipped gets each newer one that is damaged, before this returns
   * @return the checkpoint; empty if there is none at all
   * @throws DamagedCheckpointException if there are checkpoints, but all are damaged
   * @throws org.texp4j.dl4j.TrainingException if the newest that is intact has the format of
   *     another version
   * @throws IOException if a file cannot be read
   */
  public Optional<Checkpoint> newest(Consumer<Damaged> skipped) throws IOException {
    List<Damaged> damaged = new ArrayList<>();
    for (long step : steps()) {
      try {
        Checkpoint checkpoint = read(step);
        damaged.forEach(skipped);
        return Optional.of(checkpoint);
      } catch (DamagedCheckpointException e) {
        damaged.add(new Damaged(file(step), e.getMessage()));
      }
    }
    if (!damaged.isEmpty()) {
      throw new DamagedCheckpointException(
          directory,
          "it has no intact checkpoint ("
              + damaged.stream().map(Damaged::message).collect(Collectors.joining("; "))
              + ")");
    }
    return Optional.empty();
  }

  /**
   * Reads the checkpoint of a step.
   *
   * @throws DamagedCheckpointException if its file is damaged
   * @throws org.texp4j.dl4j.TrainingException if it has the format of another version
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws IOException if the file cannot be read
   */
  public Checkpoint read(long step) throws IOException {
    Checkpoint checkpoint = CheckpointFile.read(file(step));
    if (checkpoint.step() != step) {
      throw new DamagedCheckpointException(
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
