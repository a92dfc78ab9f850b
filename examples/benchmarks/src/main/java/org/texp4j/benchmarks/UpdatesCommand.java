package org.texp4j.benchmarks;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command that measures the updates of rules with JMH, and those of PyTorch's optimizers. */
@Command(
    name = "updates",
    description =
        "Measures the update of SGD, AdamW, Lion and Muon per parameter: as the compiler writes it,"
            + " by hand, and in PyTorch.",
    mixinStandardHelpOptions = true)
final class UpdatesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws RunnerException, IOException, InterruptedException {
    new Runner(
            new OptionsBuilder()
                .include(UpdateBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .build())
        .run();
    Optional<PyTorch> pyTorch = PyTorch.find();
    if (pyTorch.isEmpty()) {
      new Report(spec.commandLine().getOut()).printNoPyTorch();
      return 0;
    }
    return new ProcessBuilder(pyTorch.get().updates(UpdateNet.SIZES)).inheritIO().start().waitFor();
  }
}
