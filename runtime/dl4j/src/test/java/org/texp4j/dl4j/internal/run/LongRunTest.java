package org.texp4j.dl4j.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.SmallestExperiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;

/**
 * A million steps in float, with metrics, evaluations and checkpoints: {@code -Dtexp4j.steps=
 * 1000000}.
 */
@EnabledIfSystemProperty(named = LongRunTest.LENGTH, matches = "\\d+")
class LongRunTest {

  static final String LENGTH = "texp4j.steps";

  private static final int BATCH = 8;

  /** λη is a fifth of what the bound allows: P grows by 2^7,600 in a million steps. */
  private static Experiment experiment(long steps) {
    return SmallestExperiment.of(constantRecipe(steps, 0.1, 5e-3, 0.9), RecipeForm.TEXP_PLUS_PLUS)
        .batchSize(BATCH)
        .multiLayerNetwork(LongRunTest::network)
        .build();
  }

  private static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base) {
    return base.list()
        .layer(
            new DenseLayer.Builder().nOut(4).hasBias(false).activation(Activation.IDENTITY).build())
        .layer(TinyExperiments.norm(false))
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutional(4, 4, 1))
        .build();
  }

  @Test
  void goesOnInFlatMemoryAndIsStillTheDeclaredRun(@TempDir Path directory) throws IOException {
    long steps = Long.getLong(LENGTH);
    Experiment experiment = experiment(steps + 1);
    RunOptions options = RunOptions.DEFAULTS.withLimit(steps).withInterval(Interval.parse("10000"));
    Memory memory = new Memory(steps / 10);
    long shift;
    double loss;
    try (TrainingSession session =
        TrainingSession.begin(experiment, options, RunDirectory.at(directory))) {
      session.train(List.of(memory), evaluated -> {});
      assertThat(session.run().step()).isEqualTo(steps);
      shift = session.run().state().shift();
      loss = session.progress().loss();
    }

    assertThat(loss).isFinite();
    // 1/α = 1.0053 at every step but the first few.
    assertThat(shift).as("the power of two taken out").isGreaterThan(steps / 140);
    // A leak of a hundred bytes a step; what the virtual machine takes and gives back is less.
    assertThat(memory.growth()).as("bytes").isLessThan(100 * steps);

    TrainingRun exponential = TrainingRun.start(experiment, RunSettings.of(experiment));
    exponential.restore(
        RunDirectory.at(directory)
            .checkpoints()
            .newest(each -> {}, skipped -> {})
            .orElseThrow()
            .snapshot());
    TrainingRun declared =
        TrainingRun.start(experiment, RunSettings.of(experiment).withForm(RecipeForm.WEIGHT_DECAY));
    declared.takeOver(exponential);
    Batch batch = exponential.nextBatch();
    exponential.takeStep(batch);
    declared.takeStep(batch);
    TrainingState mapped = exponential.state().toWeightDecay(exponential.coordinates());
    // One step apart: the rounding of float, 6e-8, and what one gradient makes of it.
    assertThat(relative(mapped.parameters(), declared.state().parameters())).isLessThan(1e-5);
    assertThat(relative(mapped.velocities(), declared.state().velocities())).isLessThan(1e-4);
  }

  private static double relative(INDArray here, INDArray there) {
    return here.sub(there).norm2Number().doubleValue() / there.norm2Number().doubleValue();
  }

  /** The resident memory of the process, every tenth of the run. */
  private static final class Memory implements StepListener {

    private final long interval;
    private long first;
    private long last;

    Memory(long interval) {
      this.interval = interval;
    }

    @Override
    public void stepDone(TrainingRun run, Step step) {
      if ((step.index() + 1) % interval == 0) {
        last = Pointer.physicalBytes();
        first = first == 0 ? last : first;
        System.out.printf(
            "%,d steps, P = 2^%.0f, %,d MB%n",
            step.index() + 1, step.after().scale().log2(), last >> 20);
      }
    }

    long growth() {
      return last - first;
    }
  }
}
