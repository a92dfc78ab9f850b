package org.texp4j.processor.convert;

import java.util.Optional;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.DeclaredMethod;
import org.texp4j.processor.model.DeclaredMethod.Role;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.Given;
import org.texp4j.processor.model.InUnits;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Training;
import org.texp4j.processor.model.Training.Experiment;
import org.texp4j.schedule.Conversion;
import org.texp4j.schedule.Plan;

/** The conversion, for declarations in which no mistake was found. */
public final class Convert {

  private Convert() {}

  /** The form in which a declaration asks to be run. */
  public static Conversion conversion(Declaration declaration) {
    return Conversion.valueOf(declaration.schedule().type().value());
  }

  /** The recipe that a declaration declares. */
  public static DeclaredRecipe recipe(Declaration declaration) {
    return new DeclaredRecipe(
        length(declaration.schedule().length()),
        declaration.schedule().learningRate().value(),
        declaration.shapes().stream().findFirst().map(Convert::shape).orElseGet(Convert::constant),
        declaration
            .warmup()
            .map(
                warmup ->
                    new DeclaredRecipe.Warmup(length(warmup.length()), warmup.from().value())),
        declaration.weightDecay().orElseThrow().value().value(),
        declaration.momentum().map(momentum -> momentum.value().value()).orElse(0.0));
  }

  /** All that the training class says. */
  public static Training training(Declaration declaration) {
    DeclaredRecipe recipe = recipe(declaration);
    Conversion conversion = conversion(declaration);
    return new Training(
        declaration.type(),
        new Experiment(
            declaration.experimentName(),
            declaration.experiment().seed().value(),
            declaration.experiment().batchSize().value(),
            declaration.experiment().trainingExamples().value()),
        recipe,
        Plan.of(recipe.inSteps(declaration.stepsPerEpoch()), conversion),
        method(declaration, Role.NETWORK),
        method(declaration, Role.TRAINING_DATA),
        method(declaration, Role.EVALUATION_DATA),
        Digest.of(declaration));
  }

  private static DeclaredRecipe.Shape shape(Declaration.Shape shape) {
    if (shape instanceof Declaration.StepDecay decay) {
      return new DeclaredRecipe.StepDecay(
          decay.factor().value(),
          decay.boundaries().only().orElseThrow().value().stream()
              .map(boundary -> new Length(boundary.value(), decay.boundaries().unit()))
              .toList());
    }
    return new DeclaredRecipe.CosineDecay(((Declaration.CosineDecay) shape).minimum().value());
  }

  private static DeclaredRecipe.Shape constant() {
    return new DeclaredRecipe.Constant();
  }

  private static Length length(InUnits<Long> length) {
    Given<Long> given = length.only().orElseThrow();
    return new Length(given.value(), length.unit());
  }

  private static Optional<DeclaredMethod> method(Declaration declaration, Role role) {
    return declaration.methods(role).stream().findFirst();
  }
}
