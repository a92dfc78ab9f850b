package org.texp4j.schedule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lines of comma-separated values beside the tests. */
public final class TestTables {

  private TestTables() {}

  /** The lines of a resource that are not comments, split at their commas. */
  public static List<String[]> read(String name) {
    try (InputStream in = TestTables.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(","))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
