package org.texp4j.dl4j.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.internal.run.RunDirectory;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.schedule.RecipeForm;

/** A run that starts from a model, through interruption, conversion and reproduction. */
class InitialModelTest {

  private static final long STEPS = 20;

  @TempDir private Path directory;

  @BeforeAll
  static void letTheBackendSayWhatItSaysWhenItStarts() {
    Backend.start();
  }

  private static Experiment.Builder experiment(RecipeForm form) {
    return TinyExperiments.onImages(TinyExperiments.constantRecipe(STEPS, 0.05, 0.01, 0.9), form)
        .multiLayerNetwork(base -> TinyExperiments.cnn(base, true));
  }

  private static Experiment exponential() {
    return experiment(RecipeForm.TEXP_PLUS_PLUS).build();
  }

  private static MultiLayerNetwork trained(long seed) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            TinyExperiments.cnn(
                new NeuralNetConfiguration.Builder().seed(seed).updater(new Adam(0.01)), true));
    network.init();
    network.fit(DataSet.merge(TinyExperiments.images()));
    return network;
  }

  private Path model(long seed) throws IOException {
    Path file = directory.resolve("model" + seed + ".zip");
    ModelSerializer.writeModel(trained(seed), file.toFile(), true);
    return file;
  }

  private static Invocation train(Experiment experiment, Path run, Object... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--out", run.toString(), "--checkpoint-every", "5"));
    for (Object each : more) {
      arguments.add(each.toString());
    }
    return Invocation.of(experiment, arguments.toArray(String[]::new));
  }

  private static byte[] result(Path run) throws IOException {
    return Files.readAllBytes(new RunDirectory(run).model());
  }

  @Test
  void theRunResumesBitIdenticallyWithoutTheModelFile() throws IOException {
    Path model = model(1);
    Path whole = directory.resolve("whole");
    Path broken = directory.resolve("broken");
    assertThat(train(exponential(), whole, "--init", model).outLines())
        .contains("weights: start from those of " + model);
    assertThat(train(exponential(), broken, "--init", model, "--limit-batches", 7).code()).isZero();
    Files.delete(model);

    Invocation resumed = train(exponential(), broken, "--resume", "--limit-batches", STEPS);

    assertThat(resumed.err()).isEmpty();
    assertThat(result(broken)).isEqualTo(result(whole));
  }

  @Test
  void theRunIsReproducedConvertedAndResumedInTheOtherForm() throws IOException {
    Path run = directory.resolve("run");
    Path converted = directory.resolve("converted");
    assertThat(train(exponential(), run, "--init", model(1)).code()).isZero();

    Invocation reproduced = Invocation.of(exponential(), "reproduce", run.toString());
    assertThat(reproduced.err()).isEmpty();
    assertThat(reproduced.code()).isZero();

    Invocation conversion =
        Invocation.of(
            exponential(),
            "convert",
            run.toString(),
            "--to",
            "weight-decay",
            "--step",
            "15",
            "--out",
            converted.toString());
    assertThat(conversion.err()).isEmpty();
    assertThat(train(exponential(), converted, "--resume").err()).isEmpty();
    assertThat(Invocation.of(exponential(), "reproduce", converted.toString()).code()).isZero();
  }

  @Test
  void anotherModelIsAnotherRun() throws IOException {
    Path run = directory.resolve("run");
    assertThat(train(exponential(), run, "--init", model(1), "--limit-batches", 7).code()).isZero();

    Invocation resumed = train(exponential(), run, "--resume", "--init", model(2));

    assertThat(resumed.code()).isEqualTo(1);
    assertThat(resumed.err()).contains("this is not the run of ", "initial_weights: was ");
  }

  @Test
  void aFinishedRunIsStartedFromOnceItIsConverted() throws IOException {
    Path run = directory.resolve("run");
    assertThat(train(exponential(), run).code()).isZero();
    Path model = new RunDirectory(run).model();

    Invocation refused = train(exponential(), directory.resolve("next"), "--init", model);
    assertThat(refused.err())
        .startsWith("error: " + model + " is of an exponential run")
        .contains("convert --to weight-decay");

    Path converted = directory.resolve("converted");
    assertThat(
            Invocation.of(
                    exponential(),
                    "convert",
                    run.toString(),
                    "--to",
                    "weight-decay",
                    "--out",
                    converted.toString())
                .err())
        .isEmpty();
    Invocation next =
        train(
            exponential(),
            directory.resolve("next"),
            "--init",
            new RunDirectory(converted).model());
    assertThat(next.err()).isEmpty();
    assertThat(next.code()).isZero();
  }

  @Test
  void theTwinsStartFromTheModelToo() throws IOException {
    Invocation verified =
        Invocation.of(exponential(), "verify", "--steps", "3", "--init", model(1).toString());

    assertThat(verified.out()).contains("verified: 3 steps");
    assertThat(verified.code()).isZero();
  }

  @Test
  void aRunFromTheNetworkOfItsMethodResumesBitIdentically() throws IOException {
    Experiment experiment =
        experiment(RecipeForm.TEXP_PLUS_PLUS).initializedNetwork(base -> trained(1)).build();
    Path whole = directory.resolve("whole");
    Path broken = directory.resolve("broken");
    assertThat(train(experiment, whole).code()).isZero();
    assertThat(train(experiment, broken, "--limit-batches", 7).code()).isZero();

    assertThat(train(experiment, broken, "--resume", "--limit-batches", STEPS).err()).isEmpty();

    assertThat(result(broken)).isEqualTo(result(whole));
    assertThat(Invocation.of(experiment, "reproduce", whole.toString()).code()).isZero();
  }

  @Test
  void frozenLayersAreListed() {
    Experiment experiment =
        experiment(RecipeForm.TEXP_PLUS_PLUS)
            .initializedNetwork(
                base ->
                    new TransferLearning.Builder(trained(1))
                        .fineTuneConfiguration(
                            new FineTuneConfiguration.Builder().updater(new Sgd(0.1)).build())
                        .setFeatureExtractor(1)
                        .build())
            .build();

    Invocation info = Invocation.of(experiment, "info");

    assertThat(info.out().replaceAll(" +", " "))
        .contains("0_W frozen keeps its initial value", "1_gamma frozen", "3_W converted 1");
  }
}
