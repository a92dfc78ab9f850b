package org.texp4j.processor.plan;

import java.util.Optional;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.Normalized;
import org.texp4j.processor.model.Declaration.ShapeAnnotation;
import org.texp4j.processor.model.Declaration.WeightDecay;
import org.texp4j.processor.model.DeclaredCurve;
import org.texp4j.processor.model.DeclaredMethod;
import org.texp4j.processor.model.DeclaredMethod.Role;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.Training;
import org.texp4j.processor.model.Training.Experiment;
import org.texp4j.processor.model.Training.RateFactor;
import org.texp4j.processor.model.shape.Constant;
import org.texp4j.processor.model.shape.OneCycle;
import org.texp4j.processor.model.shape.Shape;
import org.texp4j.processor.model.value.Hyperparameter;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Velocity;
import org.texp4j.schedule.WarmupPlacement;
import org.texp4j.schedule.WarmupShape;

/** Plans the training of declarations without mistakes. */
public final class TrainingPlanner {

  private TrainingPlanner() {}

  /** The form that a declaration requests. */
  public static RecipeForm form(Declaration declaration) {
    return declaration.schedule().form().orElseThrow();
  }

  /** The recipe that a declaration declares. */
  public static DeclaredRecipe recipe(Declaration declaration) {
    DeclaredCurve learningRate = curve(declaration, Hyperparameter.LEARNING_RATE);
    DeclaredCurve momentum = curve(declaration, Hyperparameter.MOMENTUM);
    if (declaration.hasMomentum()
        && learningRate.shape() instanceof OneCycle cycle
        && cycle.cyclesMomentum()) {
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
   * The content of the training class.
   *
   * @param plan the plan; empty unless all of the curves are known at compile time
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
            !declaration.experiment().trainingExamples().isExplicit(),
            normalized.onlyInvariant().value(),
            normalized.unbiasedVariance().value(),
            declaration.rateFactors().stream()
                .map(each -> new RateFactor(each.value().value(), each.names()))
                .toList(),
            normalized.groups()),
        recipe,
        form(declaration),
        declaration.schedule().momentumCorrections().value(),
        plan,
        method(declaration, Role.NETWORK),
        method(declaration, Role.TRAINING_DATA),
        method(declaration, Role.EVALUATION_DATA),
        declaration.methods(Role.METRIC),
        DeclarationDigest.of(declaration, recipe));
  }

  private static DeclaredCurve curve(Declaration declaration, Hyperparameter hyperparameter) {
    Optional<Shape> shape =
        declaration.shapes(hyperparameter).stream().map(ShapeAnnotation::shape).findFirst();
    return new DeclaredCurve(
        declaration.initial(hyperparameter).value(),
        shape.orElseGet(Constant::new),
        declaration.warmups(hyperparameter).stream().map(TrainingPlanner::warmup).findFirst());
  }

  private static DeclaredCurve.Warmup warmup(Declaration.Warmup warmup) {
    return new DeclaredCurve.Warmup(
        warmup.length().value(),
        warmup.from().value(),
        WarmupShape.valueOf(warmup.shape().value()),
        WarmupPlacement.valueOf(warmup.placement().value()));
  }

  private static Rule rule(Declaration declaration) {
    return declaration
        .rule()
        .map(written -> (Rule) written.rule(declaration.coupling()))
        .or(() -> declaration.adamW().map(TrainingPlanner::adamW))
        .orElseGet(() -> sgd(declaration));
  }

  private static Rule adamW(Declaration.AdamW adamW) {
    return new AdamW(adamW.beta2().value(), adamW.epsilon().value());
  }

  private static Rule sgd(Declaration declaration) {
    Optional<Declaration.Momentum> momentum = declaration.momentum();
    return new Sgd(
        momentum.flatMap(Declaration.Momentum::velocity).orElse(Velocity.HEAVY_BALL),
        declaration.weightDecay().flatMap(WeightDecay::knownCoupling).orElseThrow(),
        momentum.map(of -> of.dampening().value()).orElse(0.0));
  }

  private static Optional<DeclaredMethod> method(Declaration declaration, Role role) {
    return declaration.methods(role).stream().findFirst();
  }
}
