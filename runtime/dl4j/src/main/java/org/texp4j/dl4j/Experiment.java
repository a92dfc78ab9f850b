package org.texp4j.dl4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.texp4j.schedule.ExperimentName;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/**
 * A declared experiment as a value: what a generated training class passes to the command line.
 *
 * <p>Immutable and safe for use by several threads, as far as the functions it is built from are.
 * Creating one touches no Deeplearning4j code, so the schedule of an experiment can be printed
 * without starting a backend.
 */
public final class Experiment {

  /**
   * Builds the network, or its configuration, from a builder that already carries seed, data type,
   * updater and weight decay.
   */
  public sealed interface Network {

    /** A network of layers in a row. */
    @FunctionalInterface
    non-sealed interface MultiLayer extends Network {
      /** Configures the network. */
      MultiLayerConfiguration configure(NeuralNetConfiguration.Builder base) throws Exception;
    }

    /** A network of vertices in a graph. */
    @FunctionalInterface
    non-sealed interface Graph extends Network {
      /** Configures the network. */
      ComputationGraphConfiguration configure(NeuralNetConfiguration.Builder base) throws Exception;
    }

    /** A network with its initial weights and running statistics. */
    @FunctionalInterface
    non-sealed interface Initialized extends Network {
      /**
       * Returns a {@code MultiLayerNetwork} or a {@code ComputationGraph}, initialized or loaded.
       * The base may be ignored: the declaration replaces what a network configures of its
       * training.
       */
      Model create(NeuralNetConfiguration.Builder base) throws Exception;
    }
  }

  /** Opens training or evaluation data. */
  public sealed interface Data {

    /** Data for networks with one input and one output. */
    @FunctionalInterface
    non-sealed interface Single extends Data {
      /** Opens the data; the iterator returns the batches of one epoch and can be reset. */
      DataSetIterator open(DataRequest request) throws Exception;
    }

    /** Data for networks with any number of inputs and outputs. */
    @FunctionalInterface
    non-sealed interface Multi extends Data {
      /** Opens the data; the iterator returns the batches of one epoch and can be reset. */
      MultiDataSetIterator open(DataRequest request) throws Exception;
    }
  }

  /** Computes a metric of the author's own. */
  @FunctionalInterface
  public interface Measure {
    /**
     * Returns the value of the metric.
     *
     * @param network the network, in the state that is evaluated
     * @param data the evaluation data; may be read several times
     */
    double of(TrainedNetwork network, Iterable<Batch> data) throws Exception;
  }

  /**
   * A metric of the author's own.
   *
   * @param metric its name, and which of two values is better
   * @param isPrimary whether the best model and {@code --patience} follow it
   * @param measure computes it
   */
  public record OwnMetric(Metric metric, boolean isPrimary, Measure measure) {

    /** Creates a metric. */
    public OwnMetric {
      Objects.requireNonNull(metric, "metric");
      Objects.requireNonNull(measure, "measure");
    }
  }

  /** A training loop: takes a run from its next step to its end. */
  @FunctionalInterface
  public interface Loop {
    /** Runs the loop. */
    void train(TrainingSteps run);
  }

  /** The number of images in CIFAR-10, for plans that are printed without data. */
  private static final long ASSUMED_EXAMPLES = 50_000;

  private final Builder parts;

  private Experiment(Builder parts) {
    this.parts = parts;
  }

  /**
   * Returns a builder of an experiment.
   *
   * @param name at most 200 lower-case letters, digits and single hyphens between them
   * @throws IllegalArgumentException if the name is not of that form
   */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** The name, which is also that of the directory of its runs. */
  public String name() {
    return parts.name;
  }

  /** The root seed, from which the run derives all its random choices. */
  public long seed() {
    return parts.seed;
  }

  /** The number of examples per step, at least 1. */
  public int batchSize() {
    return parts.batchSize;
  }

  /**
   * The number of examples per epoch, at least 1: the declared one, or 50,000 where none is
   * declared and no data are opened that could be counted.
   */
  public long trainingExamples() {
    return parts.trainingExamples.orElse(ASSUMED_EXAMPLES);
  }

  /** Whether the number of examples per epoch is declared; otherwise a run counts its data. */
  public boolean declaresTrainingExamples() {
    return parts.trainingExamples.isPresent();
  }

  /** The number of steps per epoch: ⌈trainingExamples / batchSize⌉. */
  public long stepsPerEpoch() {
    return stepsPerEpoch(trainingExamples());
  }

  /**
   * The number of steps per epoch of the given number of examples: ⌈examples / batchSize⌉.
   *
   * @throws IllegalArgumentException if {@code examples} is less than 1
   */
  public long stepsPerEpoch(long examples) {
    requireAtLeastOne("examples", examples);
    return (examples - 1) / parts.batchSize + 1;
  }

  /** The form in which the recipe is run. */
  public RecipeForm form() {
    return parts.form;
  }

  /**
   * The declared recipe for epochs of the given number of steps.
   *
   * @throws IllegalArgumentException if {@code stepsPerEpoch} is less than 1, or the declared
   *     lengths do not fit such epochs
   */
  public Recipe recipe(long stepsPerEpoch) {
    requireAtLeastOne("stepsPerEpoch", stepsPerEpoch);
    return parts.recipe.apply(stepsPerEpoch);
  }

  /**
   * The plan for epochs of the given number of steps.
   *
   * @throws IllegalArgumentException as for {@link #recipe}
   * @throws org.texp4j.schedule.InconvertibleRecipeException if the recipe has no such form
   */
  public Plan plan(long stepsPerEpoch) {
    return plan(recipe(stepsPerEpoch), parts.form);
  }

  /**
   * The plan of a recipe in a form; without corrections if the experiment omits them.
   *
   * @throws org.texp4j.schedule.InconvertibleRecipeException if the recipe has no such form
   */
  public Plan plan(Recipe recipe, RecipeForm runAs) {
    Plan plan = Plan.of(recipe, runAs);
    return parts.momentumCorrections ? plan : plan.withoutCorrections();
  }

  /** This experiment with another recipe, which is made from the declared one. */
  public Experiment withRecipe(UnaryOperator<Recipe> change) {
    Objects.requireNonNull(change, "change");
    Builder changed = new Builder(parts);
    changed.recipe = stepsPerEpoch -> change.apply(recipe(stepsPerEpoch));
    return new Experiment(changed);
  }

  /** This experiment with another root seed. */
  public Experiment withSeed(long seed) {
    return new Experiment(new Builder(parts).seed(seed));
  }

  /** The network; empty for a declaration that is only used for its schedule. */
  public Optional<Network> network() {
    return Optional.ofNullable(parts.network);
  }

  /** The training data; present if there is a network. */
  public Optional<Data> trainingData() {
    return Optional.ofNullable(parts.trainingData);
  }

  /** The evaluation data. */
  public Optional<Data> evaluationData() {
    return Optional.ofNullable(parts.evaluationData);
  }

  /** The metrics of the author's own, in the order in which they were added. */
  public List<OwnMetric> metrics() {
    return List.copyOf(parts.metrics);
  }

  /** Disjoint sets of weight tensors, each of which the author asserts to be scale invariant. */
  public List<Set<String>> assertedInvariant() {
    return List.copyOf(parts.assertedInvariant);
  }

  /** Whether only the tensors proven scale invariant are trained. */
  public boolean trainsOnlyInvariant() {
    return parts.onlyInvariant;
  }

  /** What the declared learning rate is multiplied by in single layers, by name or index. */
  public Map<String, Double> learningRateFactors() {
    return Collections.unmodifiableMap(parts.learningRateFactors);
  }

  /** Whether running variances are divided by n − 1, as by PyTorch. */
  public boolean keepsUnbiasedVariance() {
    return parts.unbiasedVariance;
  }

  /** The training loop. */
  public Loop loop() {
    return parts.loop;
  }

  /** The SHA-256 digest of the declaration, in hex; empty if none was set. */
  public String declarationDigest() {
    return parts.declarationDigest;
  }

  /** The SHA-256 digest of the text of the generated training class, in hex; empty without one. */
  public String sourceDigest() {
    return parts.sourceDigest;
  }

  private static void requireAtLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
    }
  }

  /**
   * Collects the parts of an experiment; a recipe and a loop are required. Every method throws
   * {@link NullPointerException} if an argument is null. Not safe for use by several threads.
   */
  public static final class Builder {

    private final String name;
    private long seed;
    private int batchSize = 1;
    private OptionalLong trainingExamples = OptionalLong.empty();
    private RecipeForm form;
    private LongFunction<Recipe> recipe;
    private boolean momentumCorrections = true;
    private Network network;
    private Data trainingData;
    private Data evaluationData;
    private final List<OwnMetric> metrics = new ArrayList<>();
    private Loop loop;
    private final List<Set<String>> assertedInvariant = new ArrayList<>();
    private boolean onlyInvariant;
    private boolean unbiasedVariance;
    private final Map<String, Double> learningRateFactors = new LinkedHashMap<>();
    private String declarationDigest = "";
    private String sourceDigest = "";

    private Builder(String name) {
      if (!ExperimentName.isValid(name)) {
        throw new IllegalArgumentException(
            "\"" + name + "\" cannot name an experiment: use " + ExperimentName.RULE);
      }
      this.name = name;
    }

    private Builder(Builder other) {
      name = other.name;
      seed = other.seed;
      batchSize = other.batchSize;
      trainingExamples = other.trainingExamples;
      form = other.form;
      recipe = other.recipe;
      momentumCorrections = other.momentumCorrections;
      network = other.network;
      trainingData = other.trainingData;
      evaluationData = other.evaluationData;
      metrics.addAll(other.metrics);
      loop = other.loop;
      assertedInvariant.addAll(other.assertedInvariant);
      onlyInvariant = other.onlyInvariant;
      unbiasedVariance = other.unbiasedVariance;
      learningRateFactors.putAll(other.learningRateFactors);
      declarationDigest = other.declarationDigest;
      sourceDigest = other.sourceDigest;
    }

    /** Sets the root seed, any number; by default 0. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /**
     * Sets the number of examples per step; by default 1. The last batch of an epoch may have
     * fewer.
     *
     * @param value at least 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder batchSize(int value) {
      requireAtLeastOne("batchSize", value);
      batchSize = value;
      return this;
    }

    /**
     * Sets the number of examples per epoch; by default a run counts its data.
     *
     * @param value at least 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder trainingExamples(long value) {
      requireAtLeastOne("trainingExamples", value);
      trainingExamples = OptionalLong.of(value);
      return this;
    }

    /**
     * Sets the recipe and the form it is run in. Required.
     *
     * @param declared returns the recipe for a number of steps per epoch, at least 1
     */
    public Builder recipe(LongFunction<Recipe> declared, RecipeForm runAs) {
      recipe = Objects.requireNonNull(declared, "declared");
      form = Objects.requireNonNull(runAs, "runAs");
      return this;
    }

    /**
     * Sets whether the velocity is corrected wherever the form of the recipe requires it; by
     * default it is. Without corrections a run is not the declared one: a multiple of the weights
     * is added to its velocity at the start and between phases.
     */
    public Builder momentumCorrections(boolean value) {
      momentumCorrections = value;
      return this;
    }

    /** Sets a network of layers in a row, in place of any network set before. */
    public Builder multiLayerNetwork(Network.MultiLayer value) {
      network = Objects.requireNonNull(value, "network");
      return this;
    }

    /** Sets a network of vertices in a graph, in place of any network set before. */
    public Builder computationGraph(Network.Graph value) {
      network = Objects.requireNonNull(value, "network");
      return this;
    }

    /** Sets a network with its initial weights, in place of any network set before. */
    public Builder initializedNetwork(Network.Initialized value) {
      network = Objects.requireNonNull(value, "network");
      return this;
    }

    /** Sets the training data. Required if there is a network. */
    public Builder trainingData(Data.Single value) {
      trainingData = Objects.requireNonNull(value, "trainingData");
      return this;
    }

    /** Sets training data for several inputs or outputs, in place of any set before. */
    public Builder trainingMultiData(Data.Multi value) {
      trainingData = Objects.requireNonNull(value, "trainingData");
      return this;
    }

    /** Sets the evaluation data. */
    public Builder evaluationData(Data.Single value) {
      evaluationData = Objects.requireNonNull(value, "evaluationData");
      return this;
    }

    /** Sets evaluation data for several inputs or outputs, in place of any set before. */
    public Builder evaluationMultiData(Data.Multi value) {
      evaluationData = Objects.requireNonNull(value, "evaluationData");
      return this;
    }

    /**
     * Adds a metric of the author's own to those that follow from the network's outputs. May be
     * called several times.
     *
     * @throws IllegalArgumentException if there is one of that name
     */
    public Builder metric(Metric metric, Measure measure) {
      return metric(new OwnMetric(metric, false, measure));
    }

    /**
     * Adds a metric of the author's own that the best model and {@code --patience} follow.
     *
     * @throws IllegalArgumentException if there is one of that name, or another primary one
     */
    public Builder primaryMetric(Metric metric, Measure measure) {
      return metric(new OwnMetric(metric, true, measure));
    }

    private Builder metric(OwnMetric added) {
      for (OwnMetric other : metrics) {
        if (other.metric().name().equals(added.metric().name())) {
          throw new IllegalArgumentException("there are two metrics " + added.metric().name());
        }
        if (other.isPrimary() && added.isPrimary()) {
          throw new IllegalArgumentException(
              "both "
                  + other.metric().name()
                  + " and "
                  + added.metric().name()
                  + " are primary metrics");
        }
      }
      metrics.add(added);
      return this;
    }

    /**
     * Asserts that the loss does not change when the given weight tensors are multiplied by one
     * number, for cases where the analysis has no rule to prove it. The claim is tested on the
     * first examples before training starts. May be called several times.
     *
     * @param tensors the names of the tensors in the network's parameter table, such as {@code
     *     attention_Wq}; at least one, none of them blank or in an earlier call
     * @throws IllegalArgumentException if there is none, or one is blank or named twice
     */
    public Builder assertInvariant(String... tensors) {
      if (tensors.length == 0) {
        throw new IllegalArgumentException("assertInvariant must name at least one tensor");
      }
      Set<String> group = new LinkedHashSet<>();
      for (String tensor : tensors) {
        if (tensor.isBlank()) {
          throw new IllegalArgumentException("assertInvariant names a tensor with a blank name");
        }
        if (!group.add(tensor)
            || assertedInvariant.stream().anyMatch(other -> other.contains(tensor))) {
          throw new IllegalArgumentException("assertInvariant names " + tensor + " twice");
        }
      }
      assertedInvariant.add(Collections.unmodifiableSet(group));
      return this;
    }

    /**
     * Trains nothing but the tensors proven scale invariant: scales and shifts of normalizations,
     * biases and the last layer stay as they are initialized, in every form of the recipe. This is
     * the setting of Li and Arora 2020.
     */
    public Builder trainOnlyInvariant() {
      onlyInvariant = true;
      return this;
    }

    /**
     * Multiplies the declared learning rate in some layers, as for fine-tuning. All of their
     * tensors keep the declared recipe at that rate, in every form, unless the factor is 1. Not
     * together with {@link #trainOnlyInvariant}. May be called several times.
     *
     * @param factor greater than 0 and finite
     * @param layers the names of layers, or their indices in a network of layers in a row; at least
     *     one
     * @throws IllegalArgumentException if the factor is out of its range, or a layer is missing or
     *     named twice
     */
    public Builder learningRateFactor(double factor, String... layers) {
      if (!(factor > 0 && Double.isFinite(factor))) {
        throw new IllegalArgumentException(
            "a learning rate factor must be greater than 0 and finite, not " + factor);
      }
      if (layers.length == 0) {
        throw new IllegalArgumentException("a learning rate factor needs at least one layer");
      }
      for (String layer : layers) {
        if (learningRateFactors.putIfAbsent(Objects.requireNonNull(layer), factor) != null) {
          throw new IllegalArgumentException(
              "layer " + layer + " has a learning rate factor already");
        }
      }
      return this;
    }

    /**
     * Divides the variances that batch normalization keeps for evaluation by n − 1, as PyTorch
     * does, where n is the number of values per channel of a batch; Deeplearning4j divides by n.
     */
    public Builder keepUnbiasedVariance() {
      unbiasedVariance = true;
      return this;
    }

    /** Sets the training loop. Required. */
    public Builder loop(Loop value) {
      loop = Objects.requireNonNull(value, "loop");
      return this;
    }

    /** Sets the digest of the declaration; by default empty. */
    public Builder declarationDigest(String value) {
      declarationDigest = Objects.requireNonNull(value, "declarationDigest");
      return this;
    }

    /** Sets the digest of the text of a generated training class; by default empty. */
    public Builder sourceDigest(String value) {
      sourceDigest = Objects.requireNonNull(value, "sourceDigest");
      return this;
    }

    /**
     * Returns the experiment. The builder may be changed and used again.
     *
     * @throws IllegalStateException if there is no recipe, no loop, or a network without training
     *     data; the message names what is missing
     */
    public Experiment build() {
      List<String> missing = new ArrayList<>();
      if (recipe == null) {
        missing.add("recipe(…)");
      }
      if (loop == null) {
        missing.add("loop(…)");
      }
      if (network != null && trainingData == null) {
        missing.add("trainingData(…)");
      }
      if (!missing.isEmpty()) {
        throw new IllegalStateException(
            "the experiment " + name + " cannot be built without " + String.join(", ", missing));
      }
      if (onlyInvariant && !learningRateFactors.isEmpty()) {
        throw new IllegalStateException(
            "the experiment "
                + name
                + " trains only tensors that are converted, which those with a learning rate factor"
                + " are not");
      }
      return new Experiment(new Builder(this));
    }
  }
}
