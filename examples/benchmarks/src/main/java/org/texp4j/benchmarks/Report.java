package org.texp4j.benchmarks;

import java.io.PrintWriter;
import java.util.Locale;

/** The table a benchmark prints, net by net as they are measured. */
final class Report {

  private final PrintWriter out;

  Report(PrintWriter out) {
    this.out = out;
  }

  /** Prints what holds for all nets. */
  void printHead() {
    print(
        "JDK %s, %s %s, %s processors",
        Runtime.version(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors());
  }

  /** Prints the fast variants of a net and how they compare. */
  void print(Workload workload, Measurements fast) {
    print("");
    print("%s, batch %s, float", workload.title(), workload.experiment().batchSize());
    print("  %-32s %9s %9s %9s %6s", "ms a step", "median", "min", "max", "steps");
    Times handWritten = fast.of(Variant.HAND_WRITTEN);
    Times generated = fast.of(Variant.GENERATED);
    printTimes(Variant.HAND_WRITTEN, handWritten);
    printTimes(Variant.GENERATED, generated);
    print(
        "  (c)/(b) = %.3f, the ratio of the medians; %.3f, the median ratio of neighbouring blocks",
        generated.median() / handWritten.median(),
        generated.pairedRatio(handWritten, workload.block()));
    print("  (b), (c) on %s", fast.backend());
  }

  /** Prints the stock variant, and how the generated loop compares with it. */
  void printStock(Measurements stock, Measurements fast) {
    Times times = stock.of(Variant.STOCK);
    printTimes(Variant.STOCK, times);
    print("  (a)/(c) = %.2f", times.median() / fast.of(Variant.GENERATED).median());
    print("  (a) on %s", stock.backend());
  }

  private void printTimes(Variant variant, Times times) {
    print(
        "  %-32s %9.1f %9.1f %9.1f %6d",
        variant.title(), times.median(), times.min(), times.max(), times.count());
  }

  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
