package org.texp4j.dl4j.internal.metrics;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.checkpoint.FileErrors;
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
    return new MetricsFile(path, Files.newBufferedWriter(path), false);
  }

  /**
   * Opens the file of a resumed run: lines that were written after a step are cut off.
   *
   * @param step the number of steps the run has taken
   * @param evaluated whether the evaluation after the last of them is before it, too
   * @throws TrainingException if a line before them is damaged
   */
  public static MetricsFile resume(Path path, long step, boolean evaluated) throws IOException {
    if (!Files.exists(path)) {
      return create(path);
    }
    long end = endOfLinesUpTo(path, step, evaluated);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(end);
    }
    return new MetricsFile(path, Files.newBufferedWriter(path, StandardOpenOption.APPEND), end > 0);
  }

  private static long endOfLinesUpTo(Path path, long step, boolean evaluated) throws IOException {
    long end = 0;
    try (MetricsReader lines = MetricsReader.open(path)) {
      while (lines.hasNext() && isBefore(lines.next(), step, evaluated)) {
        end = lines.end();
      }
    }
    return end;
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
  public void evaluationDone(TrainingRun run, long epoch, double accuracy) {
    write(new MetricsLine.EvaluationMetrics(run.step(), epoch, accuracy));
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
