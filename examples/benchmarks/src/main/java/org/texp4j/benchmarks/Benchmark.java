package org.texp4j.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that measures a training step in all variants and prints what it found. */
@Command(
    name = "benchmark",
    description =
        "Compares a training step of stock Deeplearning4j, of a hand-written loop with"
            + " the fast settings, and of the generated loop.",
    mixinStandardHelpOptions = true,
    subcommands = Plans.class)
public final class Benchmark implements Callable<Integer> {

  private enum Net {
    CNN(Workload.CNN),
    FASHION(Workload.FASHION),
    PRERESNET(Workload.PRERESNET),
    ALL(Workload.values());

    private final List<Workload> workloads;

    Net(Workload... workloads) {
      this.workloads = List.of(workloads);
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--net",
      description = "The network to train: ${COMPLETION-CANDIDATES} (default: all).")
  private Net net = Net.ALL;

  @Option(
      names = "--steps",
      description =
          "The measured steps of each of the two fast variants, in whole blocks"
              + " (default: 200 of a small network in blocks of 5, 40 of PreResNet-20 in blocks of 2).")
  private Integer steps;

  @Option(
      names = "--skip-stock",
      description = "Leave stock Deeplearning4j out, which takes most of the time.")
  private boolean skipStock;

  private Benchmark() {}

  /**
   * Runs the command.
   *
   * @param arguments its options
   */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Benchmark())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(Benchmark::failed)
            .execute(arguments));
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof IOException) {
      line.getErr().println("error: " + e.getMessage());
      return 1;
    }
    throw e;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    for (Workload workload : net.workloads) {
      if (steps != null && steps < workload.block()) {
        throw new ParameterException(
            spec.commandLine(), "--steps must be at least " + workload.block());
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    Report report = new Report(out);
    report.printHead();
    for (Workload workload : net.workloads) {
      measure(workload, report);
    }
    return 0;
  }

  private void measure(Workload workload, Report report) throws IOException, InterruptedException {
    int fastSteps = steps == null ? workload.steps() : steps;
    int rounds = fastSteps / workload.block();
    int stockSteps = Math.min(workload.stockSteps(), rounds);
    try (ChildProcess fast =
            ChildProcess.start(
                FastProcess.class, System.getProperty("java.class.path"), workload, fastSteps);
        ChildProcess stock =
            skipStock
                ? null
                : ChildProcess.start(
                    StockProcess.class, StockProcess.classPath(), workload, stockSteps)) {
      fast.takeTurn();
      if (stock != null) {
        stock.takeTurn();
      }
      int stockTaken = 0;
      for (int round = 0; round < rounds; round++) {
        fast.takeTurn();
        // Stock steps are spread over the rounds: what the machine suffers, all variants suffer.
        if (stock != null && stockTaken * rounds < stockSteps * (round + 1)) {
          stock.takeTurn();
          stockTaken++;
        }
      }
      report.print(workload, fast.measurements());
      if (stock != null) {
        report.printStock(stock.measurements(), fast.measurements());
      }
    }
  }
}
