package org.texp4j.dl4j.internal.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.buffer.DataType;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.internal.evaluation.ExpectedMetrics;
import org.texp4j.dl4j.internal.invariance.Proof;
import org.texp4j.dl4j.internal.invariance.TensorAssignment;
import org.texp4j.dl4j.internal.invariance.Verdict;
import org.texp4j.dl4j.internal.setup.NetworkDeclaration;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.schedule.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what the experiment declares, which weights are converted and why. */
@Command(
    name = "info",
    description = "Shows the declaration, which weights are converted, and why the others are not.",
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
    printer.println("run as        " + plan.form());
    printer.println(
        "epoch         "
            + experiment.stepsPerEpoch()
            + " steps of "
            + experiment.batchSize()
            + " examples");
    printer.println();
    printer.print(Descriptions.phases(plan, experiment.stepsPerEpoch()));
    Descriptions.assumption(experiment).ifPresent(printer::println);
    if (experiment.network().isPresent()) {
      printer.println();
      printer.println("backend       " + Backend.start().note());
      printNetwork(plan, printer);
    }
    printer.flush();
    return 0;
  }

  private void printNetwork(Plan plan, PrintWriter printer) {
    NetworkDeclaration declaration =
        NetworkDeclaration.configure(experiment, DataType.FLOAT, plan.recipe());
    if (experiment.evaluationData().isPresent()) {
      printer.println(
          "evaluation    " + ExpectedMetrics.of(declaration.description(), experiment.metrics()));
    }
    declaration.notes().forEach(printer::println);
    Proof proof = declaration.proof();
    boolean onlyInvariant = experiment.trainsOnlyInvariant();
    String converted = plan.form().isConverted() ? "converted" : "convertible";
    String rest = onlyInvariant ? "fixed" : "declared";
    printer.println();
    row(printer, "weights", "trained", "group", "why");
    for (String tensor : TensorAssignment.frozen(declaration.description())) {
      row(printer, tensor, "frozen", "", "keeps its initial value");
    }
    for (Verdict verdict : proof.verdicts()) {
      row(
          printer,
          verdict.tensor(),
          verdict.invariant() ? converted : rest,
          verdict.invariant() ? String.valueOf(verdict.group()) : "",
          verdict.sentence());
    }
    proof
        .biases(proof.tensors())
        .forEach(
            (bias, degree) ->
                row(
                    printer,
                    bias,
                    "follows",
                    "",
                    (proof.isSubtracted(bias) ? "is subtracted again" : "scales with them")
                        + ": P^"
                        + degree));
    printer.println(
        onlyInvariant
            ? "All other biases, scales and shifts stay as they are initialized."
            : "All other biases, scales and shifts keep the declared recipe.");
    Map<String, Integer> normalizations = proof.normalizations(proof.tensors());
    if (!normalizations.isEmpty()) {
      printer.println();
      row(printer, "normalization", "degree", "", "follows");
      normalizations.forEach(
          (layer, degree) ->
              row(
                  printer,
                  layer,
                  String.valueOf(degree),
                  "",
                  "epsilon by P^"
                      + 2 * degree
                      + ", running statistics by P^"
                      + degree
                      + " and P^"
                      + 2 * degree));
    }
  }

  private static void row(
      PrintWriter printer, String name, String state, String group, String text) {
    printer.printf(Locale.ROOT, "%-24s %-11s %-5s %s%n", name, state, group, text);
  }
}
