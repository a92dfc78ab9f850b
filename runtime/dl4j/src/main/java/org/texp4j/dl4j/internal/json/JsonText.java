package org.texp4j.dl4j.internal.json;

import java.io.IOException;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.JsonToken;
import org.nd4j.shade.jackson.core.StreamReadFeature;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * The text of one JSON object, from anyone: without members of the same name, which readers do not
 * choose alike, and of a depth and with numbers that take no unusual stack or time to read.
 */
public final class JsonText {

  private static final int DEEPEST = 100;
  private static final int LONGEST_NUMBER = 100;

  /** How Jackson's message on a second member of the same name begins. */
  private static final String DUPLICATE = "Duplicate field ";

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonText() {}

  /**
   * Reads an object.
   *
   * @throws IllegalArgumentException if the text is anything else; says why
   */
  public static ObjectNode parse(String text) {
    try {
      requireOrdinary(text);
      JsonNode node = MAPPER.readTree(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new IllegalArgumentException("it is no JSON object");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(reason(e), e);
    } catch (IOException e) {
      throw new AssertionError("a string can be read", e);
    }
  }

  private static String reason(JsonProcessingException failure) {
    String message = failure.getOriginalMessage();
    return message.startsWith(DUPLICATE)
        ? "it has two members " + message.substring(DUPLICATE.length())
        : "it is no JSON";
  }

  private static void requireOrdinary(String text) throws IOException {
    int depth = 0;
    try (JsonParser parser = MAPPER.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token.isNumeric() && parser.getTextLength() > LONGEST_NUMBER) {
          throw new IllegalArgumentException(
              "it has a number of " + parser.getTextLength() + " digits");
        }
        if (depth > DEEPEST) {
          throw new IllegalArgumentException("it is nested deeper than " + DEEPEST + " levels");
        }
      }
    }
  }
}
