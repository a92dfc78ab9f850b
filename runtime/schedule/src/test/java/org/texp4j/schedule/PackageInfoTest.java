package org.texp4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The groups of the package's description hold every type of it. */
class PackageInfoTest {

  private static final Path SOURCES = Path.of("src/main/java/org/texp4j/schedule");

  @Test
  void everyTypeIsInAGroup() throws IOException {
    String description = Files.readString(SOURCES.resolve("package-info.java"));
    try (Stream<Path> files = Files.list(SOURCES)) {
      List<String> types =
          files
              .filter(Files::isRegularFile)
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(name -> !name.equals("package-info"))
              .toList();
      assertThat(types)
          .hasSizeGreaterThan(50)
          .allMatch(type -> description.matches("(?s).*\\b" + type + "\\}.*"));
    }
  }
}
