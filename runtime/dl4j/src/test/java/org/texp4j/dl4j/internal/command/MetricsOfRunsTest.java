package org.texp4j.dl4j.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Metric;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.TrainedNetwork;
import org.texp4j.dl4j.TwoTowers;
import org.texp4j.dl4j.internal.checkpoint.CheckpointFile;
import org.texp4j.dl4j.internal.checkpoint.Progress;
import org.texp4j.dl4j.internal.metrics.MetricsLine;
import org.texp4j.dl4j.internal.metrics.MetricsLine.EvaluationMetrics;
import org.texp4j.dl4j.internal.metrics.MetricsReader;
import org.texp4j.schedule.RecipeForm;

/** Runs whose network is no classifier: what they are judged by, and what is called best. */
class MetricsOfRunsTest {

  private static final int BATCH = 8;
  private static final int STEPS_PER_EPOCH = 5;
  private static final int COLUMNS = 4;
  private static final long EPOCHS = 6;

  @TempDir private Path directory;

  /** A table whose last column is to be predicted from the others. */
  private static List<DataSet> rows() {
    Random random = new Random(9);
    List<DataSet> rows = new ArrayList<>();
    for (int i = 0; i < BATCH * STEPS_PER_EPOCH; i++) {
      float[] row = new float[COLUMNS];
      for (int column = 0; column < COLUMNS; column++) {
        row[column] = (float) random.nextGaussian();
      }
      float sum = row[0] - 2 * row[1] + row[2] * row[3];
      rows.add(
          new DataSet(
              Nd4j.createFromArray(row).reshape(1, COLUMNS),
              Nd4j.createFromArray(sum).reshape(1, 1)));
    }
    return rows;
  }

  private static MultiLayerConfiguration network(NeuralNetConfiguration.Builder base, int columns) {
    return base.list()
        .layer(new DenseLayer.Builder().nOut(12).activation(Activation.IDENTITY).build())
        .layer(TinyExperiments.norm(false))
        .layer(new ActivationLayer(Activation.RELU))
        .layer(
            new OutputLayer.Builder(LossFunction.MSE)
                .nOut(columns)
                .activation(Activation.IDENTITY)
                .build())
        .setInputType(InputType.feedForward(COLUMNS))
        .build();
  }

  private static Experiment.Builder regression() {
    return Experiment.named("regression")
        .seed(2)
        .batchSize(BATCH)
        .trainingExamples((long) BATCH * STEPS_PER_EPOCH)
        .recipe(
            steps -> constantRecipe(EPOCHS * STEPS_PER_EPOCH, 0.2, 1e-3, 0.5),
            RecipeForm.TEXP_PLUS_PLUS)
        .multiLayerNetwork(base -> network(base, 1))
        .trainingData(request -> new ListDataSetIterator<>(rows(), BATCH))
        .evaluationData(request -> new ListDataSetIterator<>(rows().subList(0, 24), BATCH))
        .loop(
            run -> {
              while (run.hasNext()) {
                run.takeStep(run.nextBatch());
              }
            })
        .declarationDigest("c0ffee");
  }

  private Invocation train(Experiment experiment, String name, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--out", directory.resolve(name).toString()));
    arguments.addAll(List.of(more));
    return Invocation.of(experiment, arguments.toArray(String[]::new));
  }

  private List<EvaluationMetrics> evaluations(String name) throws IOException {
    List<EvaluationMetrics> evaluations = new ArrayList<>();
    try (MetricsReader lines = MetricsReader.open(directory.resolve(name + "/metrics.jsonl"))) {
      while (lines.hasNext()) {
        MetricsLine line = lines.next();
        if (line instanceof EvaluationMetrics evaluation) {
          evaluations.add(evaluation);
        }
      }
    }
    return evaluations;
  }

  private Progress last(String name) throws IOException {
    return CheckpointFile.read(directory.resolve(name + "/model.zip")).progress();
  }

  private static Comparator<EvaluationMetrics> byPrimary() {
    return Comparator.comparing(each -> each.primary().getValue());
  }

  @Test
  void aRegressionShowsItsErrorsAndItsBestModelHasTheSmallest() throws IOException {
    Invocation trained = train(regression().build(), "run");

    assertThat(trained.err()).isEmpty();
    assertThat(trained.outLines())
        .anyMatch(
            line ->
                line.matches(
                    "epoch 1: mean loss \\S+, test mse \\d\\S*, mae \\d\\S*, r2 [−\\d]\\S*"))
        .noneMatch(line -> line.contains("accuracy"));
    List<EvaluationMetrics> evaluations = evaluations("run");
    assertThat(evaluations).hasSize((int) EPOCHS);
    assertThat(evaluations.get(0).metrics().keySet()).containsExactly("mse", "mae", "r2");
    EvaluationMetrics smallest = evaluations.stream().min(byPrimary()).orElseThrow();
    assertThat(last("run").bestStep()).hasValue(smallest.stepsTaken());
    assertThat(last("run").best()).hasValue(smallest.primary().getValue());
    assertThat(trained.outLines().get(trained.outLines().size() - 1))
        .startsWith("best mse ")
        .contains(" at step " + smallest.stepsTaken() + " (the lower the better), see ");
    assertThat(Files.readAllLines(directory.resolve("run/metrics.csv")).get(0))
        .endsWith(",angle,evaluation_mse,evaluation_mae,evaluation_r2");
    assertThat(Files.readString(directory.resolve("run/report.html")))
        .contains("Test mse", "Test mae", "Test r2", "test mse")
        .doesNotContain("accuracy");
  }

  @Test
  void evaluateShowsTheErrorsOfTheBestModel() throws IOException {
    train(regression().build(), "run");

    Invocation evaluated =
        Invocation.of(
            regression().build(), "evaluate", directory.resolve("run").toString(), "--best");

    double best = evaluations("run").stream().min(byPrimary()).orElseThrow().primary().getValue();
    assertThat(evaluated.outLines())
        .anyMatch(line -> line.matches("mse +" + String.format("%.4f", best)))
        .anyMatch(line -> line.contains("RMSE"))
        .noneMatch(line -> line.contains("accuracy"));
  }

  @Test
  void aResumedRunEvaluatesAsOneThatWasNotStopped() throws IOException {
    train(regression().build(), "whole");
    train(regression().build(), "stopped", "--limit-batches", "13");

    train(regression().build(), "stopped", "--resume", "--epochs", String.valueOf(EPOCHS));

    assertThat(evaluations("stopped")).isEqualTo(evaluations("whole"));
    for (String file : List.of("model.zip", "best-model.zip")) {
      assertThat(directory.resolve("stopped").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("whole").resolve(file));
    }
    Invocation reproduced =
        Invocation.of(regression().build(), "reproduce", directory.resolve("whole").toString());
    assertThat(reproduced.out()).contains("reproduced: the same");
    Experiment withAnother =
        regression().metric(Metric.lowerIsBetter("worst"), MetricsOfRunsTest::worst).build();
    assertThat(Invocation.of(withAnother, "reproduce", directory.resolve("whole").toString()).out())
        .as("a metric is no part of the training")
        .contains("reproduced: the same");
  }

  /** An error that grows from the first evaluation on: the patience is soon over. */
  @Test
  void patienceFollowsThePrimaryMetricInItsDirection() throws IOException {
    Experiment growing = counting(Metric.lowerIsBetter("evaluations")).build();
    Experiment shrinking = counting(Metric.higherIsBetter("evaluations")).build();

    Invocation stopped = train(growing, "growing", "--patience", "2");
    Invocation whole = train(shrinking, "shrinking", "--patience", "2");

    assertThat(stopped.out())
        .contains(
            "stopped early at step 15: no better evaluations in 2 evaluations; the best was at step"
                + " 5");
    assertThat(whole.out()).doesNotContain("stopped early");
    assertThat(last("shrinking").bestStep()).hasValue(EPOCHS * STEPS_PER_EPOCH);
  }

  /** A metric that is the number of the evaluation. */
  private static Experiment.Builder counting(Metric metric) {
    int[] evaluations = new int[1];
    return regression().primaryMetric(metric, (network, data) -> ++evaluations[0]);
  }

  private static double worst(TrainedNetwork network, Iterable<Batch> data) {
    double worst = 0;
    for (Batch batch : data) {
      INDArray output = network.outputs(batch, false).get(0);
      worst = Math.max(worst, output.sub(batch.labels().get(0)).amaxNumber().doubleValue());
    }
    return worst;
  }

  @Test
  void aMetricOfTheAuthorsOwnComesWithTheOthers() throws IOException {
    Experiment experiment =
        regression()
            .metric(Metric.lowerIsBetter("worst"), MetricsOfRunsTest::worst)
            .primaryMetric(
                Metric.higherIsBetter("negative"), (network, data) -> -worst(network, data))
            .build();

    Invocation trained = train(experiment, "run");

    assertThat(trained.err()).isEmpty();
    for (EvaluationMetrics evaluation : evaluations("run")) {
      assertThat(evaluation.metrics().keySet())
          .containsExactly("negative", "mse", "mae", "r2", "worst");
      assertThat(evaluation.metrics().get("worst"))
          .isEqualTo(-evaluation.metrics().get("negative"));
    }
    assertThat(last("run").bestStep())
        .hasValue(evaluations("run").stream().max(byPrimary()).orElseThrow().stepsTaken());
    assertThat(trained.out()).contains("(the higher the better)");
  }

  @Test
  void faultsOfAMetricAreReportedAsItsOwn() {
    Experiment failing =
        regression()
            .metric(
                Metric.lowerIsBetter("cost"),
                (network, data) -> {
                  throw new IOException("no prices");
                })
            .build();
    Experiment twice =
        regression().metric(Metric.lowerIsBetter("mse"), MetricsOfRunsTest::worst).build();

    assertThat(train(failing, "failing").err())
        .startsWith("error: the @Metric method cost failed: ")
        .contains("no prices", "; go back to it with train --resume");
    assertThat(train(twice, "twice").err())
        .startsWith("error: the @Metric method mse has the name of a metric that this network is");
  }

  @Test
  void anAutoencoderHasNoAccuracy() throws IOException {
    List<DataSet> rows = new ArrayList<>();
    rows().forEach(row -> rows.add(new DataSet(row.getFeatures(), row.getFeatures())));
    Experiment experiment =
        regression()
            .multiLayerNetwork(base -> network(base, COLUMNS))
            .trainingData(request -> new ListDataSetIterator<>(rows, BATCH))
            .evaluationData(request -> new ListDataSetIterator<>(rows, BATCH))
            .build();

    assertThat(train(experiment, "run").code()).isZero();
    assertThat(evaluations("run"))
        .allMatch(each -> List.copyOf(each.metrics().keySet()).equals(List.of("mse", "mae")));
  }

  /** All that can be done with a run of several inputs and outputs. */
  @Test
  void severalInputsAndOutputsGoThroughEveryCommand() throws IOException {
    Experiment experiment =
        TwoTowers.experiment(
                constantRecipe(3 * TwoTowers.STEPS_PER_EPOCH, 0.05, 0.02, 0.5),
                RecipeForm.TEXP_PLUS_PLUS)
            .build();
    Path whole = directory.resolve("whole");

    assertThat(Invocation.of(experiment, "info").out()).contains("convolution_W");
    Invocation trained = train(experiment, "whole");
    assertThat(trained.err()).isEmpty();
    assertThat(trained.outLines())
        .contains("layers: Deeplearning4j")
        .anyMatch(line -> line.matches("epoch 1: mean .*, test loss \\S+, kind.accuracy .*"))
        .anyMatch(line -> line.startsWith("best loss "));
    train(experiment, "stopped", "--limit-batches", "8");
    assertThat(train(experiment, "stopped", "--resume", "--epochs", "3").err()).isEmpty();
    assertThat(directory.resolve("stopped/model.zip"))
        .hasSameBinaryContentAs(whole.resolve("model.zip"));
    assertThat(Invocation.of(experiment, "evaluate", whole.toString()).outLines())
        .anyMatch(line -> line.matches("loss +\\d\\.\\d+"))
        .contains("output    kind", "output    size");
    assertThat(Invocation.of(experiment, "reproduce", whole.toString()).out())
        .contains("reproduced: the same");
    assertThat(Invocation.of(experiment, "verify", "--steps", "4", "--every", "2").err()).isEmpty();
    train(experiment, "part", "--limit-batches", "6");
    String part = directory.resolve("part").toString();
    String converted = directory.resolve("converted").toString();
    assertThat(
            Invocation.of(experiment, "convert", part, "--to", "weight-decay", "--out", converted)
                .err())
        .isEmpty();
    assertThat(train(experiment, "converted", "--resume", "--epochs", "3").err()).isEmpty();
  }
}
