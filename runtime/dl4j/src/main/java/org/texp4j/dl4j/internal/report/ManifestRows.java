package org.texp4j.dl4j.internal.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.texp4j.dl4j.TrainingException;

/** A JSON document as rows of a name and a value. */
final class ManifestRows {

  private ManifestRows() {}

  /**
   * Reads a document; members of members have names joined by dots.
   *
   * @return the rows in the order of the document; none where there is no file
   * @throws TrainingException if the file is no JSON
   */
  static List<List<String>> rows(Path file) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    if (Files.isRegularFile(file)) {
      try {
        add("", new ObjectMapper().readTree(file.toFile()), rows);
      } catch (JsonProcessingException e) {
        throw new TrainingException(file + " is damaged: " + e.getOriginalMessage(), e);
      }
    }
    return rows;
  }

  private static void add(String name, JsonNode value, List<List<String>> rows) {
    if (value.isObject()) {
      for (Iterator<Map.Entry<String, JsonNode>> all = value.fields(); all.hasNext(); ) {
        Map.Entry<String, JsonNode> member = all.next();
        add(
            name.isEmpty() ? member.getKey() : name + "." + member.getKey(),
            member.getValue(),
            rows);
      }
    } else if (value.isArray() && !value.isEmpty()) {
      for (int i = 0; i < value.size(); i++) {
        add(name + "[" + i + "]", value.get(i), rows);
      }
    } else {
      rows.add(List.of(name, value.isArray() ? "none" : value.asText()));
    }
  }
}
