package org.texp4j.dl4j.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.SmallestExperiment;
import org.texp4j.dl4j.WrittenRules;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFile;
import org.texp4j.dl4j.internal.run.RunDirectory;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/** A run of a written rule over an interruption and a conversion, as its user sees it. */
class WrittenRuleLifeTest {

  private static final long STEPS = 90;

  @TempDir private Path directory;

  @BeforeAll
  static void letTheBackendSayWhatItSaysWhenItStarts() {
    Backend.start();
  }

  @ParameterizedTest
  @EnumSource
  void isConvertedResumedAndReproduced(WrittenRules rule) throws IOException {
    Experiment experiment = experiment(rule, Optional.empty());
    Path declared = directory.resolve("declared");
    Path converted = directory.resolve("converted");
    Path back = directory.resolve("back");

    train(experiment, declared, 0, "--as", "weight_decay", "--limit-batches", "30");
    convert(experiment, declared, "exponential", converted);
    train(experiment(rule, Optional.of(45L)), converted, 1, "--resume", "--limit-batches", "60");
    train(experiment, converted, 0, "--resume", "--limit-batches", "60");
    convert(experiment, converted, "weight-decay", back);
    train(experiment, back, 0, "--resume", "--epochs", "1");

    assertThat(Invocation.of(experiment, "reproduce", back.toString()).outLines())
        .containsExactly(
            "reproduced: the same parameters, velocities, losses and metrics, bit for bit");
    Path whole = directory.resolve("whole");
    train(experiment, whole, 0, "--as", "weight_decay", "--epochs", "1");
    INDArray there = parameters(whole);
    // Rounding to float in each of the steps, of which every one adds to what was there.
    assertThat(parameters(back).sub(there).norm2Number().doubleValue())
        .isLessThan(1e-3 * there.norm2Number().doubleValue());
  }

  private static INDArray parameters(Path run) throws IOException {
    return CheckpointFile.read(new RunDirectory(run).checkpoints().file(STEPS))
        .snapshot()
        .parameters();
  }

  private static void train(Experiment experiment, Path run, int code, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--out", run.toString(), "--checkpoint-every", "10"));
    arguments.addAll(List.of(more));
    Invocation invocation = Invocation.of(experiment, arguments.toArray(String[]::new));
    assertThat(invocation.code()).as(invocation.err()).isEqualTo(code);
  }

  private static void convert(Experiment experiment, Path run, String to, Path out) {
    Invocation invocation =
        Invocation.of(experiment, "convert", run.toString(), "--to", to, "--out", out.toString());
    assertThat(invocation.err()).isEmpty();
    assertThat(invocation.code()).isZero();
  }

  private static Experiment experiment(WrittenRules rule, Optional<Long> powerCut) {
    Recipe recipe =
        new Recipe(
            STEPS,
            Curve.cosineDecay(0.02, 0.002, STEPS),
            Curve.constant(rule.decay()),
            Curve.constant(0.9),
            rule.rule());
    return SmallestExperiment.of(recipe, RecipeForm.TEXP_PLUS_PLUS)
        .loop(
            run -> {
              while (run.hasNext()) {
                if (powerCut.filter(step -> run.step() == step).isPresent()) {
                  throw new IllegalStateException("power cut");
                }
                run.takeStep(run.nextBatch());
              }
            })
        .build();
  }
}
