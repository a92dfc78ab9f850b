package org.texp4j.dl4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.dl4j.DataRequest;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.backend.Backend;
import org.texp4j.dl4j.checkpoint.Facts;
import org.texp4j.dl4j.checkpoint.Sha256;
import org.texp4j.dl4j.data.EpochData;
import org.texp4j.dl4j.invariance.InvarianceWitness;
import org.texp4j.dl4j.invariance.Proof;
import org.texp4j.dl4j.invariance.RecipeCheck;
import org.texp4j.dl4j.invariance.TensorAssignment;
import org.texp4j.dl4j.invariance.UnsuitableNetworkException;
import org.texp4j.dl4j.network.NetworkDescription;
import org.texp4j.dl4j.network.NetworkModel;
import org.texp4j.dl4j.network.TensorTraining;
import org.texp4j.dl4j.state.LiveState;
import org.texp4j.dl4j.update.AdamWUpdater;
import org.texp4j.dl4j.update.DeclaredDecay;
import org.texp4j.dl4j.update.LinearUpdater;
import org.texp4j.dl4j.update.PlannedUpdater;
import org.texp4j.dl4j.update.Recipient;
import org.texp4j.dl4j.update.ScaledClipping;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Conversion;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;

/** How a run comes to stand before its first step: backend, data, plan, network, proof. */
final class RunSetup {

  /** So many examples are enough to expose a tensor that is not invariant. */
  private static final int WITNESS_EXAMPLES = 4;

  private RunSetup() {}

  /**
   * Prepares a run up to its first step, as {@link TrainingRun#start} says.
   *
   * @param rescaled whether exact rescaling keeps the state in range; only a test leaves it out
   */
  static TrainingRun start(Experiment experiment, RunSettings settings, boolean rescaled) {
    Backend.start();
    Seed seed = new Seed(experiment.seed());
    DataSetIterator data = open(experiment, settings, seed);
    BatchFeed feed = BatchFeed.of(data, experiment);
    Plan plan = experiment.plan(recipe(experiment, feed.stepsPerEpoch()), settings.conversion());
    long end = end(plan, settings, feed.stepsPerEpoch());
    double weightDecay = firstWeightDecay(plan.recipe());

    NetworkDescription description = describe(experiment, settings, seed, plan.recipe());
    RecipeCheck.check(description, weightDecay);
    if (description.dataType() != settings.dataType()) {
      throw new UnsuitableNetworkException(
          "the network computes in "
              + description.dataType()
              + ", but the run asks for "
              + settings.dataType()
              + ": remove .dataType(…) from the network method");
    }
    String networkDigest = digest(description);
    boolean converted = settings.conversion() != Conversion.WEIGHT_DECAY;
    Proof proof = TensorAssignment.prove(description, weightDecay, experiment.assertedInvariant());
    Map<String, TensorTraining> exceptions =
        TensorAssignment.assign(description, proof, converted, experiment.trainsOnlyInvariant());
    ScaledClipping clipping = new ScaledClipping(converted ? proof.gradientDegrees() : Map.of());
    NetworkModel network = build(description, exceptions, clipping);
    // Before the first batch is asked for, since then the data are read ahead by another thread.
    Optional<String> dataDigest =
        data instanceof EpochData known ? known.digest() : Optional.empty();
    // Drawn in either form, so that data with a random order of their own give both the same.
    DataSet first = feed.next(0, 1);
    DataSet sample = sample(first);
    if (converted) {
      onBatch(sample, () -> InvarianceWitness.confirm(network, proof, sample));
    }
    LiveState state = LiveState.of(network, proof, rescaled);
    boolean random = description.nodes().stream().anyMatch(RunSetup::drawsAtEveryStep);
    Facts identity =
        Facts.NONE
            .with("experiment", experiment.name())
            .with(Manifest.DECLARATION, experiment.declarationDigest())
            .with("seed", experiment.seed())
            .with("network", networkDigest)
            .with("data", dataDigest.orElseGet(() -> digestOfFirst(first)))
            .with("form", settings.conversion())
            .with("type", settings.dataType())
            .with("accumulate", settings.parts());
    onBatch(first, () -> network.prepare(first));
    return new TrainingRun(
        plan,
        feed,
        end,
        settings.parts(),
        network,
        state,
        settings.average(),
        seed,
        random,
        settings.average().isPresent()
            ? identity.with("average", settings.average().getAsDouble())
            : identity);
  }

  /** The digest of a network's configuration without what the run settles: seed and data type. */
  private static String digest(NetworkDescription description) {
    return Sha256.of(
        description.toJson().replaceAll("\"(seed|dataType)\" *: *[^,}\\]]*", "\"$1\":0"));
  }

  private static String digestOfFirst(DataSet first) {
    return "first batch " + Sha256.of(first.getFeatures()) + " " + Sha256.of(first.getLabels());
  }

  /** Describes the network of an experiment as its method configures it, for a data type. */
  static NetworkDescription describe(Experiment experiment, RunSettings settings) {
    Recipe recipe = experiment.recipe(experiment.stepsPerEpoch());
    return describe(experiment, settings, new Seed(experiment.seed()), recipe);
  }

  private static NetworkDescription describe(
      Experiment experiment, RunSettings settings, Seed seed, Recipe recipe) {
    NeuralNetConfiguration.Builder base =
        new NeuralNetConfiguration.Builder()
            .seed(seed.child("initialization"))
            .dataType(settings.dataType())
            .cacheMode(CacheMode.DEVICE)
            .updater(updater(recipe.rule()));
    double weightDecay = firstWeightDecay(recipe);
    if (weightDecay > 0) {
      base.regularization(
          new ArrayList<>(List.of(new DeclaredDecay(weightDecay, coupling(recipe)))));
    }
    Experiment.Network network = experiment.network().orElseThrow(() -> scheduleOnly(experiment));
    try {
      if (network instanceof Experiment.Network.MultiLayer layers) {
        return NetworkDescription.of(layers.configure(base));
      }
      return NetworkDescription.of(((Experiment.Network.Graph) network).configure(base));
    } catch (Exception e) {
      throw new TrainingException("the @Network method failed: " + e, e);
    }
  }

  private static NetworkModel build(
      NetworkDescription description,
      Map<String, TensorTraining> exceptions,
      ScaledClipping clipping) {
    try {
      return description.build(exceptions, clipping);
    } catch (RuntimeException e) {
      throw new TrainingException(
          "the network that the @Network method returns cannot be built: " + e.getMessage(), e);
    }
  }

  private static DataSetIterator open(Experiment experiment, RunSettings settings, Seed seed) {
    Experiment.Data data = experiment.trainingData().orElseThrow(() -> scheduleOnly(experiment));
    return DataOpening.open(
        "@TrainingData",
        data,
        new DataRequest(settings.data(), experiment.batchSize(), seed.child("order")));
  }

  private static TrainingException scheduleOnly(Experiment experiment) {
    return new TrainingException(
        experiment.name()
            + " declares a schedule only: add a @Network and a @TrainingData method to train it");
  }

  private static long end(Plan plan, RunSettings settings, long stepsPerEpoch) {
    long end = plan.steps();
    if (settings.epochs().isPresent()) {
      long epochs = settings.epochs().getAsLong();
      long declared = (end + stepsPerEpoch - 1) / stepsPerEpoch;
      if (epochs > declared) {
        throw new TrainingException(
            "--epochs "
                + epochs
                + " goes past the declared end of the schedule, which is in epoch "
                + declared
                + " at step "
                + end
                + ": declare more epochs in @Schedule");
      }
      end = Math.min(end, epochs * stepsPerEpoch);
    }
    return Math.min(end, settings.batches().orElse(end));
  }

  /** The first weight decay that is not 0, which stands for the whole curve; 0 if there is none. */
  static double firstWeightDecay(Recipe recipe) {
    Curve decay = recipe.weightDecay();
    long step = 0;
    while (step < recipe.steps() && decay.at(step) == 0) {
      step = decay.isConstantFrom(step) ? decay.nextBreak(step) : step + 1;
    }
    return step < recipe.steps() ? decay.at(step) : 0;
  }

  private static PlannedUpdater updater(Rule rule) {
    return rule instanceof AdamW
        ? new AdamWUpdater(Recipient.DECLARED)
        : new LinearUpdater(Recipient.DECLARED);
  }

  private static Coupling coupling(Recipe recipe) {
    return recipe.rule() instanceof Sgd sgd ? sgd.coupling() : Coupling.DECOUPLED;
  }

  /** The recipe for the data in use, whose epochs may be shorter or longer than was declared. */
  private static Recipe recipe(Experiment experiment, long stepsPerEpoch) {
    try {
      Recipe recipe = experiment.recipe(stepsPerEpoch);
      if (changesPastEnd(recipe)
          && !changesPastEnd(experiment.recipe(experiment.stepsPerEpoch()))) {
        throw new IllegalArgumentException(
            "the rate changes at step "
                + recipe.learningRate().nextBreak(recipe.steps())
                + ", past the end at step "
                + recipe.steps());
      }
      return recipe;
    } catch (IllegalArgumentException e) {
      throw new TrainingException(
          "the declared lengths do not fit this data, whose epochs have "
              + stepsPerEpoch
              + " steps, not "
              + experiment.stepsPerEpoch()
              + ": "
              + e.getMessage()
              + "; declare all lengths in one unit",
          e);
    }
  }

  private static boolean changesPastEnd(Recipe recipe) {
    return recipe.learningRate().nextBreak(recipe.steps()) < Long.MAX_VALUE;
  }

  /** Computes something on a batch; where Deeplearning4j cannot, network and data do not fit. */
  static void onBatch(DataSet batch, Runnable computation) {
    try {
      computation.run();
    } catch (UnsuitableNetworkException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new TrainingException(
          "the network cannot be trained on features of shape "
              + Arrays.toString(batch.getFeatures().shape())
              + " and labels of shape "
              + Arrays.toString(batch.getLabels().shape())
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static DataSet sample(DataSet batch) {
    int examples = Math.min(WITNESS_EXAMPLES, batch.numExamples());
    return (DataSet) batch.getRange(0, examples);
  }

  private static boolean drawsAtEveryStep(NetworkDescription.Node node) {
    return node.layer() != null
        && (node.layer().getIDropout() != null
            || node.layer() instanceof BaseLayer layer && layer.getWeightNoise() != null);
  }
}
