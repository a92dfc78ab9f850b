package org.texp4j.processor.write;

import com.palantir.javapoet.ClassName;
import java.util.Arrays;
import org.texp4j.processor.model.value.FactoryClass;

/** The names of the classes that generated code refers to. */
final class ClassNames {

  static final ClassName RECIPE_FORM = texp4j("schedule", "RecipeForm");
  static final ClassName CURVE = texp4j("schedule", "Curve");
  static final ClassName PLAN = texp4j("schedule", "Plan");
  static final ClassName RECIPE = texp4j("schedule", "Recipe");
  static final ClassName STEP = texp4j("schedule", "Step");
  static final ClassName UPDATE_LOOP = texp4j("schedule.rule", "UpdateLoop");
  static final ClassName EXPERIMENT = texp4j("dl4j", "Experiment");
  static final ClassName EXPERIMENT_COMMAND = texp4j("dl4j.command", "ExperimentCommand");
  static final ClassName TRAINING_STEPS = texp4j("dl4j", "TrainingSteps");
  static final ClassName TRAINING_STATE = texp4j("dl4j", "TrainingState");
  static final ClassName GENERATED_TRAINING = texp4j("annotations", "GeneratedTraining");
  static final ClassName METRIC = texp4j("dl4j", "Metric");
  static final ClassName BATCH = texp4j("dl4j", "Batch");
  static final ClassName GENERATED = ClassName.get("javax.annotation.processing", "Generated");

  private ClassNames() {}

  /** A class of the schedule room. */
  static ClassName schedule(String name) {
    return texp4j("schedule", name);
  }

  /** An author's class that makes a curve. */
  static ClassName factory(FactoryClass type) {
    String[] names = type.name().split("\\.");
    return ClassName.get(type.packageName(), names[0], Arrays.copyOfRange(names, 1, names.length));
  }

  /**
   * Concatenates the name at run time. The released jar relocates the schedule classes it contains,
   * and relocation also rewrites every string constant that starts with the name of their package;
   * but generated code needs the original name.
   */
  private static ClassName texp4j(String room, String name) {
    return ClassName.get("org.texp4j." + room, name);
  }
}
