package demo;

import javax.annotation.processing.Generated;
import org.texp4j.annotations.GeneratedTraining;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.TrainingSteps;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;

/** A stub in place of the training class of {@link Wrong}, whose declaration has errors. */
@Generated("org.texp4j.processor.TexpProcessor")
@GeneratedTraining
public final class WrongTraining {
  public static final long STEPS_PER_EPOCH = 0;

  public static final String DECLARATION_DIGEST = "";

  public static final String SOURCE_DIGEST = "";

  public static final Plan PLAN = null;

  public static final Experiment EXPERIMENT = null;

  private WrongTraining() {
  }

  public static Recipe recipe(long stepsPerEpoch) {
    throw new IllegalStateException("Wrong has errors, so its training class was not written");
  }

  public static void train(TrainingSteps run) {
    throw new IllegalStateException("Wrong has errors, so its training class was not written");
  }

  public static TrainingState toExponential(TrainingState state, long step) {
    throw new IllegalStateException("Wrong has errors, so its training class was not written");
  }

  public static TrainingState toWeightDecay(TrainingState state, long step) {
    throw new IllegalStateException("Wrong has errors, so its training class was not written");
  }

  public static void main(String[] arguments) {
    throw new IllegalStateException("Wrong has errors, so its training class was not written");
  }
}
