package org.texp4j.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole written source, as exact text, beside its declaration in {@code
 * src/test/resources/golden}.
 *
 * <p>Run with {@code -Dtexp4j.golden=rewrite} to accept what the processor writes now.
 */
final class GoldenTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @ParameterizedTest
  @CsvSource({
    "FashionCnn, demo.FashionCnnTraining",
    "PreResNet20, demo.cifar.PreResNet20Training",
    "Baseline, demo.Baseline_FashionTraining",
    "ConstantGrowth, ConstantGrowthTraining",
    "OneCycleNesterov, demo.OneCycleNesterovTraining",
    "Phases, demo.PhasesTraining",
    "WithoutDrops, demo.WithoutDropsTraining",
    "AdamCosine, demo.AdamCosineTraining",
    "LionCosine, demo.LionCosineTraining",
    "MuonTwoGroups, demo.MuonTwoGroupsTraining",
    "OwnCurve, demo.OwnCurveTraining",
    "TwoHeads, demo.TwoHeadsTraining",
    "ManyPhases, demo.ManyPhasesTraining",
    "Kicked, demo.KickedTraining",
    "OnlyInvariant, demo.OnlyInvariantTraining",
  })
  void writesThisAndNothingElse(String declaration, String training) throws IOException {
    Compilation compilation = Compile.strictly(declaration(declaration));

    assertThat(compilation).succeeded();
    String source = Compile.generated(compilation, training);
    assertGolden(training, source);
    assertThat(source.lines())
        .allMatch(line -> line.length() <= 100 && line.equals(line.stripTrailing()));
    assertThat(source).doesNotContain("\r", "\t");
    assertThat(compilation.generatedSourceFiles()).hasSize(1);
  }

  @Test
  void writesAClassForEachRecipe() throws IOException {
    Compilation compilation = Compile.strictlyWithRecipeAnnotations(declaration("Comparison"));

    assertThat(compilation).succeeded();
    assertThat(compilation.generatedSourceFiles()).hasSize(3);
    for (String recipe : List.of("WeightDecay", "LargeRate", "Cosine")) {
      String training = "demo.Comparison" + recipe + "Training";
      assertGolden(training, Compile.generated(compilation, training));
    }
  }

  @Test
  void writesAStubForADeclarationWithErrors(@TempDir Path directory) throws IOException {
    assertGolden(
        "demo.WrongTraining",
        Compile.generatedDespiteErrors(directory, "demo.WrongTraining", declaration("Wrong")));
  }

  @Test
  void writesTheSameWhereverItRuns() {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    String here = written();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      assertThat(written()).isEqualTo(here);
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertThat(written()).isEqualTo(here);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  private static String written() {
    Compilation compilation = Compile.onlyProcessing(declaration("PreResNet20"));
    return Compile.generated(compilation, "demo.cifar.PreResNet20Training");
  }

  static JavaFileObject declaration(String name) {
    Path file = GOLDEN.resolve(name + ".java");
    String source = Compile.read(file);
    String packageName =
        source.startsWith("package ") ? source.substring(8, source.indexOf(';')) + "." : "";
    return JavaFileObjects.forSourceString(packageName + name, source);
  }

  private static void assertGolden(String training, String source) throws IOException {
    Path golden = GOLDEN.resolve(training.substring(training.lastIndexOf('.') + 1) + ".java");
    if ("rewrite".equals(System.getProperty("texp4j.golden"))) {
      Files.writeString(golden, source);
    }
    assertThat(source).isEqualTo(Compile.read(golden));
  }
}
