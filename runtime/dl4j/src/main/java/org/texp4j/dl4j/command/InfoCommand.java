package org.texp4j.dl4j.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.backend.Backend;
import org.texp4j.dl4j.invariance.Proof;
import org.texp4j.dl4j.invariance.TensorAssignment;
import org.texp4j.dl4j.invariance.Verdict;
import org.texp4j.dl4j.network.NetworkDescription;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Conversion;
import org.texp4j.schedule.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what the experiment declares, what is converted and why. */
@Command(
    name = "info",
    description = "Says what is declared, which weights are converted and why the others are not.",
    mixinStandardHelpOptions = true)
final class InfoCommand implements Callable<Integer> {

  private final Experiment experiment;

  @Spec private CommandSpec spec;

  InfoCommand(Experiment experiment) {
    this.experiment = experiment;
  }

  @Override
  public Integer call() {
    PrintWriter printer = spec.commandLine().getOut();
    Plan plan = experiment.plan(experiment.stepsPerEpoch());
    printer.println("experiment    " + experiment.name() + ", seed " + experiment.seed());
    printer.println("declaration   " + experiment.declarationDigest());
    printer.println("recipe        " + Descriptions.recipe(plan));
    printer.println("run as        " + plan.conversion());
    printer.println(
        "epoch         "
            + experiment.stepsPerEpoch()
            + " steps of "
            + experiment.batchSize()
            + " examples");
    printer.println();
    printer.print(Descriptions.phases(plan, experiment.stepsPerEpoch()));
    if (experiment.network().isPresent()) {
      printer.println();
      printer.println("backend       " + Backend.start().note());
      printNetwork(plan, printer);
    }
    printer.flush();
    return 0;
  }

  private void printNetwork(Plan plan, PrintWriter printer) {
    NetworkDescription network = TrainingRun.describe(experiment, RunSettings.of(experiment));
    double weightDecay = plan.recipe().weightDecay().at(0);
    TensorAssignment.check(network, weightDecay);
    Proof proof = TensorAssignment.prove(network, weightDecay, experiment.assertedInvariant());
    printer.println();
    for (Verdict verdict : proof.verdicts()) {
      printer.printf(
          Locale.ROOT,
          "%-24s %-10s %s%n",
          verdict.tensor(),
          !verdict.invariant()
              ? "declared"
              : plan.conversion() == Conversion.WEIGHT_DECAY ? "convertible" : "converted",
          verdict.sentence());
    }
    printer.println("All biases, scales and shifts keep the declared recipe.");
  }
}
