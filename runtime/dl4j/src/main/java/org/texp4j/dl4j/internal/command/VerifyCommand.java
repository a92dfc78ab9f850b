package org.texp4j.dl4j.internal.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.internal.verify.FloatCheck;
import org.texp4j.dl4j.internal.verify.TwinCheck;
import org.texp4j.dl4j.internal.verify.Twins;
import org.texp4j.dl4j.train.RunSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains both forms of the recipe in lockstep and compares them. */
@Command(
    name = "verify",
    description =
        "Trains the declared and the converted recipe in lockstep, in double, and compares them;"
            + " then compares the layers in float with Deeplearning4j's own.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  private static final long DEFAULT_STEPS = 200;

  private final Experiment experiment;

  @Spec private CommandSpec spec;
  @Mixin private DataOption data;
  @Mixin private InitOption init;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "The number of steps; default: 200, or the whole run if it is shorter.")
  private long steps = DEFAULT_STEPS;

  @Option(names = "--every", paramLabel = "N", description = "Check every N steps; default: 10.")
  private long every = 10;

  VerifyCommand(Experiment experiment) {
    this.experiment = experiment;
  }

  @Override
  public Integer call() {
    RootCommand.requireAtLeastOne(spec, "--steps", steps);
    RootCommand.requireAtLeastOne(spec, "--every", every);
    PrintWriter printer = spec.commandLine().getOut();
    RunSettings settings =
        RunSettings.of(experiment)
            .withData(data.directory())
            .withInitialModel(init.model())
            .withForm(experiment.form().orConverted())
            .stoppingAfter(OptionalLong.empty(), OptionalLong.of(steps));
    Twins twins = Twins.start(experiment, settings);
    printer.println(
        "relative deviation of " + settings.form() + ", mapped back, from " + twins.reference());
    printer.println(
        "  step  parameters  velocities  outputs(train)  outputs(eval)  one step resynchronized  rounding alone");
    List<TwinCheck> checks =
        twins.run(
            every,
            check -> {
              printer.printf(
                  Locale.ROOT,
                  "%6d  %10.2e  %10.2e  %14.2e  %13.2e  %23.2e  %14.2e%n",
                  check.step(),
                  check.deviation().parameters(),
                  check.deviation().velocities(),
                  check.deviation().trainingOutputs(),
                  check.deviation().evaluationOutputs(),
                  check.resynchronized().worst(),
                  check.perturbed());
              printer.flush();
            });
    TwinCheck last = checks.get(checks.size() - 1);
    if (last.isPassed()) {
      double worst = checks.stream().mapToDouble(c -> c.deviation().worst()).max().orElseThrow();
      printer.printf(Locale.ROOT, "verified: %d steps, worst deviation %.2e%n", last.step(), worst);
    } else {
      printer.printf(
          Locale.ROOT,
          "FAILED at step %d: deviation %.2e (%s), one step resynchronized %.2e (bound %.2e)%n",
          last.step(),
          last.deviation().worst(),
          Double.isInfinite(last.bound())
              ? "no bound, since rounding alone drives such runs apart"
              : String.format(Locale.ROOT, "bound %.2e", last.bound()),
          last.resynchronized().worst(),
          Twins.STRICT_BOUND);
    }
    printFloat(FloatCheck.of(experiment, settings), printer);
    printer.flush();
    return last.isPassed() ? 0 : RootCommand.FAILED;
  }

  private static void printFloat(FloatCheck inFloat, PrintWriter printer) {
    printer.println(
        "in float: layers by "
            + inFloat.computedBy()
            + inFloat
                .check()
                .map(
                    check ->
                        String.format(
                            Locale.ROOT,
                            "; deviation from Deeplearning4j's: gradient %.2e, output %.2e",
                            check.gradient(),
                            check.output()))
                .orElse(""));
  }
}
