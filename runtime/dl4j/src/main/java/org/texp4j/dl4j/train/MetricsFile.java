package org.texp4j.dl4j.train;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private final BufferedWriter writer;

  private MetricsFile(BufferedWriter writer) {
    this.writer = writer;
  }

  static MetricsFile at(Path path) throws IOException {
    return new MetricsFile(Files.newBufferedWriter(path));
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
    try {
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "null";
  }

  private void write(String line) {
    try {
      writer.write(line);
      writer.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
