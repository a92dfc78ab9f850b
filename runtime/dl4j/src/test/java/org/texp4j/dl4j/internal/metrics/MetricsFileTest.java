package org.texp4j.dl4j.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.UpdateStatistics;
import org.texp4j.schedule.RecipeForm;

/** The metrics of a run are valid JSON, survive a kill, and come back as they were written. */
class MetricsFileTest {

  private static final MetricsLine.Start START =
      new MetricsLine.Start(
          "a \"b\" \\ </script> \u0001 \u2028 😀 η̃",
          RecipeForm.TEXP_PLUS_PLUS,
          "c0ffee",
          Long.MIN_VALUE,
          9,
          3);

  @TempDir private Path directory;

  @Test
  void everyLineIsJsonThatSaysWhatWasMeant() throws IOException {
    JsonNode start = new ObjectMapper().readTree(START.toJson().toString());
    assertThat(start.get("schema").asInt()).isEqualTo(1);
    assertThat(start.get("experiment").asText()).isEqualTo(START.experiment());
    assertThat(start.get("seed").asLong()).isEqualTo(Long.MIN_VALUE);

    JsonNode step = new ObjectMapper().readTree(step(7, Double.NaN).toJson().toString());
    assertThat(step.get("step").asLong()).isEqualTo(7);
    assertThat(step.get("loss").asText()).isEqualTo("NaN");
    assertThat(step.get("rate").asText()).isEqualTo("Infinity");
    assertThat(step.get("log2_scale").asText()).isEqualTo("-Infinity");
    assertThat(step.get("log2_rate").isNumber()).isTrue();
    assertThat(step.get("log2_rate").asDouble()).isEqualTo(2000.1);
    assertThat(step(7, Double.NaN).toJson().toString()).contains("\"recipe_rate\":4.9E-324,");
  }

  @Test
  void everyLineComesBackAsItWasWritten() {
    for (MetricsLine line :
        List.of(
            START,
            step(0, 0.1),
            step(Long.MAX_VALUE - 1, Double.NEGATIVE_INFINITY),
            new MetricsLine.EpochMetrics(3, 0, Math.PI),
            new MetricsLine.GroupMetrics(3, 0, "conv1_W conv2_W", 0.1),
            new MetricsLine.EvaluationMetrics(3, 0, Map.of("accuracy", 1.0)))) {
      assertThat(MetricsLine.parse(line.toJson().toString())).isEqualTo(line);
    }
  }

  /** The steps 0 to 5, with what is written after each epoch of three. */
  private Path whole() throws IOException {
    StringBuilder text = new StringBuilder().append(START.toJson()).append("\n");
    for (int s = 0; s < 6; s++) {
      text.append(step(s, s).toJson()).append('\n');
      if (s % 3 == 2) {
        text.append(new MetricsLine.EpochMetrics(s + 1, s / 3, 0.5).toJson()).append('\n');
        text.append(
                new MetricsLine.EvaluationMetrics(s + 1, s / 3, Map.of("accuracy", 0.25)).toJson())
            .append('\n');
      }
    }
    return Files.writeString(directory.resolve("metrics.jsonl"), text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, true, 1",
    "1, true, 2",
    "3, true, 6",
    "3, false, 5",
    "4, true, 7",
    "4, false, 7",
    "6, true, 11",
    "99, true, 11"
  })
  void aRunThatGoesOnKeepsWhatWasWrittenUpToItsStep(long step, boolean evaluated, int lines)
      throws IOException {
    Path path = whole();
    List<String> before = Files.readAllLines(path);

    try (MetricsFile file = MetricsFile.resume(path, step, evaluated)) {
      file.write(new MetricsLine.EvaluationMetrics(step, 7, Map.of("accuracy", 0.75)));
    }

    List<String> after = Files.readAllLines(path);
    assertThat(after.subList(0, lines)).isEqualTo(before.subList(0, lines));
    assertThat(after.subList(lines, after.size()))
        .containsExactly(
            new MetricsLine.EvaluationMetrics(step, 7, Map.of("accuracy", 0.75))
                .toJson()
                .toString());
  }

  @Test
  void aLineWithoutItsEndIsWhatAKilledRunLeftAndIsCutOff() throws IOException {
    Path path = whole();
    String text = Files.readString(path);
    Files.writeString(path, text + step(6, 6).toJson());

    assertThat(read(path)).hasSize(11);
    MetricsFile.resume(path, 6, true).close();

    assertThat(path).hasContent(text);
  }

  @Test
  void aDamagedLineIsNamedAndLeftOutByTheResumedRun() throws IOException {
    Path path = whole();
    String damaged = Files.readString(path).replace("\"loss\":1.0", "\"loss\":wrong");
    Files.writeString(path, damaged);
    List<String> good = new ArrayList<>(Files.readAllLines(path));
    good.remove(2);

    assertThatThrownBy(() -> read(path))
        .isInstanceOf(TrainingException.class)
        .hasMessage(path + ", line 3, is no line of metrics: it is no JSON");
    assertThat(MetricsFile.reportDamage(path, 6))
        .containsExactly(
            path
                + ", line 3, is no line of metrics: it is no JSON; it is left out, and kept in "
                + path
                + ".damaged");
    MetricsFile.resume(path, 6, true).close();
    assertThat(Files.readAllLines(path)).isEqualTo(good);
    assertThat(Path.of(path + ".damaged")).hasContent(damaged);
    assertThat(MetricsFile.reportDamage(path, 6)).isEmpty();
  }

  @Test
  void aLineThatHasNoEndTakesNoMoreMemoryThanALine() throws IOException {
    Path path = whole();
    Files.writeString(path, "\"" + "x".repeat(3_000_000) + "\"\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> read(path)).hasMessageContaining(", line 12, is no line of metrics");
    MetricsFile.resume(path, 6, true).close();
    assertThat(read(path)).hasSize(11);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"schema\":2} | it has schema 2, and this version of texp4j reads schema 1 only",
        "{\"step\":1,\"epoch\":0} | it has no evaluation_accuracy or other metric",
        "{\"step\":1.5,\"epoch\":0} | step is 1.5, not a whole number",
        "{\"step\":1,\"epoch\":0,\"angle\":\"wide\"} | angle is \"wide\", not a number",
        "[1] | it is no JSON object"
      })
  void aLineOfAnotherKindIsRefused(String line, String message) throws IOException {
    Path path = Files.writeString(directory.resolve("metrics.jsonl"), line + "\n\n");

    assertThatThrownBy(() -> read(path))
        .isInstanceOf(TrainingException.class)
        .hasMessage(path + ", line 1, is no line of metrics: " + message);
  }

  @Test
  void theTableHasARowPerStepAndTheEpochInItsLastRow() throws IOException {
    Path table = directory.resolve("metrics.csv");

    MetricsTable.write(whole(), table);

    List<String> rows = Files.readAllLines(table);
    assertThat(rows).hasSize(7).allMatch(row -> row.split(",", -1).length == 15);
    assertThat(rows.get(0))
        .isEqualTo(
            "step,epoch,loss,examples,recipe_rate,weight_decay,momentum,rate,log2_rate,log2_scale,"
                + "effective_rate,weight_norm,relative_step,angle,evaluation_accuracy");
    assertThat(rows.get(1))
        .isEqualTo("0,0,0.0,16,4.9E-324,5.0E-4,0.9,Infinity,2000.1,-Infinity,0.01,14.5,2.0E-4,,");
    assertThat(rows.get(3)).endsWith(",2.0E-4,0.5,0.25");
    assertThat(rows.get(4)).endsWith(",2.0E-4,,");
    assertThat(rows.get(6)).startsWith("5,1,5.0,").endsWith(",0.5,0.25");
  }

  private static MetricsLine.StepMetrics step(long step, double loss) {
    return new MetricsLine.StepMetrics(
        step,
        step / 3,
        loss,
        16,
        Double.MIN_VALUE,
        5e-4,
        0.9,
        Double.POSITIVE_INFINITY,
        2000.1,
        Double.NEGATIVE_INFINITY,
        new UpdateStatistics(14.5, 0.01, 2e-4));
  }

  private static List<MetricsLine> read(Path path) throws IOException {
    List<MetricsLine> lines = new ArrayList<>();
    try (MetricsReader reader = MetricsReader.open(path)) {
      reader.forEachRemaining(lines::add);
    }
    return lines;
  }
}
