package org.texp4j.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.dl4j.train.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that compares a step of several kinds of programs with {@code fit}. */
@Command(
    name = "programs",
    description =
        "Compares a step of several kinds of programs with that of Deeplearning4j's fit, under the"
            + " same settings.",
    mixinStandardHelpOptions = true)
final class ProgramsCommand implements Callable<Integer> {

  private static final int WARM_UP = 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--steps",
      defaultValue = "60",
      description = "The number of measured steps of each (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Override
  public Integer call() {
    if (steps < 1) {
      throw new ParameterException(spec.commandLine(), "--steps must be at least 1");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(Backend.start().note());
    out.println();
    out.println(String.format("  %-24s %9s %9s %9s", "ms per step", "fit", "run", "ratio"));
    for (ProgramKind kind : ProgramKind.values()) {
      measure(kind, out);
    }
    return 0;
  }

  /** Both take turns, a step each, so that a disturbance meets both. */
  private void measure(ProgramKind kind, PrintWriter out) {
    MultiDataSet batch = kind.batch();
    TrainingRun run = kind.run(batch, WARM_UP + steps);
    ComputationGraph plain = kind.plain();
    List<Double> ofFit = new ArrayList<>();
    List<Double> ofRun = new ArrayList<>();
    for (int step = 0; step < WARM_UP + steps; step++) {
      double fit = timed(() -> plain.fit(batch));
      double own = timed(() -> run.takeStep(run.nextBatch()));
      if (step >= WARM_UP) {
        ofFit.add(fit);
        ofRun.add(own);
      }
    }
    Sample fit = Sample.of(ofFit);
    Sample own = Sample.of(ofRun);
    out.println(
        String.format(
            Locale.ROOT,
            "  %-24s %9.2f %9.2f %9.2f",
            kind.title(),
            fit.median(),
            own.median(),
            own.pairedRatio(fit, 1)));
    out.flush();
  }

  private static double timed(Runnable step) {
    long start = System.nanoTime();
    step.run();
    return (System.nanoTime() - start) / 1e6;
  }
}
