package org.texp4j.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that compares the time of a training step in all variants. */
@Command(
    name = "benchmark",
    description =
        "Compares a training step of stock Deeplearning4j, of a hand-written loop with"
            + " the fast settings, of the generated loop in two forms, and of PyTorch.",
    mixinStandardHelpOptions = true,
    subcommands = {
      FormsCommand.class,
      NormalizationsCommand.class,
      PlansCommand.class,
      ProcessorsCommand.class,
      ProgramsCommand.class,
      UpdatesCommand.class
    })
public final class Benchmark implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--net",
      split = ",",
      description = "The networks to train: ${COMPLETION-CANDIDATES} (default: all).")
  private List<Workload> nets = List.of(Workload.values());

  @Option(
      names = "--blocks",
      description =
          "The number of blocks of steps of each variant; stock Deeplearning4j takes single steps"
              + " (default: 12 to 40, depending on the network).")
  private Integer blocks;

  @Option(
      names = "--threads",
      description =
          "The number of threads of every variant (default: that of processors, ${DEFAULT-VALUE}).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--skip-stock",
      description = "Leave stock Deeplearning4j out, which takes most of the time.")
  private boolean skipStock;

  @Option(names = "--skip-pytorch", description = "Leave PyTorch out.")
  private boolean skipPyTorch;

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
    if (blocks != null && blocks < 1 || threads < 1) {
      throw new ParameterException(spec.commandLine(), "--blocks and --threads must be at least 1");
    }
    Report report = new Report(spec.commandLine().getOut());
    report.printHead();
    Optional<PyTorch> pyTorch = skipPyTorch ? Optional.empty() : PyTorch.find();
    if (pyTorch.isEmpty() && !skipPyTorch) {
      report.printNoPyTorch();
    }
    for (Workload workload : nets) {
      int count = blocks == null ? workload.blocks() : blocks;
      try (Comparison comparison =
          Comparison.start(workload, count, threads, !skipStock, pyTorch)) {
        comparison.run();
        report.print(workload, comparison);
      }
    }
    return 0;
  }
}
