package org.texp4j.dl4j.train;

import java.util.Optional;
import java.util.stream.Stream;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.internal.digest.Sha256;
import org.texp4j.dl4j.internal.invariance.InvarianceWitness;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.internal.setup.NetworkDeclaration;
import org.texp4j.dl4j.internal.setup.Seed;
import org.texp4j.dl4j.internal.state.NetworkState;

/**
 * Sets up a run in a row of values, each made from those before it: data → plan → description and
 * proof → network → state → run.
 */
final class RunSetup {

  /** Enough examples to expose a tensor that is not invariant. */
  private static final int WITNESS_EXAMPLES = 4;

  private RunSetup() {}

  /**
   * Prepares a run up to its first step, as {@link TrainingRun#start} says.
   *
   * @param rescaled whether exact rescaling keeps the state in range; only a test leaves it out
   */
  static TrainingRun start(Experiment experiment, RunSettings settings, boolean rescaled) {
    Backend.start();
    TrainingData data = TrainingData.open(experiment, settings);
    RunPlan planned = RunPlan.create(experiment, settings, data.stepsPerEpoch());
    NetworkDeclaration declaration =
        NetworkDeclaration.configure(
            experiment, settings.dataType(), planned.plan().recipe(), settings.initialModel());
    declaration.description().requireArrays(data.first(), "@TrainingData");
    TimeSegments segments =
        TimeSegments.of(declaration.description(), declaration.truncation(), data.first());
    // Also where the first batch is a single segment, since longer ones may follow.
    TrainingData cut = data.in(segments);
    if (segments.perBatch() == 1) {
      return start(experiment, settings, rescaled, cut, planned, declaration);
    }
    RunPlan longer = RunPlan.create(experiment, settings, cut.stepsPerEpoch());
    return start(
        experiment,
        settings,
        rescaled,
        cut,
        longer,
        declaration.truncated(experiment, planned.plan().recipe()));
  }

  private static TrainingRun start(
      Experiment experiment,
      RunSettings settings,
      boolean rescaled,
      TrainingData data,
      RunPlan planned,
      NetworkDeclaration declaration) {
    NetworkModel network = network(declaration, experiment, settings, data);
    Optional<String> initial =
        declaration.weights().map(weights -> Sha256.of(network.parameters()));
    SingleExamples singleExamples = new SingleExamples(network, settings.parts());
    Batch first = data.segment(0);
    singleExamples.refuse(first, first.examples(), "a batch");
    singleExamples.refuse(first, data.lastExamples(), "the last batch of an epoch");
    int last = Math.toIntExact(data.lastExamples());
    BatchErrors.during(first, () -> network.prepare(first, last));
    NetworkState weights = NetworkState.of(network, declaration.proof(), rescaled);
    RunState state =
        new RunState(planned.plan(), data.feed(), network, weights, settings.average());
    return new TrainingRun(
        planned.plan(),
        data.feed(),
        planned.end(),
        network,
        state,
        new Seed(experiment.seed()),
        RandomDraws.in(declaration.description()),
        identity(experiment, settings, declaration, data, initial),
        singleExamples,
        Stream.concat(data.notes().stream(), declaration.notes().stream()).toList(),
        experiment.loop());
  }

  /** Builds the network and tests what was proven of it. */
  private static NetworkModel network(
      NetworkDeclaration declaration,
      Experiment experiment,
      RunSettings settings,
      TrainingData data) {
    boolean converted = settings.form().isConverted();
    LabelCheck.check(declaration.description(), data.first());
    NetworkModel network = declaration.build(converted, experiment.trainsOnlyInvariant());
    if (experiment.keepsUnbiasedVariance()) {
      network.keepUnbiasedVariance();
    }
    if (converted) {
      Batch sample = data.firstLearnable(WITNESS_EXAMPLES);
      BatchErrors.during(
          sample, () -> InvarianceWitness.confirm(network, declaration.proof(), sample));
    }
    return network;
  }

  private static RunIdentity identity(
      Experiment experiment,
      RunSettings settings,
      NetworkDeclaration declaration,
      TrainingData data,
      Optional<String> initial) {
    return new RunIdentity(
        experiment.name(),
        experiment.declarationDigest(),
        experiment.seed(),
        declaration.digest(),
        data.digest(),
        settings.form(),
        settings.dataType(),
        settings.parts(),
        settings.average(),
        initial);
  }
}
