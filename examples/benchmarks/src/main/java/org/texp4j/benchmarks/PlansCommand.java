package org.texp4j.benchmarks;

import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;

/** The command that measures the arithmetic of plans with JMH. */
@Command(
    name = "plans",
    description = "Measures the cost of a step of a plan, of a jump along it and of making it.",
    mixinStandardHelpOptions = true)
final class PlansCommand implements Callable<Integer> {

  @Override
  public Integer call() throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(PlanBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .build())
        .run();
    return 0;
  }
}
