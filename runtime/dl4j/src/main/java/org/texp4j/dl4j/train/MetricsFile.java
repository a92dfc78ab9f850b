package org.texp4j.dl4j.train;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.texp4j.schedule.Step;

/**
 * The metrics of a run as JSON lines: one object a step, and one an evaluation.
 *
 * <p>A step has {@code step}, {@code epoch}, {@code loss}, {@code recipe_rate}, {@code log2_rate},
 * {@code log2_scale} and {@code effective_rate}; an evaluation has {@code step} (the steps taken),
 * {@code epoch} and {@code evaluation_accuracy}. A value that JSON has no number for, such as the
 * logarithm of a rate of zero, is null.
 */
public final class MetricsFile implements StepListener, AutoCloseable {

  private static final Pattern STEP = Pattern.compile("^\\{\"step\":(\\d+),.*}\n$");

  private final BufferedWriter writer;

  private MetricsFile(BufferedWriter writer) {
    this.writer = writer;
  }

  /** Opens a new file; one that exists is replaced. */
  static MetricsFile at(Path path) throws IOException {
    return new MetricsFile(Files.newBufferedWriter(path));
  }

  /** Opens the file of a run that goes on after so many steps: later lines are cut off. */
  static MetricsFile continuing(Path path, long steps) throws IOException {
    if (!Files.exists(path)) {
      return at(path);
    }
    long end = 0;
    // A line that was being written when the run was killed has no end, and is cut off, too.
    for (String line : Files.readString(path).split("(?<=\n)")) {
      Matcher step = STEP.matcher(line);
      if (!step.find() || Long.parseLong(step.group(1)) + (line.contains("loss") ? 1 : 0) > steps) {
        break;
      }
      end += line.getBytes(StandardCharsets.UTF_8).length;
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(end);
    }
    return new MetricsFile(Files.newBufferedWriter(path, StandardOpenOption.APPEND));
  }

  @Override
  public void stepDone(TrainingRun run, Step step) {
    write(
        "{\"step\":"
            + step.index()
            + ",\"epoch\":"
            + step.index() / run.stepsPerEpoch()
            + ",\"loss\":"
            + number(run.loss())
            + ",\"recipe_rate\":"
            + number(step.learningRate())
            + ",\"log2_rate\":"
            + number(step.rate().log2())
            + ",\"log2_scale\":"
            + number(step.before().scale().log2())
            + ",\"effective_rate\":"
            + number(run.effectiveRate(step))
            + "}");
  }

  /** Writes the result of an evaluation after an epoch. */
  public void evaluationDone(TrainingRun run, long epoch, double accuracy) {
    write(
        "{\"step\":"
            + run.step()
            + ",\"epoch\":"
            + epoch
            + ",\"evaluation_accuracy\":"
            + number(accuracy)
            + "}");
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "null";
  }

  private void write(String line) {
    try {
      writer.write(line);
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
