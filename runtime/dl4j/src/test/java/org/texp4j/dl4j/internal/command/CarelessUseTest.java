package org.texp4j.dl4j.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.data.IdxImages;
import org.texp4j.dl4j.data.Split;
import org.texp4j.dl4j.train.Backend;
import org.texp4j.schedule.RecipeForm;

/** Outputs that cannot be written, and options and files that make no sense. */
class CarelessUseTest {

  private static final Experiment EXPERIMENT =
      TinyExperiments.onImages(
              TinyExperiments.constantRecipe(20, 0.1, 0.05, 0.5), RecipeForm.TEXP_PLUS_PLUS)
          .multiLayerNetwork(base -> TinyExperiments.mlp(base, true))
          .build();

  @TempDir private static Path shared;
  @TempDir private Path directory;
  private static Path run;

  @BeforeAll
  static void train() {
    Backend.start();
    run = shared.resolve("run");
    assertThat(Invocation.of(EXPERIMENT, "train", "--out", run.toString()).code()).isZero();
  }

  /** RUN stands for the directory of a finished run, NEW for one that does not exist. */
  private String[] arguments(String line) {
    return line.replace("RUN", run.toString())
        .replace("NEW", directory.resolve("new").toString())
        .split(" ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "schedule",
        "schedule --format csv",
        "schedule --format svg",
        "info",
        "--help",
        "train --help",
        "--version",
        "train --out NEW",
        "train --out NEW --dry-run",
        "evaluate RUN",
        "verify --steps 2",
        "reproduce RUN",
        "convert RUN --to weight-decay --out NEW",
        "report RUN"
      })
  void anOutputThatIsNotWrittenIsAFailure(String line) {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    Invocation failed = Invocation.printingTo(new PrintStream(full), EXPERIMENT, arguments(line));

    assertThat(failed.errLines())
        .containsExactly(
            "error: standard output was not written as a whole: its disk is full, or its reader has"
                + " ended");
    assertThat(failed.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train --out ''|Invalid value for option '--out': it is empty; name a file or directory, or"
            + " omit the option",
        "train --data ''|Invalid value for option '--data': it is empty; name a file or directory,"
            + " or omit the option",
        "report --out ''|Invalid value for option '--out': it is empty; name a file or directory,"
            + " or omit the option",
        "train --accumulate 2147483648|Invalid value for option '--accumulate': '2147483648' is too"
            + " large",
        "train --accumulate 4294967297|Invalid value for option '--accumulate': '4294967297' is too"
            + " large",
        "train --dry-run --resume|--dry-run begins a run of its own, so it cannot --resume one",
        "evaluate RUN --best --average|--best and --average are two models: name one of them",
        "evaluate RUN/model.zip --best|--best chooses a model of a run, but RUN/model.zip is no"
            + " directory of a run",
        "evaluate RUN/model.zip --average|--average chooses a model of a run, but RUN/model.zip is"
            + " no directory of a run"
      },
      quoteCharacter = '"')
  void optionsThatMakeNoSenseAreRefused(String line, String message) {
    String[] arguments = arguments(line);
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = arguments[i].equals("''") ? "" : arguments[i];
    }

    Invocation refused = Invocation.of(EXPERIMENT, arguments);

    assertThat(refused.errLines().get(0)).isEqualTo(message.replace("RUN", run.toString()));
    assertThat(refused.code()).isEqualTo(2);
  }

  /** A writer that replaces a file would replace a device, too. */
  @Test
  void whatIsNoFileIsNotReplacedByOne() {
    for (String line : List.of("schedule --out ", "report RUN --out ")) {
      Invocation refused = Invocation.of(EXPERIMENT, arguments(line + directory));

      assertThat(refused.errLines())
          .containsExactly("error: cannot use " + directory + ": it is a directory");
      assertThat(directory).isDirectory();
    }
  }

  @Test
  @Timeout(60)
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no named pipes in directories")
  void aPipeInPlaceOfAFileIsRefusedAndNotWaitedFor() throws Exception {
    Path pipe = pipe("pipe");
    Path images = pipe("train-images-idx3-ubyte");
    pipe("metrics.jsonl");

    assertThat(Invocation.of(EXPERIMENT, "evaluate", pipe.toString()).err())
        .startsWith("error: " + pipe + " is no file");
    assertThat(Invocation.of(EXPERIMENT, "report", directory.toString()).err())
        .startsWith("error: " + directory.resolve("metrics.jsonl") + " is no file");
    assertThatThrownBy(() -> IdxImages.read(directory, Split.TRAINING, 10))
        .hasMessage(
            images
                + " is no file but a pipe, a device or a broken link: put the data file itself"
                + " there");
    pipe(".lock");
    assertThat(Invocation.of(EXPERIMENT, "train", "--out", directory.toString()).err())
        .startsWith("error: " + directory.resolve(".lock") + " is no file");
  }

  private Path pipe(String name) throws Exception {
    Path pipe = directory.resolve(name);
    Process making = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertThat(making.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(pipe).exists();
    return pipe;
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has other permissions")
  void aFileThatMayNotBeReadIsNotCalledDamaged() throws IOException {
    Path model = Files.copy(run.resolve("model.zip"), directory.resolve("model.zip"));
    Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("-w-------"));
    assumeTrue(!Files.isReadable(model), "root may read every file");

    assertThat(Invocation.of(EXPERIMENT, "evaluate", model.toString()).errLines())
        .containsExactly("error: cannot use " + model + ": permission denied");
  }
}
