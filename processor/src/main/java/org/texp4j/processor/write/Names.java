package org.texp4j.processor.write;

import com.palantir.javapoet.ClassName;
import java.util.Arrays;
import org.texp4j.processor.model.FactoryClass;

/** The classes that written code refers to. */
final class Names {

  static final ClassName RECIPE_FORM = ours("schedule", "RecipeForm");
  static final ClassName CURVE = ours("schedule", "Curve");
  static final ClassName PLAN = ours("schedule", "Plan");
  static final ClassName RECIPE = ours("schedule", "Recipe");
  static final ClassName STEP = ours("schedule", "Step");
  static final ClassName EXPERIMENT = ours("dl4j", "Experiment");
  static final ClassName EXPERIMENT_COMMAND = ours("dl4j.command", "ExperimentCommand");
  static final ClassName TRAINING_STEPS = ours("dl4j", "TrainingSteps");
  static final ClassName TRAINING_STATE = ours("dl4j", "TrainingState");
  static final ClassName GENERATED_TRAINING = ours("annotations", "GeneratedTraining");
  static final ClassName BATCH = ours("dl4j", "Batch");
  static final ClassName GENERATED = ClassName.get("javax.annotation.processing", "Generated");

  private Names() {}

  /** A class of the schedule room. */
  static ClassName schedule(String name) {
    return ours("schedule", name);
  }

  /** An author's class that makes a curve. */
  static ClassName factory(FactoryClass type) {
    String[] names = type.name().split("\\.");
    return ClassName.get(type.packageName(), names[0], Arrays.copyOfRange(names, 1, names.length));
  }

  /**
   * Puts the name together at run time. The released jar relocates the schedule classes it carries,
   * and relocation also rewrites every string constant that starts with the name of their package;
   * but written code needs the true one.
   */
  private static ClassName ours(String room, String name) {
    return ClassName.get("org.texp4j." + room, name);
  }
}
