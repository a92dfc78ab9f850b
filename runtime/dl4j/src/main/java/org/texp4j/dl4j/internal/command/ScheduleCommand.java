package org.texp4j.dl4j.internal.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.internal.checkpoint.SafeFile;
import org.texp4j.dl4j.internal.report.PlanFigure;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.PlanCursor;
import org.texp4j.schedule.Step;
import org.texp4j.schedule.StepColumn;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the converted schedule; starts no backend. */
@Command(
    name = "schedule",
    description = "Prints the declared and the converted schedule.",
    footer = {
      "",
      "A row of CSV holds the declared rate, and the weight decay and momentum of the run with"
          + " weight decay that the form is equivalent to; then the converted step, with P and"
          + " kappa before it.",
      "",
      "Rules other than SGD with the rate outside the velocity and decay in the gradient have more"
          + " columns. Linear rules: velocity_to_weights h, gradient_to_weights r,"
          + " velocity_to_velocity a and gradient_to_velocity b of w <- w - PP'(hv + rg), v <- av +"
          + " bg, both from the old v; P is the scale before the step, P' the scale after it."
          + " AdamW: adam_rate_log2, the base-2 logarithm of P' times the rate; moment_scale, which"
          + " multiplies beta1 and 1 - beta1, and whose square multiplies beta2 and 1 - beta2; and"
          + " log2_epsilon, the base-2 logarithm of epsilon/P'."
    },
    mixinStandardHelpOptions = true)
final class ScheduleCommand implements Callable<Integer> {

  enum Format {
    TABLE,
    CSV,
    SVG
  }

  private final Experiment experiment;

  @Spec private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "${COMPLETION-CANDIDATES}: a table of phases, one row per step, or charts; default:"
              + " TABLE.")
  private Format format = Format.TABLE;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write to this file instead of standard output.")
  private Path out;

  ScheduleCommand(Experiment experiment) {
    this.experiment = experiment;
  }

  @Override
  public Integer call() throws IOException {
    Plan plan = experiment.plan(experiment.stepsPerEpoch());
    if (out == null) {
      PrintWriter printer = spec.commandLine().getOut();
      write(plan, printer);
      printer.flush();
      return 0;
    }
    SafeFile.write(
        out,
        path -> {
          try (Writer writer = Files.newBufferedWriter(path)) {
            write(plan, writer);
          }
        });
    return 0;
  }

  private void write(Plan plan, Appendable to) throws IOException {
    switch (format) {
      case TABLE -> table(plan, to);
      case CSV -> csv(plan, to);
      case SVG -> to.append(PlanFigure.svg(experiment.name(), plan, experiment.stepsPerEpoch()));
    }
  }

  private void table(Plan plan, Appendable to) throws IOException {
    to.append(experiment.name() + " as " + plan.form() + ": " + Descriptions.recipe(plan))
        .append(System.lineSeparator())
        .append(Descriptions.phases(plan, experiment.stepsPerEpoch()));
    Optional<String> overflow = Descriptions.overflow(plan, experiment.stepsPerEpoch());
    Optional<String> assumption = Descriptions.assumption(experiment);
    for (String line : Stream.of(overflow, assumption).flatMap(Optional::stream).toList()) {
      to.append(line).append(System.lineSeparator());
    }
  }

  private void csv(Plan plan, Appendable to) throws IOException {
    List<StepColumn> columns = plan.recipe().rule().columns(plan.form());
    to.append(
        "step,epoch,recipe_rate,weight_decay,momentum,alpha,log2_scale,kappa,log2_rate,rate"
            + afterCommas(columns, StepColumn::name)
            + "\n");
    PlanCursor cursor = plan.cursor();
    while (cursor.hasNext()) {
      Step step = cursor.next();
      to.append(
          step.index()
              + ","
              + step.index() / experiment.stepsPerEpoch()
              + ","
              + plan.recipe().learningRate().at(step.index())
              + ","
              + step.weightDecay()
              + ","
              + step.momentum()
              + ","
              + step.alpha()
              + ","
              + step.before().scale().log2()
              + ","
              + step.before().kappa()
              + ","
              + step.rate().log2()
              + ","
              + step.rate().toDouble()
              + afterCommas(columns, column -> column.value().applyAsDouble(step))
              + "\n");
    }
  }

  private static String afterCommas(List<StepColumn> columns, Function<StepColumn, Object> cell) {
    return columns.stream().map(column -> "," + cell.apply(column)).collect(Collectors.joining());
  }
}
