package org.texp4j.dl4j.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Coordinates;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.ScaledDouble;

/** The two-way mapping of a run's state. */
class TrainingStateTest {

  private static TrainingRun run;
  private static TrainingState state;

  @BeforeAll
  static void takeSomeSteps() {
    Experiment experiment =
        onImages(constantRecipe(20, 0.1, 1e-3, 0.9), RecipeForm.WEIGHT_DECAY)
            .multiLayerNetwork(base -> TinyExperiments.cnn(base, false))
            .build();
    run = TrainingRun.start(experiment, RunSettings.of(experiment).withDataType(DataType.DOUBLE));
    experiment.loop().train(run);
    state = run.state();
  }

  @Test
  void mapsConvertedTensorsAndTheirStatisticsAndNothingElse() {
    double p = 4;
    double kappa = 0.5;
    TrainingState mapped = state.toExponential(new Coordinates(ScaledDouble.of(p, 0), kappa));

    INDArray before = state.parameters();
    INDArray after = mapped.parameters();
    Map<String, INDArray> weights = run.network().parameterTable();
    for (String name : weights.keySet()) {
      long from = weights.get(name).offset();
      double expected =
          switch (name) {
            case "0_W", "3_W", "3_b", "1_mean", "4_mean" -> p;
            case "1_var", "4_var" -> p * p;
            default -> 1;
          };
      for (long i = from; i < from + weights.get(name).length(); i++) {
        assertThat(after.getDouble(i)).as(name).isEqualTo(expected * before.getDouble(i));
      }
    }
    // The first velocities are those of the first convolution's weights, 4·9 of them.
    for (int i = 0; i < 36; i++) {
      double v = state.velocities().getDouble(i);
      assertThat(mapped.velocities().getDouble(i)).isEqualTo((v - kappa * before.getDouble(i)) / p);
    }
  }

  @Test
  void goesBackToTheStateItCameFrom() {
    Coordinates coordinates = new Coordinates(ScaledDouble.of(1.37, 0), 0.21);

    TrainingState back = state.toExponential(coordinates).toWeightDecay(coordinates);

    // Two roundings of each number there and two back.
    assertThat(back.parameters().sub(state.parameters()).amaxNumber().doubleValue())
        .isLessThan(1e-15);
    assertThat(back.velocities().sub(state.velocities()).amaxNumber().doubleValue())
        .isLessThan(1e-15);
  }

  @Test
  void staysFiniteAtAScaleFarPastDoublesRange() {
    Coordinates huge = new Coordinates(ScaledDouble.of(1.5, 5000), 0.21);

    TrainingState mapped = state.toExponential(huge);

    assertThat(mapped.shift()).isEqualTo(5000);
    assertThat(mapped.parameters().isInfinite().any()).isFalse();
    assertThat(mapped.toWeightDecay(huge).shift()).isZero();
  }

  @Test
  void isMappedAtItsOwnCoordinatesOnly() {
    Coordinates coordinates = new Coordinates(ScaledDouble.of(1.5, 0), 0.21);
    Coordinates others = new Coordinates(ScaledDouble.of(1.25, 0), 0.21);
    TrainingState exponential = state.toExponential(coordinates);

    assertThatThrownBy(() -> exponential.toWeightDecay(others))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another step");
    assertThatThrownBy(() -> exponential.toExponential(coordinates))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("already exponential");
  }
}
