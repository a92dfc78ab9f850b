package org.texp4j.dl4j.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.report.LineChart;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.PlanCursor;
import org.texp4j.schedule.Step;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the converted schedule; starts no backend. */
@Command(
    name = "schedule",
    description = "Prints the declared and the converted schedule.",
    mixinStandardHelpOptions = true)
final class ScheduleCommand implements Callable<Integer> {

  enum Format {
    TABLE,
    CSV,
    SVG
  }

  /** More points than this cannot be told apart in a chart. */
  private static final long CHART_POINTS = 2000;

  private final Experiment experiment;

  @Spec private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "${COMPLETION-CANDIDATES}: a table of phases, a row a step, or a chart; by default TABLE.")
  private Format format = Format.TABLE;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write to this file instead of the standard output.")
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
    try (PrintWriter printer = new PrintWriter(Files.newBufferedWriter(out))) {
      write(plan, printer);
      if (printer.checkError()) {
        throw new IOException("writing " + out + " failed");
      }
    }
    return 0;
  }

  private void write(Plan plan, PrintWriter printer) {
    switch (format) {
      case TABLE -> {
        printer.println(
            experiment.name() + " as " + plan.conversion() + ": " + Descriptions.recipe(plan));
        printer.print(Descriptions.phases(plan, experiment.stepsPerEpoch()));
      }
      case CSV -> csv(plan, printer);
      case SVG -> printer.print(chart(plan));
    }
  }

  private void csv(Plan plan, PrintWriter printer) {
    printer.print(
        "step,epoch,recipe_rate,weight_decay,momentum,alpha,log2_scale,kappa,log2_rate,rate\n");
    PlanCursor cursor = plan.cursor();
    while (cursor.hasNext()) {
      Step step = cursor.next();
      printer.print(
          step.index()
              + ","
              + step.index() / experiment.stepsPerEpoch()
              + ","
              + step.learningRate()
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
              + "\n");
    }
  }

  private String chart(Plan plan) {
    long stride = Math.max(1, plan.steps() / CHART_POINTS);
    List<LineChart.Point> declared = new ArrayList<>();
    List<LineChart.Point> converted = new ArrayList<>();
    PlanCursor cursor = plan.cursor();
    while (cursor.hasNext()) {
      Step step = cursor.next();
      if (step.index() % stride == 0) {
        double epoch = step.index() / (double) experiment.stepsPerEpoch();
        declared.add(new LineChart.Point(epoch, Math.log10(step.learningRate())));
        converted.add(new LineChart.Point(epoch, step.rate().log2() * Math.log10(2)));
      }
    }
    return new LineChart(
            experiment.name() + ": learning rate",
            "epoch",
            "learning rate",
            LineChart.Scale.LOG10,
            List.of(
                new LineChart.Series("declared, with weight decay", declared),
                new LineChart.Series("converted: " + plan.conversion(), converted)))
        .toSvg();
  }
}
