package org.texp4j.processor.convert;

import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.Normalized;
import org.texp4j.processor.model.DeclaredCurve;
import org.texp4j.processor.model.DeclaredMethod;
import org.texp4j.processor.model.DeclaredMethod.Role;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.Hyperparameter;
import org.texp4j.processor.model.Training;
import org.texp4j.processor.model.Training.Experiment;
import org.texp4j.processor.model.shape.Constant;
import org.texp4j.processor.model.shape.OneCycle;
import org.texp4j.processor.model.shape.Shape;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Velocity;
import org.texp4j.schedule.WarmupPlacement;
import org.texp4j.schedule.WarmupShape;

/** The conversion, for declarations in which no mistake was found. */
public final class Convert {

  private Convert() {}

  /** The form in which a declaration asks to be run. */
  public static RecipeForm conversion(Declaration declaration) {
    return RecipeForm.valueOf(declaration.schedule().type().value());
  }

  /** The recipe that a declaration declares. */
  public static DeclaredRecipe recipe(Declaration declaration) {
    DeclaredCurve learningRate = curve(declaration, Hyperparameter.LEARNING_RATE);
    DeclaredCurve momentum = curve(declaration, Hyperparameter.MOMENTUM);
    boolean hasMomentum = declaration.momentum().isPresent() || declaration.adamW().isPresent();
    if (hasMomentum && learningRate.shape() instanceof OneCycle cycle && cycle.cyclesMomentum()) {
      momentum = new DeclaredCurve(cycle.momentumMaximum(), cycle.ofMomentum(), Optional.empty());
    }
    return new DeclaredRecipe(
        declaration.schedule().length().value(),
        learningRate,
        curve(declaration, Hyperparameter.WEIGHT_DECAY),
        momentum,
        rule(declaration));
  }

  /**
   * All that the training class says.
   *
   * @param plan its plan, where all its curves are known
   */
  public static Training training(Declaration declaration, Optional<Plan> plan) {
    Normalized normalized = declaration.normalized().orElseThrow();
    DeclaredRecipe recipe = recipe(declaration);
    return new Training(
        declaration.type(),
        new Experiment(
            declaration.experimentName(),
            declaration.experiment().seed().value(),
            declaration.experiment().batchSize().value(),
            declaration.experiment().trainingExamples().value(),
            normalized.onlyInvariant().value(),
            normalized.groups()),
        recipe,
        conversion(declaration),
        declaration.schedule().momentumCorrections().value(),
        plan,
        method(declaration, Role.NETWORK),
        method(declaration, Role.TRAINING_DATA),
        method(declaration, Role.EVALUATION_DATA),
        Digest.of(declaration, recipe));
  }

  private static DeclaredCurve curve(Declaration declaration, Hyperparameter hyperparameter) {
    List<Declaration.Shape> shapes = declaration.shapes(hyperparameter);
    Shape shape = shapes.isEmpty() ? new Constant() : shapes.get(0).sound();
    List<Declaration.Warmup> warmups = declaration.warmups(hyperparameter);
    return new DeclaredCurve(
        declaration.initial(hyperparameter).value(),
        shape,
        warmups.isEmpty() ? Optional.empty() : Optional.of(warmup(warmups.get(0))));
  }

  private static DeclaredCurve.Warmup warmup(Declaration.Warmup warmup) {
    return new DeclaredCurve.Warmup(
        warmup.length().value(),
        warmup.from().value(),
        WarmupShape.valueOf(warmup.shape().value()),
        WarmupPlacement.valueOf(warmup.placement().value()));
  }

  private static Rule rule(Declaration declaration) {
    Optional<Declaration.AdamW> adamW = declaration.adamW();
    return adamW.isPresent()
        ? new AdamW(adamW.get().beta2().value(), adamW.get().epsilon().value())
        : sgd(declaration);
  }

  private static Rule sgd(Declaration declaration) {
    Optional<Declaration.Momentum> momentum = declaration.momentum();
    Coupling coupling =
        Coupling.valueOf(declaration.weightDecay().orElseThrow().coupling().value());
    return momentum.isPresent()
        ? new Sgd(
            Velocity.valueOf(momentum.get().rule().value()),
            coupling,
            momentum.get().dampening().value())
        : new Sgd(Velocity.HEAVY_BALL, coupling, 0);
  }

  private static Optional<DeclaredMethod> method(Declaration declaration, Role role) {
    List<DeclaredMethod> methods = declaration.methods(role);
    return methods.isEmpty() ? Optional.empty() : Optional.of(methods.get(0));
  }
}
