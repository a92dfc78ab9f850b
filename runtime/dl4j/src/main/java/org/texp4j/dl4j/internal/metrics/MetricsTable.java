package org.texp4j.dl4j.internal.metrics;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.texp4j.dl4j.TrainingException;

/**
 * The metrics of a run as comma-separated values: a header and one row a step.
 *
 * <p>The columns are those of a step in {@code metrics.jsonl}, in its order, and {@code angle} and
 * {@code evaluation_accuracy}, which are empty but in the last row of an epoch. Numbers are written
 * as {@link Double#toString} does.
 */
public final class MetricsTable {

  private static final String HEADER =
      "step,epoch,loss,recipe_rate,weight_decay,momentum,rate,log2_rate,log2_scale,"
          + "effective_rate,weight_norm,relative_step,angle,evaluation_accuracy\n";

  private MetricsTable() {}

  /**
   * Writes the table of a file of metrics.
   *
   * @throws TrainingException if there is no such file, or it is damaged
   */
  public static void write(Path metrics, Path table) throws IOException {
    try (MetricsReader lines = MetricsReader.open(metrics);
        BufferedWriter writer = Files.newBufferedWriter(table)) {
      writer.write(HEADER);
      String row = "";
      String angle = "";
      String accuracy = "";
      while (lines.hasNext()) {
        MetricsLine line = lines.next();
        if (line instanceof MetricsLine.StepMetrics step) {
          end(writer, row, angle, accuracy);
          row = row(step);
          angle = "";
          accuracy = "";
        } else if (line instanceof MetricsLine.EpochMetrics turned) {
          angle = Double.toString(turned.angle());
        } else if (line instanceof MetricsLine.EvaluationMetrics evaluated) {
          accuracy = Double.toString(evaluated.accuracy());
        }
      }
      end(writer, row, angle, accuracy);
    }
  }

  private static void end(BufferedWriter writer, String row, String angle, String accuracy)
      throws IOException {
    if (!row.isEmpty()) {
      writer.write(row + "," + angle + "," + accuracy + "\n");
    }
  }

  private static String row(MetricsLine.StepMetrics step) {
    return step.step()
        + ","
        + step.epoch()
        + ","
        + step.loss()
        + ","
        + step.recipeRate()
        + ","
        + step.weightDecay()
        + ","
        + step.momentum()
        + ","
        + step.rate()
        + ","
        + step.log2Rate()
        + ","
        + step.log2Scale()
        + ","
        + step.motion().effectiveRate()
        + ","
        + step.motion().norm()
        + ","
        + step.motion().squaredRelativeUpdate();
  }
}
