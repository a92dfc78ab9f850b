package org.texp4j.dl4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/**
 * A declared experiment as a value: what a generated training class hands to the command line.
 *
 * <p>Immutable. Creating one touches no Deeplearning4j code, so the schedule of an experiment can
 * be printed without starting a backend.
 */
public final class Experiment {

  /** Builds the network from a builder that carries seed, data type, updater and weight decay. */
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
  }

  /** Opens training or evaluation data. */
  @FunctionalInterface
  public interface Data {
    /** Opens the data; the iterator gives one epoch and can be reset. */
    DataSetIterator open(DataRequest request) throws Exception;
  }

  /** A training loop: takes a run from the step it stands at to its end. */
  @FunctionalInterface
  public interface Loop {
    /** Runs the loop. */
    void train(TrainingSteps run);
  }

  private final Builder parts;

  private Experiment(Builder parts) {
    this.parts = parts;
  }

  /** Starts the description of an experiment. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** The name, which is also that of the run's directory. */
  public String name() {
    return parts.name;
  }

  /** The root seed. */
  public long seed() {
    return parts.seed;
  }

  /** The number of examples in a step. */
  public int batchSize() {
    return parts.batchSize;
  }

  /** The declared number of examples in an epoch. */
  public long trainingExamples() {
    return parts.trainingExamples;
  }

  /** The declared number of steps in an epoch: ⌈trainingExamples / batchSize⌉. */
  public long stepsPerEpoch() {
    return stepsPerEpoch(trainingExamples());
  }

  /** The number of steps in an epoch of so many examples. */
  public long stepsPerEpoch(long examples) {
    return (examples + parts.batchSize - 1) / parts.batchSize;
  }

  /** The form in which the recipe is run. */
  public RecipeForm form() {
    return parts.form;
  }

  /** The declared recipe for epochs of so many steps. */
  public Recipe recipe(long stepsPerEpoch) {
    return parts.recipe.apply(stepsPerEpoch);
  }

  /** The plan for epochs of so many steps. */
  public Plan plan(long stepsPerEpoch) {
    return plan(recipe(stepsPerEpoch), parts.form);
  }

  /** The plan of a recipe in a form; without corrections where the experiment leaves them out. */
  public Plan plan(Recipe recipe, RecipeForm runAs) {
    Plan plan = Plan.of(recipe, runAs);
    return parts.momentumCorrections ? plan : plan.withoutCorrections();
  }

  /** This experiment with another recipe, made from the declared one. */
  public Experiment withRecipe(UnaryOperator<Recipe> change) {
    Builder changed = new Builder(parts);
    changed.recipe = stepsPerEpoch -> change.apply(recipe(stepsPerEpoch));
    return new Experiment(changed);
  }

  /** This experiment from another root seed. */
  public Experiment withSeed(long seed) {
    return new Experiment(new Builder(parts).seed(seed));
  }

  /** The network; empty for a declaration that is only used for its schedule. */
  public Optional<Network> network() {
    return Optional.ofNullable(parts.network);
  }

  /** The training data; present where the network is. */
  public Optional<Data> trainingData() {
    return Optional.ofNullable(parts.trainingData);
  }

  /** The evaluation data. */
  public Optional<Data> evaluationData() {
    return Optional.ofNullable(parts.evaluationData);
  }

  /** Sets of weight tensors that the author says are scale invariant, each jointly. */
  public List<Set<String>> assertedInvariant() {
    return List.copyOf(parts.assertedInvariant);
  }

  /** Whether only the tensors proven scale invariant are trained. */
  public boolean trainsOnlyInvariant() {
    return parts.onlyInvariant;
  }

  /** The training loop. */
  public Loop loop() {
    return parts.loop;
  }

  /** The SHA-256 digest of the declaration, in hex. */
  public String declarationDigest() {
    return parts.declarationDigest;
  }

  /** The SHA-256 digest of the text of its generated training class, in hex; else empty. */
  public String sourceDigest() {
    return parts.sourceDigest;
  }

  /** Collects the parts of an experiment. */
  public static final class Builder {

    private final String name;
    private long seed;
    private int batchSize = 1;
    private long trainingExamples = 1;
    private RecipeForm form;
    private LongFunction<Recipe> recipe;
    private boolean momentumCorrections = true;
    private Network network;
    private Data trainingData;
    private Data evaluationData;
    private Loop loop;
    private final List<Set<String>> assertedInvariant = new ArrayList<>();
    private boolean onlyInvariant;
    private String declarationDigest = "";
    private String sourceDigest = "";

    private Builder(String name) {
      this.name = Objects.requireNonNull(name);
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
      loop = other.loop;
      assertedInvariant.addAll(other.assertedInvariant);
      onlyInvariant = other.onlyInvariant;
      declarationDigest = other.declarationDigest;
      sourceDigest = other.sourceDigest;
    }

    /** Sets the root seed. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Sets the number of examples in a step. */
    public Builder batchSize(int value) {
      batchSize = value;
      return this;
    }

    /** Sets the number of examples in an epoch. */
    public Builder trainingExamples(long value) {
      trainingExamples = value;
      return this;
    }

    /**
     * Sets the recipe, a function of the number of steps in an epoch, and the form it is run in.
     */
    public Builder recipe(LongFunction<Recipe> declared, RecipeForm runAs) {
      recipe = Objects.requireNonNull(declared);
      form = Objects.requireNonNull(runAs);
      return this;
    }

    /**
     * Sets whether the velocity is corrected where the form of the recipe asks for it, which is the
     * default. Without corrections a run is not the declared one, but the one whose velocity is
     * kicked along the weights at its start and between its phases.
     */
    public Builder momentumCorrections(boolean value) {
      momentumCorrections = value;
      return this;
    }

    /** Sets a network of layers in a row. */
    public Builder multiLayerNetwork(Network.MultiLayer value) {
      network = value;
      return this;
    }

    /** Sets a network of vertices in a graph. */
    public Builder computationGraph(Network.Graph value) {
      network = value;
      return this;
    }

    /** Sets the training data. */
    public Builder trainingData(Data value) {
      trainingData = value;
      return this;
    }

    /** Sets the evaluation data. */
    public Builder evaluationData(Data value) {
      evaluationData = value;
      return this;
    }

    /**
     * Says that the loss does not change when the given weight tensors are multiplied by one
     * number, where the analysis has no rule to prove it. The claim is tested on the first examples
     * before training starts.
     *
     * @param tensors the names of the tensors in the network's parameter table, such as {@code
     *     attention_Wq}
     */
    public Builder assertInvariant(String... tensors) {
      assertedInvariant.add(Collections.unmodifiableSet(new LinkedHashSet<>(List.of(tensors))));
      return this;
    }

    /**
     * Trains the tensors proven scale invariant and nothing else: scales and shifts of
     * normalizations, biases and the last layer stay as they are initialized, in either form of the
     * recipe. This is the setting of Li and Arora 2020.
     */
    public Builder trainOnlyInvariant() {
      onlyInvariant = true;
      return this;
    }

    /** Sets the training loop. */
    public Builder loop(Loop value) {
      loop = value;
      return this;
    }

    /** Sets the digest of the declaration. */
    public Builder declarationDigest(String value) {
      declarationDigest = Objects.requireNonNull(value);
      return this;
    }

    /** Sets the digest of the text of a generated training class. */
    public Builder sourceDigest(String value) {
      sourceDigest = Objects.requireNonNull(value);
      return this;
    }

    /** Returns the experiment. */
    public Experiment build() {
      Objects.requireNonNull(recipe, "recipe");
      Objects.requireNonNull(loop, "loop");
      return new Experiment(new Builder(this));
    }
  }
}
