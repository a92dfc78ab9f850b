package org.texp4j.dl4j.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.train.Evaluator;
import org.texp4j.dl4j.train.RunSettings;
import org.texp4j.dl4j.train.TrainingRun;
import org.texp4j.schedule.RecipeForm;

/** How far a run is, as a line now and then and as a bar. */
class ProgressDisplayTest {

  @Test
  void withoutATerminalThereIsALineEveryHalfAMinute() {
    Experiment experiment =
        onImages(constantRecipe(30, 0.1, 5e-3, 0.9), RecipeForm.TEXP_PLUS_PLUS)
            .multiLayerNetwork(base -> TinyExperiments.mlp(base, true))
            .build();
    TrainingRun run = TrainingRun.start(experiment, RunSettings.of(experiment));
    Evaluator evaluator = Evaluator.open(experiment, RunSettings.of(experiment)).orElseThrow();
    StringWriter written = new StringWriter();
    AtomicLong seconds = new AtomicLong();
    run.addListener(
        ProgressDisplay.lines(
            new PrintWriter(written),
            Optional.of(evaluator),
            () -> Duration.ofSeconds(seconds.get()).toNanos()));

    while (run.hasNext()) {
      seconds.addAndGet(4);
      run.takeStep(run.nextBatch());
      if (run.step() == 10) {
        evaluator.evaluate(run);
      }
    }

    // 30 seconds are over at every eighth step, and each step takes four.
    String loss = "loss \\d\\.\\d{4}";
    String rates = "rate 0\\.1 -> 0\\.1\\d*, effective 0\\.\\d+";
    assertThat(written.toString().lines().toList())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches("step 8 of 30, epoch 1: " + loss + ", " + rates + ", 1:28 left"),
            line ->
                assertThat(line)
                    .matches(
                        "step 16 of 30, epoch 2: "
                            + loss
                            + ", accuracy \\d+\\.\\d %, "
                            + rates
                            + ", 0:56 left"),
            line -> assertThat(line).startsWith("step 24 of 30, epoch 3: ").endsWith("0:24 left"));
  }

  @Test
  void theBarFillsUpAndFitsTheTerminal() {
    assertThat(ProgressDisplay.render(0, 40, "loss 2.3", 60))
        .isEqualTo("[          ] 0/40 loss 2.3");
    assertThat(ProgressDisplay.render(20, 40, "loss 2.3", 60))
        .isEqualTo("[=====     ] 20/40 loss 2.3");
    assertThat(ProgressDisplay.render(40, 40, "loss 2.3", 60))
        .isEqualTo("[==========] 40/40 loss 2.3");
    assertThat(ProgressDisplay.render(1, 40, "loss 2.3", 20)).hasSize(19).startsWith("[ ");
    assertThat(ProgressDisplay.render(40, 40, "", 200)).contains("=".repeat(24));
  }
}
