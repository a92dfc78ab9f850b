package org.texp4j.dl4j.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.SmallestExperiment;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.schedule.RecipeForm;

/** The directory of a run from anyone: nothing outside is written or read through a link in it. */
@DisabledOnOs(OS.WINDOWS)
class LinksTest {

  private static final Experiment EXPERIMENT =
      SmallestExperiment.of(
              TinyExperiments.constantRecipe(12, 0.1, 0.05, 0.5), RecipeForm.TEXP_PLUS_PLUS)
          .build();

  private static final String SECRET = "not of this run\n";

  @TempDir private static Path finished;
  @TempDir private Path directory;

  private Path outside;
  private Path run;

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
                    "--out",
                    finished.resolve("run").toString())
                .code())
        .isZero();
  }

  private void copyRun() throws IOException {
    outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("file"), SECRET);
    run = directory.resolve("run");
    RunCopy.write(finished.resolve("run"), run);
  }

  private Invocation resume() {
    return Invocation.of(
        EXPERIMENT, "train", "--resume", "--limit-batches", "12", "--out", run.toString());
  }

  private void assertOutsideUntouched() throws IOException {
    try (Stream<Path> files = Files.list(outside)) {
      assertThat(files).containsExactly(outside.resolve("file"));
    }
    assertThat(outside.resolve("file")).hasContent(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "report.html",
        "metrics.csv",
        "metrics.jsonl",
        "manifest.json",
        "model.zip",
        "best-model.zip",
        ".lock"
      })
  void aFileThatIsALinkIsRefused(String name) throws IOException {
    copyRun();
    Files.deleteIfExists(run.resolve(name));
    Files.createSymbolicLink(run.resolve(name), outside.resolve("file"));

    Invocation resumed = resume();

    assertThat(resumed.code()).isEqualTo(1);
    assertThat(resumed.err())
        .contains(run.resolve(name) + ": it is a symbolic link, which is not followed")
        .doesNotContain("unexpected");
    assertOutsideUntouched();
  }

  @Test
  void aLinkToNothingCreatesNothing() throws IOException {
    copyRun();
    for (String name : List.of("manifest.json.writing", "checkpoints/step-000000012.ckpt")) {
      Files.createSymbolicLink(run.resolve(name), outside.resolve("created"));
    }

    Invocation resumed = resume();

    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertOutsideUntouched();
    assertThat(Files.isSymbolicLink(run.resolve("checkpoints/step-000000012.ckpt"))).isFalse();
  }

  @Test
  void filesThatAreWrittenBesideTheirTargetsAreCreatedAnew() throws IOException {
    copyRun();
    for (String name :
        List.of(
            "manifest.json.writing",
            "metrics.jsonl.writing",
            "model.zip.writing",
            "checkpoints/step-000000012.ckpt.writing")) {
      Files.createSymbolicLink(run.resolve(name), outside.resolve("file"));
    }

    assertThat(resume().code()).isZero();
    assertOutsideUntouched();
  }

  @Test
  void aSecondNameOfAFileElsewhereIsNotWrittenTo() throws IOException {
    copyRun();
    Path metrics = outside.resolve("file");
    Files.copy(run.resolve("metrics.jsonl"), metrics, StandardCopyOption.REPLACE_EXISTING);
    String before = Files.readString(metrics);
    Files.delete(run.resolve("metrics.jsonl"));
    Files.createLink(run.resolve("metrics.jsonl"), metrics);

    assertThat(resume().code()).isZero();

    assertThat(metrics).hasContent(before);
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl")))
        .startsWith(before.lines().limit(8).toArray(String[]::new))
        .hasSizeGreaterThan((int) before.lines().count());
  }

  @Test
  void checkpointsThatAreALinkAreRefused() throws IOException {
    copyRun();
    Path elsewhere = outside.resolve("checkpoints");
    Files.move(run.resolve("checkpoints"), elsewhere);
    Files.createSymbolicLink(run.resolve("checkpoints"), elsewhere);
    List<String> before = names(elsewhere);

    Invocation resumed = resume();

    assertThat(resumed.code()).isEqualTo(1);
    assertThat(resumed.err()).contains("checkpoints: it is a symbolic link");
    assertThat(names(elsewhere)).isEqualTo(before);
  }

  @Test
  void aCheckpointThatIsALinkIsSkipped() throws IOException {
    copyRun();
    Path newest = run.resolve("checkpoints/step-000000008.ckpt");
    Files.move(newest, outside.resolve("file"), StandardCopyOption.REPLACE_EXISTING);
    Files.createSymbolicLink(newest, outside.resolve("file"));

    Invocation resumed = resume();

    assertThat(resumed.code()).isZero();
    assertThat(resumed.out())
        .contains("it is a symbolic link, which is not followed; it is skipped", "at step 4 from");
    assertThat(outside.resolve("file")).exists();
    assertThat(Files.isRegularFile(newest, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "report", "reproduce", "convert"})
  void theOtherCommandsFollowNoLinkEither(String command) throws IOException {
    copyRun();
    for (String name : List.of("model.zip", "metrics.jsonl", "manifest.json", "report.html")) {
      Files.delete(run.resolve(name));
      Files.createSymbolicLink(run.resolve(name), outside.resolve("file"));
    }
    List<String> arguments = new ArrayList<>(List.of(command, run.toString()));
    if (command.equals("convert")) {
      arguments.addAll(
          List.of("--to", "weight-decay", "--out", directory.resolve("new").toString()));
    }

    Invocation invoked = Invocation.of(EXPERIMENT, arguments.toArray(String[]::new));

    assertThat(invoked.code()).isEqualTo(1);
    assertThat(invoked.err()).contains("it is a symbolic link").doesNotContain(SECRET);
    assertOutsideUntouched();
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
