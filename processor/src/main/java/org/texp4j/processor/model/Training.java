package org.texp4j.processor.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.texp4j.processor.model.shape.CustomCurve;
import org.texp4j.processor.model.value.FactoryClass;
import org.texp4j.processor.model.value.Hyperparameter;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.RecipeForm;

/**
 * The planned training of a declaration: all that its training class contains.
 *
 * @param type the declared class
 * @param form the form in which the recipe is run
 * @param corrected whether the velocity is corrected where the form requires it
 * @param plan the plan; empty unless all curves of the recipe are known at compile time
 * @param network the method that builds the network
 * @param trainingData the method that opens the training data
 * @param evaluationData the method that opens the evaluation data
 * @param metrics the methods that compute metrics
 * @param digest the SHA-256 digest of the declaration, in hex
 */
public record Training(
    DeclaredClass type,
    Experiment experiment,
    DeclaredRecipe recipe,
    RecipeForm form,
    boolean corrected,
    Optional<Plan> plan,
    Optional<DeclaredMethod> network,
    Optional<DeclaredMethod> trainingData,
    Optional<DeclaredMethod> evaluationData,
    List<DeclaredMethod> metrics,
    String digest) {

  /** Creates a training. */
  public Training {
    metrics = List.copyOf(metrics);
  }

  /**
   * The settings of a run besides its recipe.
   *
   * @param trainingExamples the number of examples per epoch, declared or assumed
   * @param countsExamples whether none is declared, so that a run counts its data
   * @param onlyInvariant whether only tensors proven scale invariant are trained
   * @param unbiasedVariance whether running variances are divided by n − 1
   * @param rateFactors what the rate is multiplied by in single layers
   * @param asserted groups of tensors that are asserted to be scale invariant, by name
   */
  public record Experiment(
      String name,
      long seed,
      long batchSize,
      long trainingExamples,
      boolean countsExamples,
      boolean onlyInvariant,
      boolean unbiasedVariance,
      List<RateFactor> rateFactors,
      List<List<String>> asserted) {

    /** Creates an experiment. */
    public Experiment {
      rateFactors = List.copyOf(rateFactors);
      asserted = List.copyOf(asserted);
    }
  }

  /**
   * The learning rate of single layers.
   *
   * @param value what the declared rate is multiplied by
   * @param layers the names of the layers
   */
  public record RateFactor(double value, List<String> layers) {

    /** Creates a factor. */
    public RateFactor {
      layers = List.copyOf(layers);
    }
  }

  /** The author's classes that make curves. */
  public Stream<FactoryClass> factories() {
    return Stream.of(Hyperparameter.values())
        .map(of -> recipe.of(of).shape())
        .filter(CustomCurve.class::isInstance)
        .map(shape -> ((CustomCurve) shape).factory());
  }

  /** Whether anything of the author that the training class uses is deprecated. */
  public boolean usesDeprecated() {
    return type.isDeprecated() || factories().anyMatch(FactoryClass::isDeprecated);
  }

  /** The number of steps in an epoch. */
  public long stepsPerEpoch() {
    return (experiment.trainingExamples + experiment.batchSize - 1) / experiment.batchSize;
  }
}
