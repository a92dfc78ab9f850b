package org.texp4j.dl4j.internal.metrics;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.texp4j.dl4j.internal.checkpoint.SafeFile;

/**
 * The metrics of a run as comma-separated values: a header and one row per step; empty for a run
 * without steps.
 *
 * <p>The columns are the members of a step in {@code metrics.jsonl}, then {@code angle} and {@code
 * evaluation_accuracy}, which are empty but in the last row of an epoch or before an evaluation.
 */
public final class MetricsTable {

  private MetricsTable() {}

  /**
   * Writes the table of a file of metrics.
   *
   * @throws org.texp4j.dl4j.TrainingException if there is no such file, or it is damaged
   */
  public static void write(Path metrics, Path table) throws IOException {
    SafeFile.write(
        table,
        path -> {
          try (MetricsReader lines = MetricsReader.open(metrics);
              BufferedWriter writer = Files.newBufferedWriter(path)) {
            write(lines, writer);
          }
        });
  }

  private static void write(MetricsReader lines, BufferedWriter writer) throws IOException {
    Map<String, String> step = Map.of();
    String angle = "";
    String accuracy = "";
    while (lines.hasNext()) {
      MetricsLine line = lines.next();
      if (line instanceof MetricsLine.StepMetrics metricsOfStep) {
        writeRow(writer, step.values(), angle, accuracy);
        Map<String, String> next = metricsOfStep.toJson().flat();
        if (step.isEmpty()) {
          writeRow(writer, next.keySet(), "angle", "evaluation_accuracy");
        }
        step = next;
        angle = "";
        accuracy = "";
      } else if (line instanceof MetricsLine.EpochMetrics epoch) {
        angle = Double.toString(epoch.angle());
      } else if (line instanceof MetricsLine.EvaluationMetrics evaluation) {
        accuracy = Double.toString(evaluation.accuracy());
      }
    }
    writeRow(writer, step.values(), angle, accuracy);
  }

  private static void writeRow(
      BufferedWriter writer, Collection<String> step, String angle, String accuracy)
      throws IOException {
    if (!step.isEmpty()) {
      writer.write(String.join(",", step) + "," + angle + "," + accuracy + "\n");
    }
  }
}
