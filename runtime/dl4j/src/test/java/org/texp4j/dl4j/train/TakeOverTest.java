package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.SmallestExperiment;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.internal.verify.Twins;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/** A weight-decay run that goes on as TEXP++ for a while, and back, ends where it ends anyway. */
class TakeOverTest {

  private static final int STEPS = 200;
  private static final int PLACES = 20;

  private static final Experiment EXPERIMENT =
      SmallestExperiment.of(
              new Recipe(
                  STEPS,
                  Curve.linearWarmup(0, 10, Curve.stepDecay(0.1, 0.1, 150)),
                  Curve.constant(0.01),
                  Curve.constant(0.9)),
              RecipeForm.WEIGHT_DECAY)
          .build();

  private static TrainingRun start(RecipeForm form) {
    return start(EXPERIMENT, form);
  }

  private static TrainingRun start(Experiment experiment, RecipeForm form) {
    return TrainingRun.start(
        experiment, RunSettings.of(experiment).withForm(form).withDataType(DataType.DOUBLE));
  }

  private static void advance(TrainingRun run, long step) {
    while (run.step() < step) {
      run.takeStep(run.nextBatch());
    }
  }

  @Test
  void endsWithinRoundingOfTheRunThatNeverSwitched() {
    TrainingRun whole = start(RecipeForm.WEIGHT_DECAY);
    List<TrainingState> states = new ArrayList<>(List.of(whole.state()));
    while (whole.hasNext()) {
      whole.takeStep(whole.nextBatch());
      states.add(whole.state());
    }
    Random random = new Random(6);
    for (int place = 0; place < PLACES; place++) {
      int there = random.nextInt(STEPS);
      int back = there + 1 + random.nextInt(STEPS - there);
      TrainingRun declared = start(RecipeForm.WEIGHT_DECAY);
      declared.restore(states.get(there), there);

      TrainingRun converted = start(RecipeForm.TEXP_PLUS_PLUS);
      converted.takeOver(declared);
      advance(converted, back);
      declared.takeOver(converted);
      assertThat(deviation(declared.state(), states.get(back)))
          .as("TEXP++ from step %d to step %d", there, back)
          .isLessThan(Twins.STRICT_BOUND);
      advance(declared, STEPS);

      assertThat(deviation(declared.state(), states.get(STEPS)))
          .as("the end, after TEXP++ from step %d to step %d", there, back)
          .isLessThan(Twins.STRICT_BOUND);
    }
  }

  @Test
  void withVelocitiesLeftAsTheyAreItWouldNot() {
    TrainingRun declared = start(RecipeForm.WEIGHT_DECAY);
    advance(declared, 50);
    TrainingState state = declared.state();
    TrainingRun converted = start(RecipeForm.TEXP_PLUS_PLUS);
    TrainingState mapped = state.toExponential(converted.plan().coordinatesAt(50));
    RunSnapshot there = declared.snapshot();
    converted.restore(
        new RunSnapshot(
            50,
            mapped.coordinates(),
            0,
            mapped.parameters(),
            there.updaterState(),
            there.epochStart(),
            there.average(),
            there.recurrentState(),
            there.batches()));
    advance(converted, 60);
    advance(declared, 60);
    TrainingRun back = start(RecipeForm.WEIGHT_DECAY);
    back.takeOver(converted);

    // A kick of κθ, with κ = 0.1 after 50 steps; rounding is some 1e-14.
    assertThat(deviation(back.state(), declared.state())).isGreaterThan(1e-4);
  }

  /** As a run goes back after its declaration was changed: rate, decay and momentum are others. */
  @Test
  void bothFormsEnterAnotherRecipeAsOneRun() {
    Experiment calmer =
        EXPERIMENT.withRecipe(
            recipe ->
                new Recipe(STEPS, Curve.constant(0.03), Curve.constant(0.02), Curve.constant(0.5)));
    List<TrainingState> ends = new ArrayList<>();
    for (RecipeForm form : List.of(RecipeForm.WEIGHT_DECAY, RecipeForm.TEXP_PLUS_PLUS)) {
      TrainingRun before = start(form);
      advance(before, 60);
      TrainingRun after = start(calmer, form);
      after.enter(before.snapshot());
      advance(after, STEPS);
      ends.add(after.state().toWeightDecay(after.coordinates()));
    }
    TrainingRun unchanged = start(RecipeForm.WEIGHT_DECAY);
    advance(unchanged, STEPS);

    assertThat(deviation(ends.get(1), ends.get(0))).isLessThan(Twins.STRICT_BOUND);
    assertThat(deviation(unchanged.state(), ends.get(0))).isGreaterThan(1e-2);
  }

  private static double deviation(TrainingState here, TrainingState there) {
    return Math.max(
        relative(here.parameters(), there.parameters()),
        relative(here.velocities(), there.velocities()));
  }

  private static double relative(INDArray here, INDArray there) {
    return here.sub(there).norm2Number().doubleValue() / there.norm2Number().doubleValue();
  }
}
