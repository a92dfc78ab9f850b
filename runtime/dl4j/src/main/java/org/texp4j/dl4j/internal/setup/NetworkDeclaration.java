package org.texp4j.dl4j.internal.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
import org.texp4j.dl4j.internal.invariance.Proof;
import org.texp4j.dl4j.internal.invariance.RecipeCheck;
import org.texp4j.dl4j.internal.invariance.TensorAssignment;
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
 * @param proof the proof
 * @param digest the SHA-256 digest of the declared configuration, in hex, without seed and data
 *     type, which belong to the run
 */
public record NetworkDeclaration(NetworkDescription description, Proof proof, String digest) {

  private static final List<String> SETTLED_BY_RUN = List.of("seed", "dataType");

  /**
   * Calls the network method of an experiment and proves which tensors can be converted.
   *
   * @param type the data type of parameters and activations
   * @throws TrainingException if the experiment has no network method, or it fails
   * @throws UnsuitableNetworkException if the network cannot be trained by the recipe
   */
  public static NetworkDeclaration configure(Experiment experiment, DataType type, Recipe recipe) {
    NetworkDescription description = describe(experiment, type, recipe);
    requireDataOfItsKind(description, experiment);
    double weightDecay = recipe.firstNonzeroWeightDecay();
    RecipeCheck.check(description, weightDecay);
    if (description.dataType() != type) {
      throw new UnsuitableNetworkException(
          "the network computes in "
              + description.dataType()
              + ", but the run asks for "
              + type
              + ": remove .dataType(…) from the network method");
    }
    if (description.base().getSeed() != initialization(experiment)) {
      throw new UnsuitableNetworkException(
          "the network method sets a seed of its own, "
              + description.base().getSeed()
              + ", which would replace the experiment's: remove .seed(…), and declare the seed in"
              + " @Experiment(seed = …)");
    }
    return new NetworkDeclaration(
        description,
        TensorAssignment.prove(description, weightDecay, experiment.assertedInvariant()),
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

  private static long initialization(Experiment experiment) {
    return new Seed(experiment.seed()).child("initialization");
  }

  /**
   * The network of an experiment as its method configures it, in float; nothing is proven.
   *
   * @throws TrainingException if the experiment has no network method, or it fails
   */
  public static NetworkDescription describe(Experiment experiment) {
    return describe(experiment, DataType.FLOAT, experiment.recipe(experiment.stepsPerEpoch()));
  }

  private static NetworkDescription describe(Experiment experiment, DataType type, Recipe recipe) {
    NeuralNetConfiguration.Builder base =
        new NeuralNetConfiguration.Builder()
            .seed(initialization(experiment))
            .dataType(type)
            .cacheMode(CacheMode.DEVICE)
            .updater(PlannedUpdater.forRule(recipe.rule()));
    double weightDecay = recipe.firstNonzeroWeightDecay();
    if (weightDecay > 0) {
      base.regularization(
          new ArrayList<>(List.of(new DeclaredDecay(weightDecay, recipe.rule().coupling()))));
    }
    Experiment.Network network =
        experiment.network().orElseThrow(() -> DataOpening.scheduleOnly(experiment));
    if (network instanceof Experiment.Network.MultiLayer layers) {
      return NetworkDescription.of(configured(() -> layers.configure(base)));
    }
    Experiment.Network.Graph graph = (Experiment.Network.Graph) network;
    return NetworkDescription.of(configured(() -> graph.configure(base)));
  }

  private static <T> T configured(Callable<T> method) {
    T configuration = UserCode.call("the @Network method", method);
    if (configuration == null) {
      throw new TrainingException("the @Network method returned null, not a configuration");
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
   * @throws UnsuitableNetworkException if {@code converted} and nothing is proven
   * @throws TrainingException if Deeplearning4j cannot build it
   */
  public NetworkModel build(boolean converted, boolean onlyInvariant) {
    Map<String, TensorTraining> exceptions =
        TensorAssignment.assign(description, proof, converted, onlyInvariant);
    ScaledClipping clipping = new ScaledClipping(converted ? proof.gradientDegrees() : Map.of());
    try {
      return description.build(exceptions, clipping);
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      throw new TrainingException(
          "the network that the @Network method returns cannot be built: " + Failure.sentence(e),
          e);
    }
  }
}
