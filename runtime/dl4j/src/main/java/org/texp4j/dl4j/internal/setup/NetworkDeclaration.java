package org.texp4j.dl4j.internal.setup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.internal.digest.Sha256;
import org.texp4j.dl4j.internal.invariance.OwnRates;
import org.texp4j.dl4j.internal.invariance.OwnTraining;
import org.texp4j.dl4j.internal.invariance.Proof;
import org.texp4j.dl4j.internal.invariance.RecipeCheck;
import org.texp4j.dl4j.internal.invariance.TensorAssignment;
import org.texp4j.dl4j.internal.network.ClassAllowlist;
import org.texp4j.dl4j.internal.network.Deeplearning4jNetwork;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.internal.network.TensorTraining;
import org.texp4j.dl4j.internal.update.DeclaredDecay;
import org.texp4j.dl4j.internal.update.PlannedUpdater;
import org.texp4j.dl4j.internal.update.ScaledClipping;
import org.texp4j.dl4j.internal.usercode.Failure;
import org.texp4j.dl4j.internal.usercode.UserCode;
import org.texp4j.schedule.Recipe;

/**
 * The network of an experiment, as its method configures it, and the proof of which tensors can be
 * converted under the declared weight decay.
 *
 * @param description the configuration
 * @param replaced the settings of the network that the declaration replaces: what by what
 * @param ownRates the layers that have a learning rate of their own, one clause each
 * @param truncation the number of time steps after which the network truncates backpropagation
 *     through time; empty if it does not
 * @param losesWeights whether the configuration is that of a network with weights, which it lacks
 * @param weights the weights to start from; empty if they are drawn from the seed
 * @param proof the proof
 * @param digest the SHA-256 digest of the declared configuration, in hex, without seed and data
 *     type, which belong to the run
 */
public record NetworkDeclaration(
    NetworkDescription description,
    List<String> replaced,
    List<String> ownRates,
    OptionalInt truncation,
    boolean losesWeights,
    Optional<InitialWeights> weights,
    Proof proof,
    String digest) {

  private static final List<String> SETTLED_BY_RUN = List.of("seed", "dataType");

  /**
   * Calls the network method of an experiment and proves which tensors can be converted.
   *
   * @param type the data type of parameters and activations
   * @throws TrainingException if the experiment has no network method, or it fails
   * @throws UnsuitableNetworkException if the network cannot be trained by the recipe
   */
  public static NetworkDeclaration configure(Experiment experiment, DataType type, Recipe recipe) {
    return configure(experiment, type, recipe, Optional.empty());
  }

  /**
   * The same with weights to start from.
   *
   * @param initialModel the file of a model with these weights; empty for those of the network
   *     method
   * @throws TrainingException as above, or if the file cannot be read
   */
  public static NetworkDeclaration configure(
      Experiment experiment, DataType type, Recipe recipe, Optional<Path> initialModel) {
    Configured configured = call(experiment, type, recipe);
    NetworkDescription description = configured.description();
    ClassAllowlist allowed = ClassAllowlist.withThoseOf(() -> description);
    Optional<InitialWeights> weights =
        initialModel.map(file -> InitialWeights.read(file, allowed)).or(configured::weights);
    boolean losesWeights = weights.isEmpty() && description.isOfInitializedNetwork();
    description.resetCounts();
    requireDataOfItsKind(description, experiment);
    double weightDecay = recipe.firstNonzeroWeightDecay();
    List<String> replaced =
        new ArrayList<>(
            OwnTraining.replace(
                description, PlannedUpdater.forRule(recipe.rule()), declaredDecay(recipe)));
    replaced.addAll(OwnSettings.replace(description, initialization(experiment), type));
    OptionalInt truncation = OwnSettings.replaceTruncation(description);
    LayerLimits.check(description);
    RecipeCheck.check(description, weightDecay);
    List<String> ownRates = OwnRates.set(description, experiment.learningRateFactors());
    return new NetworkDeclaration(
        description,
        List.copyOf(replaced),
        ownRates,
        truncation,
        losesWeights,
        weights,
        TensorAssignment.prove(description, weightDecay, experiment.assertedInvariant()),
        digest(description));
  }

  /**
   * The same network for sequences that are longer than its truncation: what is carried from
   * segment to segment must not scale.
   *
   * @param recipe as it was configured with
   */
  public NetworkDeclaration truncated(Experiment experiment, Recipe recipe) {
    description.setBackpropType(BackpropType.TruncatedBPTT);
    return new NetworkDeclaration(
        description,
        replaced,
        ownRates,
        truncation,
        losesWeights,
        weights,
        TensorAssignment.prove(
            description, recipe.firstNonzeroWeightDecay(), experiment.assertedInvariant()),
        digest(description));
  }

  private static void requireDataOfItsKind(NetworkDescription description, Experiment experiment) {
    int inputs = description.inputs().size();
    int outputs = description.outputs().size();
    if (inputs + outputs > 2
        && experiment.trainingData().filter(Experiment.Data.Single.class::isInstance).isPresent()) {
      throw new UnsuitableNetworkException(
          "the network has "
              + inputs
              + (inputs == 1 ? " input and " : " inputs and ")
              + outputs
              + (outputs == 1 ? " output" : " outputs")
              + ", but a DataSetIterator gives one array of features and one of labels: let the"
              + " @TrainingData method return a MultiDataSetIterator");
    }
  }

  /** What a user has to know about how the network is trained; one sentence each. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    replaced.forEach(each -> notes.add("network: replaces " + each));
    ownRates.forEach(each -> notes.add("network: " + each));
    truncation.ifPresent(
        length ->
            notes.add(
                "network: truncates backpropagation through time, so a batch takes a step for every "
                    + length
                    + " time steps of its sequences"));
    if (truncation.isPresent() && description.backwardLength() < description.truncationLength()) {
      notes.add(
          "network: gradients go back through all of these time steps, since Deeplearning4j ignores"
              + " .tBPTTBackwardLength("
              + description.backwardLength()
              + ")");
    }
    weights.ifPresent(initial -> notes.addAll(initial.notes()));
    if (losesWeights) {
      notes.add(
          "weights: drawn from the seed, not those of the network whose configuration the @Network"
              + " method returns: return the network itself to start from them");
    }
    return notes;
  }

  private static long initialization(Experiment experiment) {
    return new Seed(experiment.seed()).child("initialization");
  }

  /**
   * The network of an experiment as its method configures it, in float; nothing is proven.
   *
   * @throws TrainingException if the experiment has no network method, or it fails
   */
  public static NetworkDescription describe(Experiment experiment) {
    return call(experiment, DataType.FLOAT, experiment.recipe(experiment.stepsPerEpoch()))
        .description();
  }

  /** What the network method returned. */
  private record Configured(NetworkDescription description, Optional<InitialWeights> weights) {

    Configured(NetworkDescription description) {
      this(description, Optional.empty());
    }
  }

  private static Configured call(Experiment experiment, DataType type, Recipe recipe) {
    NeuralNetConfiguration.Builder base =
        new NeuralNetConfiguration.Builder()
            .seed(initialization(experiment))
            .dataType(type)
            .cacheMode(CacheMode.DEVICE)
            .updater(PlannedUpdater.forRule(recipe.rule()));
    declaredDecay(recipe).ifPresent(decay -> base.regularization(new ArrayList<>(List.of(decay))));
    Experiment.Network network =
        experiment.network().orElseThrow(() -> DataOpening.scheduleOnly(experiment));
    if (network instanceof Experiment.Network.MultiLayer layers) {
      return new Configured(NetworkDescription.of(configured(() -> layers.configure(base))));
    } else if (network instanceof Experiment.Network.Graph graph) {
      return new Configured(NetworkDescription.of(configured(() -> graph.configure(base))));
    }
    Experiment.Network.Initialized initialized = (Experiment.Network.Initialized) network;
    return initialized(configured(() -> initialized.create(base)));
  }

  private static Configured initialized(Model model) {
    Deeplearning4jNetwork network;
    try {
      network = Deeplearning4jNetwork.of(model);
    } catch (IllegalArgumentException e) {
      throw new TrainingException(
          "the @Network method returned no network to start from: " + e.getMessage(), e);
    }
    return new Configured(network.description(), Optional.of(InitialWeights.of(network)));
  }

  private static Optional<DeclaredDecay> declaredDecay(Recipe recipe) {
    double weightDecay = recipe.firstNonzeroWeightDecay();
    return weightDecay > 0
        ? Optional.of(new DeclaredDecay(weightDecay, recipe.rule().coupling()))
        : Optional.empty();
  }

  private static <T> T configured(Callable<T> method) {
    T configuration = UserCode.call("the @Network method", method);
    if (configuration == null) {
      throw new TrainingException("the @Network method returned null, not a network");
    }
    return configuration;
  }

  private static String digest(NetworkDescription description) {
    try {
      JsonNode configuration = new ObjectMapper().readTree(description.toJson());
      for (String settled : SETTLED_BY_RUN) {
        configuration.findParents(settled).forEach(parent -> ((ObjectNode) parent).remove(settled));
      }
      return Sha256.of(configuration.toString());
    } catch (JsonProcessingException e) {
      throw new AssertionError("Deeplearning4j wrote it as JSON", e);
    }
  }

  /**
   * Builds and initializes the network for a run, with the parameter groups of its tensors set in
   * its configuration.
   *
   * @param converted whether the proven tensors are converted; otherwise all are trained as
   *     declared
   * @param onlyInvariant whether only the proven tensors are trained
   * @throws UnsuitableNetworkException if {@code converted} and nothing is proven, or if it cannot
   *     be computed in double, but has to be
   * @throws TrainingException if Deeplearning4j cannot build it, or initial weights do not fit it
   */
  public NetworkModel build(boolean converted, boolean onlyInvariant) {
    if (converted || description.dataType() == DataType.DOUBLE) {
      LayerLimits.checkForDouble(description);
    }
    Map<String, TensorTraining> exceptions =
        TensorAssignment.assign(description, proof, converted, onlyInvariant);
    ScaledClipping clipping = new ScaledClipping(converted ? proof.gradientDegrees() : Map.of());
    NetworkModel network;
    try {
      network = description.build(exceptions, clipping);
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      throw new TrainingException(
          "the network that the @Network method returns cannot be built: " + Failure.sentence(e),
          e);
    }
    weights.ifPresent(initial -> initial.putInto(network));
    return network;
  }
}
