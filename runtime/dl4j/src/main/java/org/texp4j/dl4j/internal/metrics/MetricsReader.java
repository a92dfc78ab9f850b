package org.texp4j.dl4j.internal.metrics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.UpdateStatistics;

/**
 * The lines of a {@code metrics.jsonl}, one after the other, however many.
 *
 * <p>A last line that is cut off, as a run that was killed leaves one, is passed over. Not safe for
 * use by several threads.
 */
public final class MetricsReader implements Iterator<MetricsLine>, AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;
  private final BufferedReader reader;
  private long number;
  private String following;
  private MetricsLine next;

  private MetricsReader(Path path) throws IOException {
    this.path = path;
    reader = Files.newBufferedReader(path);
    following = reader.readLine();
    advance();
  }

  /**
   * Opens a file of metrics.
   *
   * @throws TrainingException if there is none, or its first line is damaged
   */
  public static MetricsReader open(Path path) throws IOException {
    try {
      return new MetricsReader(path);
    } catch (NoSuchFileException e) {
      throw new TrainingException("there is no " + path + ": name the directory of a run", e);
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  /**
   * Returns the next line.
   *
   * @throws TrainingException if the one after it is damaged; the message names file and line
   */
  @Override
  public MetricsLine next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    MetricsLine line = next;
    try {
      advance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line;
  }

  private void advance() throws IOException {
    String line = following;
    next = null;
    if (line == null) {
      return;
    }
    number++;
    following = reader.readLine();
    try {
      next = parse(line);
    } catch (IllegalArgumentException e) {
      boolean cut = following == null && e.getCause() instanceof JsonProcessingException;
      if (!cut) {
        throw new TrainingException(
            path + ", line " + number + ", is no line of metrics: " + e.getMessage(), e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /**
   * Reads one line.
   *
   * @throws IllegalArgumentException if it is no line of this format; the message says why
   */
  static MetricsLine parse(String line) {
    JsonNode json = json(line);
    if (json.has("schema")) {
      return start(json);
    }
    if (json.has("loss")) {
      return taken(json);
    }
    long step = whole(json, "step");
    long epoch = whole(json, "epoch");
    if (json.has("group")) {
      return new MetricsLine.Group(step, epoch, text(json, "group"), number(json, "norm"));
    }
    return json.has("angle")
        ? new MetricsLine.EpochMetrics(step, epoch, number(json, "angle"))
        : new MetricsLine.EvaluationMetrics(step, epoch, number(json, "evaluation_accuracy"));
  }

  private static MetricsLine start(JsonNode json) {
    long schema = whole(json, "schema");
    if (schema != MetricsLine.SCHEMA) {
      throw new IllegalArgumentException(
          "it has schema "
              + schema
              + ", and this version of texp4j reads schema "
              + MetricsLine.SCHEMA
              + " only");
    }
    return new MetricsLine.Start(
        text(json, "experiment"),
        text(json, "form"),
        text(json, "declaration"),
        whole(json, "seed"),
        whole(json, "steps"),
        whole(json, "steps_per_epoch"));
  }

  private static MetricsLine taken(JsonNode json) {
    return new MetricsLine.StepMetrics(
        whole(json, "step"),
        whole(json, "epoch"),
        number(json, "loss"),
        number(json, "recipe_rate"),
        number(json, "weight_decay"),
        number(json, "momentum"),
        number(json, "rate"),
        number(json, "log2_rate"),
        number(json, "log2_scale"),
        new UpdateStatistics(
            number(json, "weight_norm"),
            number(json, "effective_rate"),
            number(json, "relative_step")));
  }

  private static JsonNode json(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      if (json == null || !json.isObject()) {
        throw new IllegalArgumentException("it is no JSON object");
      }
      return json;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is no JSON", e);
    }
  }

  private static double number(JsonNode json, String name) {
    JsonNode value = field(json, name);
    return switch (value.asText()) {
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      case "NaN" -> Double.NaN;
      default -> {
        require(value.isNumber(), name, "a number", value);
        yield value.doubleValue();
      }
    };
  }

  private static long whole(JsonNode json, String name) {
    JsonNode value = field(json, name);
    require(value.isIntegralNumber() && value.canConvertToLong(), name, "a whole number", value);
    return value.longValue();
  }

  private static String text(JsonNode json, String name) {
    JsonNode value = field(json, name);
    require(value.isTextual(), name, "a string", value);
    return value.textValue();
  }

  private static JsonNode field(JsonNode json, String name) {
    if (!json.has(name)) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return json.get(name);
  }

  private static void require(boolean condition, String name, String kind, JsonNode value) {
    if (!condition) {
      throw new IllegalArgumentException(name + " is " + value + ", not " + kind);
    }
  }
}
