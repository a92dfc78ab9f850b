package org.texp4j.dl4j.internal.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.texp4j.dl4j.internal.metrics.MetricsLine.StepMetrics;
import org.texp4j.dl4j.internal.metrics.MetricsReader;

/**
 * The relative deviation of two runs at each step that both have taken: log₁₀ |a − b|/|b|.
 *
 * @param loss the deviation of the loss
 * @param norm the deviation of the norm of the converted weights
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
    try (MetricsReader lines = MetricsReader.open(run);
        MetricsReader otherLines = MetricsReader.open(other)) {
      Optional<StepMetrics> a = nextStep(lines);
      Optional<StepMetrics> b = nextStep(otherLines);
      while (a.isPresent() && b.isPresent()) {
        int order = Long.compare(a.get().step(), b.get().step());
        if (order == 0) {
          deviations.add(a.get(), b.get());
        }
        a = order <= 0 ? nextStep(lines) : a;
        b = order >= 0 ? nextStep(otherLines) : b;
      }
    }
    return deviations;
  }

  private static Optional<StepMetrics> nextStep(MetricsReader lines) {
    while (lines.hasNext()) {
      if (lines.next() instanceof StepMetrics step) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  private void add(StepMetrics a, StepMetrics b) {
    loss.add(a.step(), log10(a.loss(), b.loss()));
    norm.add(a.step(), log10(a.update().norm(), b.update().norm()));
  }

  private static double log10(double value, double reference) {
    return Math.log10(Math.abs(value - reference) / Math.abs(reference));
  }
}
