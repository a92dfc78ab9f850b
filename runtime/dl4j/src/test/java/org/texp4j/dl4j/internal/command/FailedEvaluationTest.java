package org.texp4j.dl4j.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.internal.run.RunDirectory;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.schedule.RecipeForm;

/** An evaluation that fails is named, and costs no step of the run. */
class FailedEvaluationTest {

  /** Three epochs of ten steps. */
  private static final long STEPS = 30;

  private static final List<String> FILES =
      List.of("model.zip", "best-model.zip", "metrics.jsonl", "metrics.csv", "manifest.json");

  @TempDir private static Path shared;
  @TempDir private Path directory;

  /** A run that nothing befell. */
  private static Path whole;

  @BeforeAll
  static void train() {
    Backend.start();
    whole = shared.resolve("whole");
    assertThat(train(experiment("none", 0), whole).code()).isZero();
  }

  /** Evaluation data that fail in a pass over them. */
  private static final class Failing extends ListDataSetIterator<DataSet> {

    private static final long serialVersionUID = 1;

    private final String failure;
    private final int failingPass;
    private int pass;
    private int batch;

    Failing(String failure, int failingPass) {
      super(TinyExperiments.images(), TinyExperiments.BATCH);
      this.failure = failure;
      this.failingPass = failingPass;
    }

    private boolean fails(String kind) {
      return pass == failingPass && failure.equals(kind);
    }

    @Override
    public void reset() {
      pass++;
      batch = 0;
      if (fails("reset")) {
        throw new UnsupportedOperationException("a stream has no second pass");
      }
      super.reset();
    }

    @Override
    public boolean hasNext() {
      return !fails("empty") && super.hasNext();
    }

    @Override
    public DataSet next() {
      DataSet examples = super.next();
      if (++batch != 4) {
        return examples;
      }
      INDArray features = examples.getFeatures();
      INDArray labels = examples.getLabels();
      if (fails("throw")) {
        throw new IllegalStateException("the network drive is gone");
      } else if (fails("null")) {
        return null;
      } else if (fails("unlabelled")) {
        return new DataSet(features, null);
      } else if (fails("features")) {
        features.putScalar(7, Float.NaN);
      } else if (fails("labels")) {
        labels.putScalar(0, Float.POSITIVE_INFINITY);
      } else if (fails("width")) {
        return new DataSet(features, Nd4j.zeros(features.size(0), 7));
      } else if (fails("regression")) {
        return new DataSet(features, Nd4j.rand((int) features.size(0), 1));
      }
      return examples;
    }
  }

  private static Experiment experiment(String failure, int failingPass) {
    return TinyExperiments.onImages(
            TinyExperiments.constantRecipe(STEPS, 0.1, 0.05, 0.5), RecipeForm.TEXP_PLUS_PLUS)
        .multiLayerNetwork(base -> TinyExperiments.cnn(base, false))
        .evaluationData(request -> new Failing(failure, failingPass))
        .build();
  }

  private static Invocation train(Experiment experiment, Path run, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "--out", run.toString()));
    arguments.addAll(List.of(more));
    return Invocation.of(experiment, arguments.toArray(String[]::new));
  }

  private static final String SHAPES =
      "in batch 4 of the @EvaluationData \\(features of shape \\[16, 1, 8, 8\\], labels of shape"
          + " \\[16, %d\\]\\): ";

  /** What is said of a failure, as patterns. */
  private static final Map<String, String> REASONS =
      Map.of(
          "reset", "before the first batch of the @EvaluationData: .*a stream has no second pass",
          "empty", "before the first batch of the @EvaluationData: there is no batch: .*",
          "throw", "reading batch 4 of the @EvaluationData: .*the network drive is gone",
          "null", "reading batch 4 of the @EvaluationData: it has no examples",
          "unlabelled", "reading batch 4 of the @EvaluationData: it has no labels",
          "features", SHAPES.formatted(4) + "its features hold values that are not finite",
          "labels", SHAPES.formatted(4) + "its labels hold values that are not finite",
          "width", SHAPES.formatted(7) + ".*",
          "regression", SHAPES.formatted(1) + ".*");

  static Stream<String> failures() {
    return REASONS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isNamedAndMadeUpFor(String failure) {
    Path run = directory.resolve("run");

    Invocation failed = train(experiment(failure, 2), run);

    Path checkpoint = new RunDirectory(run).checkpoints().file(20);
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.errLines()).hasSize(1);
    assertThat(failed.errLines().get(0))
        .matches(
            "error: the evaluation failed "
                + REASONS.get(failure)
                + "; the last good checkpoint is "
                + checkpoint
                + "; go back to it with train --resume --from 20")
        .doesNotContain("unexpected");
    Invocation resumed = train(experiment("none", 0), run, "--resume");
    assertThat(resumed.outLines())
        .contains("resumed at step 20 from " + checkpoint)
        .anyMatch(line -> line.startsWith("epoch 2: mean loss "));
    assertSame(run, whole);
  }

  private static void assertSame(Path run, Path whole) {
    for (String file : FILES) {
      assertThat(run.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
  }

  /** Also where an evaluation and no checkpoint is due, and the average is evaluated. */
  @Test
  void costsNoStepWhereNoCheckpointIsDue() {
    String[] options = {
      "--checkpoint-every", "2epochs", "--evaluate-every", "3", "--average", ".9"
    };
    Path unbroken = directory.resolve("unbroken");
    train(experiment("none", 0), unbroken, options);
    Path run = directory.resolve("run");

    Invocation failed = train(experiment("throw", 5), run, options);

    assertThat(failed.err()).contains("; go back to it with train --resume --from 15");
    assertThat(train(experiment("none", 0), run, "--resume").code()).isZero();
    assertSame(run, unbroken);
    assertThat(run.resolve("average-model.zip"))
        .hasSameBinaryContentAs(unbroken.resolve("average-model.zip"));
  }

  /** The last evaluation, too, which a run that is resumed at its end has to make. */
  @Test
  void isMadeUpForAtTheEndOfTheRun() {
    for (String limit : List.of("3", "2")) {
      Path unbroken = directory.resolve("unbroken" + limit);
      train(experiment("none", 0), unbroken, "--epochs", limit, "--evaluate-every", "7");
      Path run = directory.resolve("run" + limit);

      int last = limit.equals("3") ? 5 : 3;
      Invocation failed =
          train(experiment("width", last), run, "--epochs", limit, "--evaluate-every", "7");

      assertThat(failed.code()).isEqualTo(1);
      assertThat(train(experiment("none", 0), run, "--resume").code()).isZero();
      assertSame(run, unbroken);
      assertThat(train(experiment("none", 0), run, "--resume").code()).isZero();
      assertSame(run, unbroken);
    }
  }

  @Test
  void isNamedByTheCommandThatEvaluatesAModel() {
    Invocation evaluated =
        Invocation.of(experiment("width", 1), "evaluate", whole.toString(), "--best");

    assertThat(evaluated.err()).startsWith("error: the evaluation failed in batch 4 of the ");
    assertThat(evaluated.code()).isEqualTo(1);
  }
}
