package org.texp4j.processor.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.texp4j.schedule.AdamW;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Velocity;
import org.texp4j.schedule.WrittenRule;

/**
 * The loops of SGD and AdamW in {@code runtime/schedule} are those that the compiler writes, for
 * experiments that are not declared in annotations too. {@code -Dtexp4j.golden=rewrite} writes
 * them.
 */
class ShippedLoopsTest {

  private static final Path SOURCES =
      Path.of("../runtime/schedule/src/main/java/org/texp4j/schedule");

  static Stream<Arguments> loops() {
    Sgd decoupled = new Sgd(Velocity.HEAVY_BALL, Coupling.DECOUPLED, 0);
    return Stream.of(
        Arguments.of(
            "SgdLoop",
            "SGD with decay in the gradient, whatever its velocity",
            List.of("v = a * v + b * g", "w = w - h * v - r * g"),
            Sgd.HEAVY_BALL),
        Arguments.of(
            "SgdwLoop",
            "SGD with decoupled decay, whatever its velocity",
            List.of("v = a * v + b * g", "w = w - h * v - r * g"),
            decoupled),
        Arguments.of(
            "AdamWLoop", "AdamW", new AdamW(0.999, 1e-8).text().step(), new AdamW(0.999, 1e-8)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("loops")
  void areThoseThatTheCompilerWrites(String name, String about, List<String> statements, Rule rule)
      throws IOException {
    WrittenRule interpreted = WrittenRule.of(rule.text(), Optional.of(rule.coupling()));
    TypeSpec type = LoopClass.of(name, about, statements, interpreted.compiled(true));
    String written =
        JavaFile.builder("org.texp4j.schedule", type)
            .skipJavaLangImports(true)
            .build()
            .toString()
            .replace("private static final class " + name, "final class " + name);
    Path file = SOURCES.resolve(name + ".java");
    if ("rewrite".equals(System.getProperty("texp4j.golden"))) {
      Files.writeString(file, written);
    }

    assertThat(words(Files.readString(file))).isEqualTo(words(written));
  }

  /** The text without its layout, which the formatter changes. */
  private static String words(String text) {
    return text.replaceAll("\\s|\\* (?=[a-z])", "");
  }
}
