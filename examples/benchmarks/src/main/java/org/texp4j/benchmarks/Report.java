package org.texp4j.benchmarks;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalLong;

/** Prints the table of each network as soon as it is measured. */
final class Report {

  /** If a step of any variant takes fewer milliseconds, times are given in microseconds. */
  private static final double SHORT = 5;

  private final PrintWriter out;

  Report(PrintWriter out) {
    this.out = out;
  }

  /** Prints the line above all tables. */
  void printHead() {
    print(
        "JDK %s, %s %s, %s processors",
        Runtime.version(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors());
  }

  /** Prints that PyTorch is left out. */
  void printNoPyTorch() {
    print(
        "PyTorch is left out: python3 cannot import torch. On Debian: apt-get install python3-torch"
            + " libopenblas0");
  }

  /** Prints the table of a network: the variants, and how they compare. */
  void print(Workload workload, Comparison comparison) {
    boolean isShort =
        comparison.variants().stream()
            .anyMatch(variant -> comparison.of(variant).measurements().times().median() < SHORT);
    print("");
    print(
        "%s, batch %d, float; %,d parameters in all variants",
        workload.title(),
        workload.experiment().batchSize(),
        comparison.of(Variant.EXPONENTIAL).measurements().parameters());
    print(
        "  %-34s %9s %9s %9s %6s %8s %9s",
        (isShort ? "µs" : "ms") + " per step",
        "median",
        "min",
        "max",
        "steps",
        "peak MB",
        "(c)/this");
    for (Variant variant : comparison.variants()) {
      Sample times = comparison.of(variant).measurements().times();
      double unit = isShort ? 1e3 : 1;
      print(
          "  %-34s %9.1f %9.1f %9.1f %6d %8s %9.3f",
          variant.title(),
          unit * times.median(),
          unit * times.min(),
          unit * times.max(),
          times.count(),
          megabytes(comparison.of(variant).peakMemory()),
          comparison.ratioTo(variant));
    }
    for (Variant variant : comparison.variants()) {
      print("  %s on %s", variant.key(), comparison.of(variant).measurements().backend());
    }
  }

  private static String megabytes(OptionalLong bytes) {
    return bytes.isPresent() ? Long.toString(bytes.getAsLong() / 1_000_000) : "?";
  }

  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
