package org.texp4j.processor.write;

/**
 * A class that written code refers to.
 *
 * @param packageName the package it lies in; empty for the unnamed one
 * @param name its name there: {@code Outer.Inner}
 */
record TypeName(String packageName, String name) {

  static final TypeName CONVERSION = schedule("Conversion");
  static final TypeName CURVE = schedule("Curve");
  static final TypeName PLAN = schedule("Plan");
  static final TypeName RECIPE = schedule("Recipe");
  static final TypeName STEP = schedule("Step");
  static final TypeName EXPERIMENT = ours("dl4j", "Experiment");
  static final TypeName EXPERIMENT_COMMAND = ours("dl4j.command", "ExperimentCommand");
  static final TypeName TRAINING_RUN = ours("dl4j.train", "TrainingRun");
  static final TypeName TRAINING_STATE = ours("dl4j.state", "TrainingState");
  static final TypeName GENERATED_TRAINING = ours("annotations", "GeneratedTraining");
  static final TypeName DATA_SET = new TypeName("org.nd4j.linalg.dataset", "DataSet");
  static final TypeName GENERATED = new TypeName("javax.annotation.processing", "Generated");
  static final TypeName LIST = new TypeName("java.util", "List");

  /** A class of the schedule room. */
  static TypeName schedule(String name) {
    return ours("schedule", name);
  }

  /** The name of the outermost class around it, or its own. */
  String topLevel() {
    return name.replaceFirst("\\..*", "");
  }

  /** The name with its package. */
  String qualified() {
    return packageName.isEmpty() ? name : packageName + "." + name;
  }

  /**
   * Puts the name together at run time. The released jar relocates the schedule classes it carries,
   * and relocation also rewrites every string constant that starts with the name of their package;
   * but written code needs the true one.
   */
  private static TypeName ours(String room, String name) {
    return new TypeName("org.texp4j." + room, name);
  }
}
