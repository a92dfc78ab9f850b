package org.texp4j.dl4j.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.SmallestExperiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.dl4j.foreign.Mutator;
import org.texp4j.dl4j.internal.checkpoint.LibraryVersion;
import org.texp4j.schedule.RecipeForm;

/** Checkpoints that are sealed, but not as this version writes them. */
class ForeignCheckpointsTest {

  private static final Experiment EXPERIMENT =
      SmallestExperiment.of(
              TinyExperiments.constantRecipe(12, 0.1, 0.05, 0.5), RecipeForm.TEXP_PLUS_PLUS)
          .build();

  @TempDir private static Path finished;
  @TempDir private Path run;

  private Path newest;

  @BeforeAll
  static void train() {
    assertThat(
            Invocation.of(
                    EXPERIMENT,
                    "train",
                    "--checkpoint-every",
                    "4",
                    "--limit-batches",
                    "8",
                    "--average",
                    "0.9",
                    "--out",
                    finished.resolve("run").toString())
                .code())
        .isZero();
  }

  @BeforeEach
  void copyRun() throws IOException {
    RunCopy.write(finished.resolve("run"), run);
    newest = run.resolve("checkpoints/step-000000008.ckpt");
  }

  private void change(String entry, UnaryOperator<byte[]> change) throws IOException {
    Files.write(newest, Mutator.changed(Files.readAllBytes(newest), entry, change));
  }

  private void changeJson(String before, String after) throws IOException {
    change(
        "texp4j.json",
        bytes -> {
          String text = new String(bytes, StandardCharsets.UTF_8);
          assertThat(text).containsPattern(before);
          return text.replaceFirst(before, after).getBytes(StandardCharsets.UTF_8);
        });
  }

  private Invocation resume() {
    return Invocation.of(
        EXPERIMENT, "train", "--resume", "--limit-batches", "12", "--out", run.toString());
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The newest is named, the one before it is used, and the run ends as it would have. */
  private void assertSkipped(String reason) throws IOException {
    Invocation resumed = resume();

    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out())
        .contains(newest + " cannot be used: " + reason)
        .contains("; it is skipped\n")
        .contains("resumed at step 4 from ");
    assertThat(names(run.resolve("checkpoints"))).noneMatch(name -> name.endsWith(".damaged"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"shift\" : 0 | \"shift\" : 77 | its shift is 77, at which no run at",
        "\"shift\" : 0 | \"shift\" : -1 | shift is -1, not at least 0",
        "\"kappa\" : [\\d.]+ | \"kappa\" : 0.25 | it was taken at Coordinates",
        "\"mantissa\" : 1 | \"mantissa\" : 3 | not in normal form: 3",
        "\"exponent\" : 0 | \"exponent\" : 9223372036854775807 | no run is at",
        "\"step\" : 8 | \"step\" : 7 | it is the checkpoint of step 7",
        "\"form\" : \"TEXP_PLUS_PLUS\" | \"form\" : \"TEXP_3\" | form is \"TEXP_3\", not one of",
        "\"loss_examples\" : \\d+ | \"loss_examples\" : -1 | loss_examples is -1"
      })
  void aValueThatNoRunHasIsNamedAndTheOneBeforeUsed(String before, String after, String reason)
      throws IOException {
    changeJson(before, after);

    assertSkipped(reason);
  }

  @Test
  void anArrayThatAnnouncesMoreThanItHasIsNamed() throws IOException {
    change(
        "coefficients.bin",
        bytes -> {
          int numbers = 2 + 16 + 8 + 2 + 4;
          ByteBuffer array = ByteBuffer.wrap(bytes);
          assertThat(array.getLong(numbers)).as("the rank").isEqualTo(1);
          array.putLong(numbers + 8, 1L << 40).putLong(numbers + 6 * 8 + 18, 1L << 40);
          return bytes;
        });

    assertSkipped("coefficients.bin is no array: it announces 1099511627776 elements, but has ");
  }

  @Test
  void nanAndInfinityAreNamed() throws IOException {
    change(
        "updaterState.bin",
        bytes -> {
          ByteBuffer.wrap(bytes).putFloat(bytes.length - 4, Float.NaN);
          return bytes;
        });
    assertSkipped("updaterState.bin has NaN at index ");

    Files.delete(newest);
    Files.copy(finished.resolve("run/checkpoints/step-000000008.ckpt"), newest);
    Files.delete(run.resolve("checkpoints/step-000000012.ckpt"));
    change(
        "coefficients.bin",
        bytes -> {
          ByteBuffer.wrap(bytes).putFloat(bytes.length - 4, Float.NEGATIVE_INFINITY);
          return bytes;
        });
    assertSkipped("coefficients.bin has an infinite element");
  }

  @Test
  void anAverageOfAnotherLengthIsNamed() throws IOException {
    change("average.row", bytes -> Mutator.contents(sound()).get("startOfEpoch.row"));

    assertSkipped("its moving average has ");
  }

  private static byte[] sound() {
    try {
      return Files.readAllBytes(finished.resolve("run/checkpoints/step-000000008.ckpt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\" : 3 | \"format\" : 4 | has format 4, but texp4j VERSION reads format 3: use",
        "\"format\" : 3 | \"format\" : \"3.1\" | has format 3.1, but texp4j VERSION reads format 3",
        "(?s)VERSION(.*)TEXP_PLUS_PLUS | 9.9.0$1TEXP_9 | was written by texp4j 9.9.0, and texp4j"
            + " VERSION cannot read it (form is \"TEXP_9\", not one of",
      })
  void oneOfAnotherVersionNamesTheVersionAndNothingIsTouched(
      String before, String after, String reason) throws IOException {
    String version = LibraryVersion.get();
    changeJson(before.replace("VERSION", Pattern.quote(version)), after);
    byte[] file = Files.readAllBytes(newest);
    List<String> names = names(run.resolve("checkpoints"));

    Invocation resumed = resume();

    assertThat(resumed.code()).isEqualTo(1);
    assertThat(resumed.err())
        .startsWith("error: " + newest + " " + reason.replace("VERSION", version));
    assertThat(newest).hasBinaryContent(file);
    assertThat(names(run.resolve("checkpoints"))).isEqualTo(names);
  }

  @Test
  void metricsWithABadLineDoNotRefuseACheckpoint() throws IOException {
    Path metrics = run.resolve("metrics.jsonl");
    String text = Files.readString(metrics);
    Files.writeString(metrics, text.replace("\"step\":3,", "\"step\":-3,"));

    Invocation resumed = resume();

    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out())
        .contains("is no line of metrics: step is -3, not at least 0; it is left out, and kept in")
        .contains("resumed at step 8 from ");
    assertThat(run.resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void aManifestWithSettingsThatNoCommandTakesIsDamaged() throws IOException {
    Path manifest = run.resolve("manifest.json");
    String text = Files.readString(manifest);
    for (String setting :
        List.of("\"keep\" : 0", "\"epochs\" : -1", "\"accumulate\" : 4294967297")) {
      Files.writeString(manifest, text.replace("\"limit_batches\" : 8", setting));

      assertThat(resume().err()).startsWith("error: " + manifest + " is damaged: ");
    }
  }
}
