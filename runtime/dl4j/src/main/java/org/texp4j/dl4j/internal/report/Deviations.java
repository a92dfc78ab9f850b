package org.texp4j.dl4j.internal.report;

import java.io.IOException;
import java.nio.file.Path;
import org.texp4j.dl4j.internal.metrics.MetricsLine;
import org.texp4j.dl4j.internal.metrics.MetricsReader;

/**
 * How far two runs are apart at each step that both have taken: |a − b|/|b|, as a logarithm to the
 * base 10.
 *
 * @param loss of the loss
 * @param norm of the norm of the converted weights
 */
record Deviations(Envelope loss, Envelope norm) {

  /**
   * Reads two files of metrics side by side.
   *
   * @throws org.texp4j.dl4j.TrainingException if one is damaged
   */
  static Deviations between(Path run, Path other) throws IOException {
    Deviations deviations =
        new Deviations(new Envelope(RunCurves.FINE), new Envelope(RunCurves.FINE));
    try (MetricsReader ours = MetricsReader.open(run);
        MetricsReader theirs = MetricsReader.open(other)) {
      MetricsLine.StepMetrics a = nextStep(ours);
      MetricsLine.StepMetrics b = nextStep(theirs);
      while (a != null && b != null) {
        if (a.step() == b.step()) {
          deviations.loss.add(a.step(), log10(a.loss(), b.loss()));
          deviations.norm.add(a.step(), log10(a.update().norm(), b.update().norm()));
        }
        boolean behind = a.step() <= b.step();
        boolean ahead = a.step() >= b.step();
        a = behind ? nextStep(ours) : a;
        b = ahead ? nextStep(theirs) : b;
      }
    }
    return deviations;
  }

  private static MetricsLine.StepMetrics nextStep(MetricsReader lines) {
    while (lines.hasNext()) {
      if (lines.next() instanceof MetricsLine.StepMetrics step) {
        return step;
      }
    }
    return null;
  }

  private static double log10(double value, double reference) {
    return Math.log10(Math.abs(value - reference) / Math.abs(reference));
  }
}
