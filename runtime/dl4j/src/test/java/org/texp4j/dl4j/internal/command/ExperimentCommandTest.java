package org.texp4j.dl4j.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.texp4j.dl4j.TinyExperiments.constantRecipe;
import static org.texp4j.dl4j.TinyExperiments.onImages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.data.IdxImages;
import org.texp4j.dl4j.data.ImageIterator;
import org.texp4j.dl4j.data.LabelledImages;
import org.texp4j.dl4j.data.Split;
import org.texp4j.dl4j.data.Standardization;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.schedule.RecipeForm;

/** A mistake on the command line is answered in one or two lines that lead to its remedy. */
class ExperimentCommandTest {

  private static final Experiment EXPERIMENT =
      onImages(constantRecipe(20, 0.1, 5e-3, 0.9), RecipeForm.TEXP_PLUS_PLUS)
          .multiLayerNetwork(base -> TinyExperiments.cnn(base, true))
          .trainingData(
              request -> {
                LabelledImages images =
                    IdxImages.read(request.directory().orElseThrow(), Split.TRAINING, 10);
                return ImageIterator.training(
                    images, Standardization.of(images), request.batchSize(), request.seed());
              })
          .build();

  @TempDir private Path directory;

  @BeforeAll
  static void letTheBackendSayWhatItSaysWhenItStarts() {
    Backend.start();
  }

  @ParameterizedTest(name = "tiny {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "                        | no command given; choose one of help, train, schedule, verify,"
            + " evaluate, convert, reproduce, report, info | tiny --help",
        "trian                   | 'trian' is unknown; did you mean train or verify?  | tiny"
            + " --help",
        "bake                    | 'bake' is unknown                        | tiny --help",
        "train --epoch 3         | '--epoch' is unknown; did you mean --epochs?"
            + " | tiny train --help",
        "train --epochs          | Missing required parameter for option '--epochs' (N)"
            + " | tiny train --help",
        "train --epochs two      | Invalid value for option '--epochs': 'two' is not a whole"
            + " number | tiny train --help",
        "train --accumulate 5000000000 | Invalid value for option '--accumulate': '5000000000' is"
            + " too large | tiny train --help",
        "train --keep 2.5        | Invalid value for option '--keep': '2.5' is not a whole number"
            + " | tiny train --help",
        "train --evaluate-every 2weeks | Invalid value for option '--evaluate-every': '2weeks' is"
            + " not an interval: write 500 or 500steps, or 2epochs | tiny train --help",
        "train --checkpoint-every 0 | Invalid value for option '--checkpoint-every': an interval is"
            + " at least 1, not 0 | tiny train --help",
        "train --average 1.5     | --average must be greater than 0 and less than 1, but is 1.5"
            + " | tiny train --help",
        "train --epochs 0        | --epochs must be at least 1, but is 0 | tiny train --help",
        "train --limit-batches -1 | --limit-batches must be at least 1, but is -1"
            + " | tiny train --help",
        "train --as CUBIC        | Invalid value for option '--as': expected one of"
            + " [WEIGHT_DECAY, EXPONENTIAL, TEXP, TEXP_PLUS_PLUS, TEXP_MINUS_MINUS]"
            + " (case-insensitive) but was 'CUBIC'"
            + " | tiny train --help",
        "verify --every 0        | --every must be at least 1, but is 0 | tiny verify --help",
        "verify --steps 0        | --steps must be at least 1, but is 0 | tiny verify --help",
        "schedule --format pdf   | Invalid value for option '--format': expected one of"
            + " [TABLE, CSV, SVG] (case-insensitive) but was 'pdf' | tiny schedule --help"
      })
  void badUsageIsAnsweredWithTheRemedyAndTheHelpToAskFor(
      String arguments, String expected, String help) {
    Invocation invocation =
        Invocation.of(EXPERIMENT, arguments == null ? new String[0] : arguments.split(" "));

    assertThat(invocation.errLines()).containsExactly(expected, "Try '" + help + "'.");
    assertThat(invocation.out()).isEmpty();
    assertThat(invocation.code()).isEqualTo(2);
  }

  @Test
  void dataThatCannotBeUsedIsOneLineWithTheDirectory() throws IOException {
    assertFails(
        "error: directory %s does not exist; check its name".formatted(directory.resolve("gone")),
        "train",
        "--data",
        directory.resolve("gone").toString());

    Path other = Files.createDirectory(directory.resolve("other"));
    assertFails(
        ("error: directory %s has no train-images-idx3-ubyte or train-images-idx3-ubyte.gz; it is"
                + " empty. Name the directory that holds the data files themselves")
            .formatted(other),
        "verify",
        "--data",
        other.toString());
  }

  @Test
  void aFileWhereADirectoryIsNeededOrTheOtherWayRoundIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertFails(
        "error: cannot use " + directory + ": it is a directory",
        "schedule",
        "--out",
        directory.toString());
    assertFails(
        "error: cannot use " + directory.resolve("gone/plan.csv") + ": no such file or directory",
        "schedule",
        "--out",
        directory.resolve("gone/plan.csv").toString());
    assertFails(
        "error: there is no "
            + directory.resolve("model.zip")
            + ": train first, or name the directory of a run",
        "evaluate",
        directory.toString());
    assertFails(
        "error: there is no "
            + directory.resolve("gone/metrics.jsonl")
            + ": name the directory of a run",
        "report",
        directory.resolve("gone").toString());
  }

  @Test
  void aModelThatIsDamagedIsNamed() throws IOException {
    Path model = Files.writeString(directory.resolve("model.zip"), "no zip");

    assertFails(
        "error: "
            + model
            + " is not a model written by train, or is damaged ("
            + model
            + " is damaged: it has only 6 bytes): train again",
        "evaluate",
        directory.toString());
  }

  @Test
  void aFailureNobodyForesawShowsItsClassAndOnRequestWhereItHappened() {
    Experiment broken =
        onImages(constantRecipe(20, 0.1, 5e-3, 0.9), RecipeForm.TEXP_PLUS_PLUS)
            .recipe(
                stepsPerEpoch -> {
                  throw new IllegalStateException("no recipe");
                },
                RecipeForm.TEXP_PLUS_PLUS)
            .build();

    Invocation plain = Invocation.of(broken, "schedule");
    assertThat(plain.errLines())
        .containsExactly(
            "error: java.lang.IllegalStateException: no recipe (unexpected: run again with"
                + " --stacktrace and report it)");
    assertThat(plain.code()).isEqualTo(1);
    assertThat(Invocation.of(broken, "schedule", "--stacktrace").err())
        .contains("\tat " + ExperimentCommandTest.class.getName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "train",
        "schedule",
        "verify",
        "evaluate",
        "convert",
        "reproduce",
        "report",
        "info"
      })
  void everyCommandHasHelpAndVersion(String command) {
    Invocation help = Invocation.of(EXPERIMENT, (command + " --help").trim().split(" "));
    assertThat(help.out()).startsWith(("Usage: tiny " + command).trim()).contains("--version");
    assertThat(help.err()).isEmpty();
    assertThat(help.code()).isZero();

    Invocation version = Invocation.of(EXPERIMENT, (command + " --version").trim().split(" "));
    assertThat(version.out().trim()).matches("texp4j \\d+\\.\\d+\\.\\d+.*");
    assertThat(version.code()).isZero();
  }

  private static void assertFails(String expected, String... arguments) {
    Invocation invocation = Invocation.of(EXPERIMENT, arguments);
    assertThat(invocation.errLines()).containsExactly(expected);
    assertThat(invocation.code()).isEqualTo(1);
  }
}
