package org.texp4j.dl4j.internal.metrics;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.texp4j.dl4j.internal.checkpoint.SafeFile;

/**
 * The metrics of a run as comma-separated values: a header and one row per step; empty for a run
 * without steps.
 *
 * <p>The columns are the members of a step in {@code metrics.jsonl}, then {@code angle} and one for
 * each metric of the evaluations, such as {@code evaluation_accuracy}, which are empty but in the
 * last row of an epoch or before an evaluation.
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
          Set<String> columns = evaluated(metrics);
          try (MetricsReader lines = MetricsReader.open(metrics);
              BufferedWriter writer = Files.newBufferedWriter(path)) {
            write(lines, columns, writer);
          }
        });
  }

  /** The names of all metrics of the evaluations. */
  private static Set<String> evaluated(Path metrics) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    try (MetricsReader lines = MetricsReader.open(metrics)) {
      while (lines.hasNext()) {
        if (lines.next() instanceof MetricsLine.EvaluationMetrics evaluation) {
          names.addAll(evaluation.metrics().keySet());
        }
      }
    }
    return names;
  }

  private static void write(MetricsReader lines, Set<String> columns, BufferedWriter writer)
      throws IOException {
    Map<String, String> step = Map.of();
    String angle = "";
    Map<String, Double> evaluated = Map.of();
    while (lines.hasNext()) {
      MetricsLine line = lines.next();
      if (line instanceof MetricsLine.StepMetrics metricsOfStep) {
        writeRow(writer, step.values(), angle, values(columns, evaluated));
        Map<String, String> next = metricsOfStep.toJson().flat();
        if (step.isEmpty()) {
          writeRow(writer, next.keySet(), "angle", headings(columns));
        }
        step = next;
        angle = "";
        evaluated = Map.of();
      } else if (line instanceof MetricsLine.EpochMetrics epoch) {
        angle = Double.toString(epoch.angle());
      } else if (line instanceof MetricsLine.EvaluationMetrics evaluation) {
        evaluated = evaluation.metrics();
      }
    }
    writeRow(writer, step.values(), angle, values(columns, evaluated));
  }

  private static List<String> headings(Set<String> columns) {
    return columns.stream()
        .map(name -> quoted(MetricsLine.EvaluationMetrics.PREFIX + name))
        .toList();
  }

  private static List<String> values(Set<String> columns, Map<String, Double> evaluated) {
    return columns.stream()
        .map(name -> evaluated.containsKey(name) ? evaluated.get(name).toString() : "")
        .toList();
  }

  /** A text as a cell: the names of outputs are any. */
  private static String quoted(String text) {
    return text.matches("[^\",\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }

  private static void writeRow(
      BufferedWriter writer, Collection<String> step, String angle, List<String> evaluated)
      throws IOException {
    if (!step.isEmpty()) {
      List<String> cells = new ArrayList<>(step);
      cells.add(angle);
      cells.addAll(evaluated);
      writer.write(String.join(",", cells) + "\n");
    }
  }
}
