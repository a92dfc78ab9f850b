package org.texp4j.dl4j.train;

import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;

/**
 * The plan of a run for the epochs of its data, and the step before which the run stops.
 *
 * @param plan the plan, to the declared end
 * @param end the step before which the run stops, at most the length of the plan
 */
record RunPlan(Plan plan, long end) {

  /**
   * Plans a run.
   *
   * @param stepsPerEpoch the number of steps in an epoch of the data
   * @throws TrainingException if the declared lengths do not fit such epochs, or the settings
   *     exceed the declared end
   */
  static RunPlan create(Experiment experiment, RunSettings settings, long stepsPerEpoch) {
    Plan plan = experiment.plan(recipe(experiment, stepsPerEpoch), settings.form());
    return new RunPlan(plan, end(plan, settings, stepsPerEpoch));
  }

  /** The recipe for the data in use, whose epochs may be shorter or longer than was declared. */
  private static Recipe recipe(Experiment experiment, long stepsPerEpoch) {
    try {
      Recipe recipe = experiment.recipe(stepsPerEpoch);
      if (changesPastEnd(recipe)
          && !changesPastEnd(experiment.recipe(experiment.stepsPerEpoch()))) {
        throw new IllegalArgumentException(
            "the rate changes at step "
                + recipe.learningRate().nextBreak(recipe.steps())
                + ", past the end at step "
                + recipe.steps());
      }
      return recipe;
    } catch (IllegalArgumentException e) {
      throw new TrainingException(
          "the declared lengths do not fit this data, whose epochs have "
              + stepsPerEpoch
              + " steps"
              + (experiment.declaresTrainingExamples() ? ", not " + experiment.stepsPerEpoch() : "")
              + ": "
              + e.getMessage()
              + "; declare all lengths in one unit",
          e);
    }
  }

  private static boolean changesPastEnd(Recipe recipe) {
    return recipe.learningRate().nextBreak(recipe.steps()) < Long.MAX_VALUE;
  }

  private static long end(Plan plan, RunSettings settings, long stepsPerEpoch) {
    long end = plan.steps();
    if (settings.epochs().isPresent()) {
      long epochs = settings.epochs().getAsLong();
      long declared = (end + stepsPerEpoch - 1) / stepsPerEpoch;
      if (epochs > declared) {
        throw new TrainingException(
            "--epochs "
                + epochs
                + " goes past the declared end of the schedule, which is in epoch "
                + declared
                + " at step "
                + end
                + ": declare more epochs in @Schedule");
      }
      end = Math.min(end, epochs * stepsPerEpoch);
    }
    return Math.min(end, settings.batches().orElse(end));
  }
}
