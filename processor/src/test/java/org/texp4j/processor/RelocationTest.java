package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Nothing in the processor's classes is damaged when the released jar relocates the packages it
 * carries: relocation also rewrites string constants that start with their names.
 */
final class RelocationTest {

  private static final Path CLASSES = Path.of("target/classes");

  @Test
  void noStringConstantStartsWithARelocatedPackage() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        assertThat(stringConstants(file))
            .as("%s", file)
            .noneMatch(
                text ->
                    text.replace('/', '.').startsWith("org.texp4j.schedule")
                        || text.replace('/', '.').startsWith("com.palantir.javapoet"));
      }
    }
  }

  @Test
  void noticeNamesTheRelocatedPackage() throws IOException {
    Matcher relocation =
        Pattern.compile(
                "<pattern>com\\.palantir\\.javapoet</pattern>\\s*<shadedPattern>(.*)</shadedPattern>")
            .matcher(Files.readString(Path.of("pom.xml")));

    assertThat(relocation.find()).isTrue();
    assertThat(Files.readString(CLASSES.resolve("META-INF/NOTICE")))
        .containsPattern("relocated to\\s+" + Pattern.quote(relocation.group(1)) + "\\.\\s");
  }

  /** The constants of kind String in a class file (JVMS 4.4.3). */
  private static List<String> stringConstants(Path file) throws IOException {
    Map<Integer, String> texts = new HashMap<>();
    List<Integer> strings = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      in.readInt();
      in.readInt();
      int count = in.readUnsignedShort();
      for (int index = 1; index < count; index++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> texts.put(index, in.readUTF());
          case 8 -> strings.add(in.readUnsignedShort());
          case 7, 16, 19, 20 -> in.skipBytes(2);
          case 15 -> in.skipBytes(3);
          case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipBytes(4);
          case 5, 6 -> {
            in.skipBytes(8);
            index++;
          }
          default -> throw new AssertionError("constant of kind " + tag + " in " + file);
        }
      }
    }
    return strings.stream().map(texts::get).toList();
  }
}
