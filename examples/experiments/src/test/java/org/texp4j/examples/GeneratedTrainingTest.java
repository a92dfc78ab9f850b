package org.texp4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.command.ExperimentCommand;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.StepListener;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.Step;

/** The training classes that the compiler wrote for the examples, run. */
class GeneratedTrainingTest {

  private static final Experiment FASHION = FashionCnnTraining.EXPERIMENT;
  private static final Experiment RESNET = PreResNet20Training.EXPERIMENT;

  @Test
  void theGeneratedLoopTakesTheStepsThatVerifyCompares() {
    RunSettings settings = steps(RunSettings.of(FASHION), 5);
    TrainingRun generated = TrainingRun.start(FASHION, settings);
    TrainingRun stepwise = TrainingRun.start(FASHION, settings);

    FashionCnnTraining.train(generated);
    while (stepwise.hasNext()) {
      stepwise.takeStep(stepwise.nextBatch());
    }

    assertThat(generated.step()).isEqualTo(5);
    assertThat(generated.network().parameters().data().asFloat())
        .isEqualTo(stepwise.network().parameters().data().asFloat());
  }

  @Test
  void noLayerOfTheNetworksIsLeftToDeeplearning4j(@TempDir Path directory) throws IOException {
    Files.write(directory.resolve("data_batch_1.bin"), NoiseImages.cifar10(RESNET.batchSize()));
    RunSettings resNet = steps(RunSettings.of(RESNET).withData(Optional.of(directory)), 1);
    for (TrainingRun run :
        List.of(
            TrainingRun.start(FASHION, steps(RunSettings.of(FASHION), 1)),
            TrainingRun.start(RESNET, resNet))) {
      assertThat(run.network().computedBy()).isEqualTo("oneDNN");
    }
  }

  @Test
  void fashionCnnLearnsFromTheFirstEpoch() {
    TrainingRun run = TrainingRun.start(FASHION, steps(RunSettings.of(FASHION), 40));
    double[] losses = new double[40];
    run.addListener(
        new StepListener() {
          @Override
          public void stepDone(TrainingRun run, Step step) {
            losses[(int) step.index()] = run.loss();
          }
        });

    FashionCnnTraining.train(run);

    // Ten classes guessed at random cost ln 10 = 2.3.
    assertThat(losses[0]).isGreaterThan(2);
    assertThat(losses[39]).isLessThan(1.3);
  }

  @Test
  void theTwinsOfFashionCnnAgree() {
    assertThat(ExperimentCommand.run(FASHION, "verify", "--steps", "3")).isZero();
  }

  @Test
  void preResNet20ConvertsEveryConvolution(@TempDir Path directory) throws IOException {
    Files.write(directory.resolve("data_batch_1.bin"), NoiseImages.cifar10(12));
    RunSettings settings = steps(RunSettings.of(RESNET).withData(Optional.of(directory)), 2);

    assertThat(TrainingRun.start(RESNET, settings).norms().keySet())
        .as("the first convolution of each block alone, all others with those of their stage")
        .hasSize(12)
        .filteredOn(group -> group.contains(" "))
        .containsExactly(
            "s0b0-conv2_W s0b1-conv2_W s0b2-conv2_W stem_W",
            "s1b0-conv2_W s1b0-shortcut_W s1b1-conv2_W s1b2-conv2_W",
            "s2b0-conv2_W s2b0-shortcut_W s2b1-conv2_W s2b2-conv2_W");
    String data = directory.toString();
    assertThat(ExperimentCommand.run(RESNET, "verify", "--data", data, "--steps", "2")).isZero();
  }

  private static RunSettings steps(RunSettings settings, long count) {
    return settings.stoppingAfter(OptionalLong.empty(), OptionalLong.of(count));
  }
}
