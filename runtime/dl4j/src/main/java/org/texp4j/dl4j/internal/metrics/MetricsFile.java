package org.texp4j.dl4j.internal.metrics;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.texp4j.dl4j.EvaluationResult;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.checkpoint.FileErrors;
import org.texp4j.dl4j.internal.checkpoint.SafeFile;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.Step;

/**
 * The metrics of a run as JSON lines, as {@link MetricsLine} describes them: one for the run, and
 * one for each step, epoch, group of weights at the end of an epoch, and evaluation.
 *
 * <p>Every line is handed to the operating system when it is written, so a killed process leaves
 * whole lines behind, and the file can be followed while it grows. Not safe for use by several
 * threads.
 */
public final class MetricsFile implements StepListener, AutoCloseable {

  private static final String DAMAGED = ".damaged";
  private static final int MOST_REPORTED = 3;

  private final Path path;
  private final BufferedWriter writer;
  private final boolean started;

  private MetricsFile(Path path, BufferedWriter writer, boolean started) {
    this.path = path;
    this.writer = writer;
    this.started = started;
  }

  /** Creates a file; one that exists is replaced. */
  public static MetricsFile create(Path path) throws IOException {
    // Not emptied: it may be another name of a file somewhere else.
    Files.deleteIfExists(path);
    return new MetricsFile(
        path,
        Files.newBufferedWriter(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        false);
  }

  /**
   * Opens the file of a resumed run: lines that were written after a step are cut off, and damaged
   * ones are left out.
   *
   * @param step the number of steps the run has taken
   * @param evaluated whether the evaluation after the last of them is before it, too
   */
  public static MetricsFile resume(Path path, long step, boolean evaluated) throws IOException {
    if (!Files.exists(path) || !startsWithStart(path)) {
      return create(path);
    }
    SafeFile.write(path, kept -> copyLinesUpTo(step, evaluated, path, kept));
    return new MetricsFile(path, Files.newBufferedWriter(path, StandardOpenOption.APPEND), true);
  }

  /** Whether the first line tells which run this is; without it the others mean nothing. */
  private static boolean startsWithStart(Path path) throws IOException {
    try (MetricsReader lines = MetricsReader.open(path)) {
      return lines.hasNext() && lines.next() instanceof MetricsLine.Start;
    } catch (TrainingException damaged) {
      return false;
    }
  }

  private static void copyLinesUpTo(long step, boolean evaluated, Path from, Path to)
      throws IOException {
    try (MetricsReader lines = MetricsReader.open(from);
        BufferedWriter writer = Files.newBufferedWriter(to)) {
      lines.skipDamaged(damaged -> {});
      while (lines.hasNext() && isBefore(lines.next(), step, evaluated)) {
        writer.write(lines.text());
        writer.write('\n');
      }
    }
  }

  /**
   * Finds the damaged lines that {@link #resume} would leave out, and keeps a copy of the file with
   * them, whose name ends in {@code .damaged}.
   *
   * @return a sentence on each of the first of them; empty if there is none
   */
  public static List<String> reportDamage(Path path, long step) throws IOException {
    List<String> damages = new ArrayList<>();
    if (Files.exists(path)) {
      try (MetricsReader lines = MetricsReader.open(path)) {
        lines.skipDamaged(damages::add);
        while (lines.hasNext() && lines.next().stepsTaken() <= step) {
          // Only the damaged ones matter.
        }
      }
    }
    if (!damages.isEmpty()) {
      SafeFile.copy(path, Path.of(path + DAMAGED));
    }
    return damages.subList(0, Math.min(damages.size(), MOST_REPORTED)).stream()
        .map(each -> each + "; it is left out, and kept in " + path + DAMAGED)
        .toList();
  }

  private static boolean isBefore(MetricsLine line, long step, boolean evaluated) {
    return line.stepsTaken() < step
        || line.stepsTaken() == step
            && (evaluated || !(line instanceof MetricsLine.EvaluationMetrics));
  }

  /** Writes which run this is, in a new file; call it before the run's first step. */
  public void start(TrainingRun run, Experiment experiment) {
    if (!started) {
      write(
          new MetricsLine.Start(
              experiment.name(),
              run.plan().form(),
              experiment.declarationDigest(),
              experiment.seed(),
              run.plan().steps(),
              run.stepsPerEpoch()));
      writeNorms(run, 0);
    }
  }

  private void writeNorms(TrainingRun run, long epoch) {
    run.norms()
        .forEach(
            (group, norm) -> write(new MetricsLine.GroupMetrics(run.step(), epoch, group, norm)));
  }

  @Override
  public void stepDone(TrainingRun run, Step step) {
    // TEXP−− takes its steps by another recipe than the declared one.
    Recipe declared = run.plan().recipe();
    write(
        new MetricsLine.StepMetrics(
            step.index(),
            step.index() / run.stepsPerEpoch(),
            run.loss(),
            run.examples(),
            declared.learningRate().at(step.index()),
            declared.weightDecay().at(step.index()),
            step.momentum(),
            step.convertedRate().toDouble(),
            step.convertedRate().log2(),
            step.before().scale().log2(),
            run.statistics(step)));
  }

  @Override
  public void epochDone(TrainingRun run, long epoch) {
    run.epochAngle()
        .ifPresent(angle -> write(new MetricsLine.EpochMetrics(run.step(), epoch, angle)));
    writeNorms(run, epoch);
  }

  /** Writes the result of an evaluation. */
  public void evaluationDone(TrainingRun run, long epoch, EvaluationResult result) {
    write(new MetricsLine.EvaluationMetrics(run.step(), epoch, result.byName()));
  }

  void write(MetricsLine line) {
    try {
      writer.write(line.toJson().toString());
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(FileErrors.in(path, e));
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
