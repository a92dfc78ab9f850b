package org.texp4j.dl4j.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.checkpoint.LibraryVersion;
import org.texp4j.dl4j.internal.json.Difference;
import org.texp4j.dl4j.train.RunIdentity;
import org.texp4j.schedule.RecipeForm;

/** Manifests come back as they were written, and those of other versions are refused. */
class ManifestFileTest {

  private static final Environment ENVIRONMENT =
      new Environment(
          Optional.empty(), "class", "1.0", "1.1", "1.2", "17", "VM", "OS", "CPU", true, 2);

  private static final Manifest BEGUN =
      Manifest.of(identity(OptionalDouble.empty()), RunOptions.DEFAULTS, ENVIRONMENT);

  private static final RunResult RESULT =
      new RunResult(120, 1.0 / 3, Map.of("accuracy", 2.0 / 3), "1234", "5678", Optional.of("9abc"));

  @TempDir private Path path;

  private static RunIdentity identity(OptionalDouble average) {
    return new RunIdentity(
        "name",
        "c0ffee",
        -7,
        "network",
        "first batch 0 1",
        RecipeForm.TEXP_PLUS_PLUS,
        DataType.FLOAT,
        3,
        average,
        average.isPresent() ? Optional.of("f00d") : Optional.empty());
  }

  private RunDirectory directory() {
    return new RunDirectory(path);
  }

  private Manifest writtenAndRead(Manifest manifest) throws IOException {
    ManifestFile.write(directory(), manifest);
    return ManifestFile.read(directory());
  }

  @Test
  void comesBackAsItWasWritten() throws IOException {
    Manifest full =
        new Manifest(
            identity(OptionalDouble.of(0.1)),
            new RunOptions(
                Optional.of(path),
                Optional.of(RecipeForm.TEXP),
                Optional.of(1L),
                Optional.of(2L),
                Optional.of(3),
                Optional.of(0.1),
                Optional.of(new Interval(4, Interval.Unit.EPOCHS)),
                Optional.of(5L),
                Optional.of(new Interval(6, Interval.Unit.STEPS)),
                Optional.of(7L),
                Optional.of(directory().initialModel())),
            new Environment(
                Optional.of("source"),
                "class",
                "1.0",
                "1.1",
                "1.2",
                "17",
                "VM",
                "OS",
                "",
                false,
                1),
            FormHistory.of(RecipeForm.WEIGHT_DECAY).switchedTo(RecipeForm.TEXP, 40),
            List.of(new Manifest.EarlierDeclaration(60, "decaf")),
            List.of(
                new Manifest.EnvironmentChange(
                    40, new Difference("environment.threads", Optional.of("2"), Optional.empty()))),
            Optional.of(RESULT));

    assertThat(writtenAndRead(full)).isEqualTo(full);
    assertThat(writtenAndRead(BEGUN)).isEqualTo(BEGUN);
    assertThat(
            writtenAndRead(BEGUN.finished(RESULT))
                .resumed(BEGUN.identity(), BEGUN.options(), ENVIRONMENT))
        .as("a resumed run is not finished")
        .isEqualTo(BEGUN);
  }

  @Test
  void whatItSaysCanBeReadByPeople() throws IOException {
    ManifestFile.write(directory(), BEGUN.finished(RESULT));

    assertThat(directory().manifest())
        .content()
        .startsWith("{\n  \"format\" : 3,\n")
        .contains(
            "\n  \"identity\" : {\n    \"experiment\" : \"name\",\n",
            "\n    \"seed\" : -7,\n",
            "\n  \"result\" : {\n    \"steps\" : 120,\n",
            "\n    \"parameters\" : \"1234\",\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"seed\" : -7 | \"seed\" : \"7\" | seed is \"7\", not a whole number",
        "\"experiment\" | \"experimental\" | it has no experiment",
        "\"from_step\" : 0 | \"from_step\" : 1"
            + " | the forms begin at another step than 0: {1=TEXP_PLUS_PLUS}",
        "} | ] | it is no JSON"
      })
  void whatIsDamagedIsNamed(String text, String damage, String message) throws IOException {
    ManifestFile.write(directory(), BEGUN);
    Path file = directory().manifest();
    Files.writeString(file, Files.readString(file).replace(text, damage));

    assertThatThrownBy(() -> ManifestFile.read(directory()))
        .isInstanceOf(TrainingException.class)
        .hasMessage(file + " is damaged: " + message);
  }

  @Test
  void theFormatOfAnotherVersionIsRefusedByName() throws IOException {
    Path file = directory().manifest();
    String reads = ", but texp4j " + LibraryVersion.get() + " reads format 3: ";
    Files.writeString(file, "{\"declaration\" : \"c0ffee\", \"settings.epochs\" : \"3\"}");
    assertThatThrownBy(() -> ManifestFile.read(directory()))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            file
                + " has format 1"
                + reads
                + "continue this run with the older version that wrote it, or train again in another"
                + " directory");

    Files.writeString(file, "{\"format\" : 4, \"texp4j\" : \"9.9.0\"}");
    assertThatThrownBy(() -> ManifestFile.read(directory()))
        .isInstanceOf(TrainingException.class)
        .hasMessage(file + " has format 4" + reads + "use texp4j 9.9.0 or later");
  }

  @Test
  void aRunThatWentBackListsTheDeclarationsItFollowed() {
    Manifest once = BEGUN.backAt(60, "c0ffee", "decaf");
    assertThat(once.earlierDeclarations())
        .containsExactly(new Manifest.EarlierDeclaration(60, "c0ffee"));
    assertThat(once.backAt(80, "decaf", "tea").earlierDeclarations())
        .extracting(Manifest.EarlierDeclaration::end)
        .containsExactly(60L, 80L);
    assertThat(once.backAt(40, "c0ffee", "c0ffee").earlierDeclarations())
        .as("back to before the change")
        .isEmpty();
  }

  @Test
  void optionsOfAResumedRunReplaceTheEarlierOnes() {
    RunOptions earlier = BEGUN.options().withLimit(30).withInterval(Interval.parse("10"));
    RunOptions later = RunOptions.DEFAULTS.withForm(RecipeForm.TEXP).over(earlier);
    assertThat(later.batches()).contains(30L);
    assertThat(later.checkpoints()).contains(Interval.parse("10"));
    assertThat(later.form()).contains(RecipeForm.TEXP);

    RunOptions epochs =
        new RunOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.of(2L),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(epochs.over(earlier).batches()).as("a new length replaces the old one").isEmpty();
    assertThat(epochs.over(earlier).evaluations()).contains(Interval.parse("10"));
  }
}
