package org.texp4j.dl4j.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;

/** One step of everything a run does, to show at once what would fail later. */
public final class DryRun {

  private DryRun() {}

  /**
   * Takes one step, evaluates, writes a checkpoint and resumes from it, in a temporary directory
   * that is removed.
   *
   * @throws TrainingException if the run cannot start or continue
   */
  public static void perform(Experiment experiment, RunOptions options) throws IOException {
    Path path = Files.createTempDirectory("texp4j-dry-run");
    try {
      RunDirectory directory = new RunDirectory(path);
      RunOptions oneStep = options.withLimit(1);
      try (TrainingSession session = TrainingSession.begin(experiment, oneStep, directory)) {
        session.train(List.of(), evaluated -> {});
      }
      try (TrainingSession session = Resumption.resume(experiment, oneStep, directory)) {
        session.train(List.of(), evaluated -> {});
      }
    } finally {
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
