package org.texp4j.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.WrittenRule;
import org.texp4j.schedule.rule.CompiledRule;
import org.texp4j.schedule.rule.RuleText;

/** Update rules that are annotations with their statements: wherever these are. */
final class WrittenRulesTest {

  private static final String IMPORT = "import org.texp4j.annotations.*;";

  private static final String RULE =
      """
      @UpdateRule(
          states = "m",
          momentum = "beta",
          coupling = Coupling.DECOUPLED,
          step = {"m = beta * m + p * g", "w = w - rate * sign(m)"})
      @interface Own {
        double beta() default 0.5;
        int p() default 2;
      }
      """;

  private static final String DECAY = "@WeightDecay(5e-4)";

  private static String declaration(String annotations) {
    return annotations
        + " @Normalized(Normalization.BATCH) @Schedule(type = ScheduleType.TEXP_PLUS_PLUS,"
        + " learningRate = 0.1, steps = 9) final class X {}";
  }

  private static Recipe recipe(Compilation compilation) throws Exception {
    assertThat(compilation).succeeded();
    return Compile.recipe(Compile.loader(compilation).loadClass("demo.XTraining"), 1);
  }

  private static WrittenRule rule(Compilation compilation) throws Exception {
    return (WrittenRule) recipe(compilation).rule();
  }

  @Test
  void aRuleOfTheSameProgramIsLikeThoseOfTheLanguage() throws Exception {
    Compilation compilation =
        Compile.strictlyWithRecipeAnnotations(
            Compile.source("Own", IMPORT, RULE),
            Compile.source("X", IMPORT, declaration("@Own(p = 3) " + DECAY)));

    assertThat(compilation).succeededWithoutWarnings();
    assertThat(recipe(compilation).momentum().at(0)).isEqualTo(0.5);
    assertThat(rule(compilation).text())
        .isEqualTo(
            new RuleText(
                "Own",
                List.of("m"),
                List.of("m = beta * m + p * g", "w = w - rate * sign(m)"),
                List.of(),
                Map.of("beta", 0.0, "p", 3.0),
                Optional.of("beta"),
                "w"));
  }

  @Test
  void aRuleMayComeFromAClassFile(@TempDir Path directory) throws Exception {
    JavaFileObject use = Compile.source("X", IMPORT, declaration("@Own " + DECAY));
    Compilation together =
        Compile.strictlyWithRecipeAnnotations(Compile.source("Own", IMPORT, RULE), use);
    List<File> classPath = compiled(directory, Compile.source("Own", IMPORT, RULE));

    assertThat(Compile.generated(against(classPath, use), "demo.XTraining"))
        .isEqualTo(Compile.generated(together, "demo.XTraining"));
  }

  @Test
  void aFaultOfARuleFromAClassFileIsReportedWhereItIsUsed(@TempDir Path directory)
      throws Exception {
    String inconvertible = RULE.replace("p * g", "p * (g + w)");
    List<File> classPath = compiled(directory, Compile.source("Own", IMPORT, inconvertible));
    Compilation compilation =
        against(classPath, Compile.source("X", IMPORT, declaration("@Own " + DECAY)));

    assertThat(compilation.errors())
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.getMessage(Locale.ROOT))
                  .startsWith("[TexpRuleD")
                  .contains(" in @Own: ")
                  .contains("\n    ");
              assertThat(error.getLineNumber()).isEqualTo(3);
              assertThat(error.getColumnNumber()).isEqualTo(1);
            });
  }

  @Test
  void aFaultOfARuleIsReportedOnceAndNotedWhereItIsUsed() {
    JavaFileObject[] sources = {
      Compile.source("Own", IMPORT, RULE.replace("p * g", "p * (g + w)")),
      Compile.source("X", IMPORT, declaration("@Own " + DECAY)),
      Compile.source("Y", IMPORT, declaration("@Own " + DECAY).replace("class X", "class Y"))
    };
    Compilation compilation = Compile.onlyProcessing(sources);

    assertThat(compilation.errors())
        .singleElement()
        .satisfies(error -> assertThat(error.getSource().getName()).endsWith("Own.java"));
    assertThat(compilation.notes())
        .filteredOn(note -> note.getMessage(Locale.ROOT).endsWith("] it is used here"))
        .extracting(note -> note.getSource().getName().replaceFirst(".*/", ""))
        .containsExactlyInAnyOrder("X.java", "Y.java");
  }

  /** It is a rule for runs with weight decay, and says so in their training classes. */
  @Test
  void aRuleWithoutEquivalentTrainsAsDeclared() {
    JavaFileObject rule = Compile.source("Own", IMPORT, RULE.replace("p * g", "p * (g + w)"));
    assertThat(Compile.strictly(rule)).succeededWithoutWarnings();
    Compilation compilation =
        Compile.strictlyWithRecipeAnnotations(
            rule,
            Compile.source(
                "X",
                IMPORT,
                declaration("@Own " + DECAY).replace("TEXP_PLUS_PLUS", "WEIGHT_DECAY")));

    assertThat(compilation).succeededWithoutWarnings();
    assertThat(Compile.generated(compilation, "demo.XTraining").replaceAll("\n \\* ", " "))
        .contains("The rule has no equivalent without weight decay: ");
  }

  @Test
  void aRecipeAnnotationMayCarryARule() throws Exception {
    Compilation compilation =
        Compile.strictlyWithRecipeAnnotations(
            Compile.source("Own", IMPORT, RULE),
            Compile.source("Ours", IMPORT, "@Own(beta = 0.25) " + DECAY + " @interface Ours {}"),
            Compile.source("X", IMPORT, declaration("@Ours")));

    assertThat(recipe(compilation).momentum().at(0)).isEqualTo(0.25);
    assertThat(rule(compilation).text().name()).isEqualTo("Own");
  }

  @Test
  void anAttributeMayChooseTheStatements() throws Exception {
    String choice =
        """
        @UpdateRule @interface Own {
          Kind kind() default Kind.PLAIN;
          long p() default 2;
          enum Kind {
            @UpdateRule(step = "w = w - rate * p * g") PLAIN,
            @UpdateRule(states = "v", step = {"v = v / p + g", "w = w - rate * v"}) HEAVY
          }
        }
        """;
    JavaFileObject rule = Compile.source("Own", IMPORT, choice);
    assertThat(
            rule(Compile.strictlyWithRecipeAnnotations(
                    rule, Compile.source("X", IMPORT, declaration("@Own " + DECAY))))
                .states())
        .isEmpty();
    String heavy = declaration("@Own(kind = Own.Kind.HEAVY) " + DECAY);
    assertThat(
            rule(Compile.strictlyWithRecipeAnnotations(rule, Compile.source("X", IMPORT, heavy)))
                .states())
        .hasSize(1);
    assertThat(
            Compile.onlyProcessing(Compile.source("Own", IMPORT, choice.replace("v / p", "v / q")))
                .errors())
        .singleElement()
        .satisfies(error -> assertThat(error.getLineNumber()).isEqualTo(8));
  }

  @Test
  void decayEntersAsTheRuleSaysUnlessTheRecipeDoes() throws Exception {
    assertThat(decay("@Lion " + DECAY)).isEqualTo(CompiledRule.Decay.DECOUPLED);
    assertThat(decay("@QHM " + DECAY)).isEqualTo(CompiledRule.Decay.IN_GRADIENT);
    assertThat(decay("@QHM @WeightDecay(value = 5e-4, coupling = Coupling.DECOUPLED)"))
        .isEqualTo(CompiledRule.Decay.DECOUPLED);
    assertThat(decay("@QHM")).isEqualTo(CompiledRule.Decay.NONE);
  }

  private static CompiledRule.Decay decay(String annotations) throws Exception {
    WrittenRule rule =
        rule(Compile.strictly(Compile.source("X", IMPORT, declaration(annotations))));
    if (rule.compiled(true).decay() != CompiledRule.Decay.NONE) {
      assertThat(rule.compiled(true).decay().name()).isEqualTo(rule.coupling().name());
      assertThat(Coupling.values()).contains(rule.coupling());
    }
    return rule.compiled(true).decay();
  }

  @Test
  void shapesOfTheMomentumStartFromItsAttribute() throws Exception {
    Recipe falling =
        recipe(
            Compile.strictly(
                Compile.source(
                    "X",
                    IMPORT,
                    declaration(
                        "@Lion(beta1 = 0.75) @LinearDecay(of = Hyperparameter.MOMENTUM, end = 0.5) "
                            + DECAY))));
    assertThat(falling.momentum().at(0)).isEqualTo(0.75);
    assertThat(falling.momentum().at(8)).isLessThan(0.6);

    Recipe cycled =
        recipe(
            Compile.strictly(Compile.source("X", IMPORT, declaration("@Lion @OneCycle " + DECAY))));
    assertThat(cycled.momentum().at(0)).isEqualTo(0.95);
    assertThat(cycled.momentum().isConstantFrom(0)).isFalse();
  }

  @Test
  void aMistypedRuleIsGuessed() {
    assertThat(
            Compile.onlyProcessing(Compile.source("X", IMPORT, declaration("@Loin " + DECAY)))
                .notes())
        .anyMatch(
            note ->
                note.getMessage(Locale.ROOT).endsWith("there is no @Loin; did you mean @Lion?"));
  }

  /** Whatever rule, declared class, statements and neighbors are called. */
  @Test
  void namesDoNotClash() throws Exception {
    List<JavaFileObject> sources = new ArrayList<>();
    for (String name : List.of("Math", "Override", "WrittenRule", "UpdateLoop", "LionLoop")) {
      sources.add(Compile.source(name, "class " + name + " {}"));
    }
    sources.add(
        Compile.source(
            "Update",
            IMPORT,
            "@UpdateRule(coupling = Coupling.DECOUPLED, step = {\"Math = abs(g)\", \"int = g / Math\", \"org = int / count\","
                + " \"sums = org - i\", \"w = w - rate * (sums - Override)\"}) @interface Update {",
            "double count() default 3; double i() default 1; double Override() default 0; }"));
    sources.add(Compile.source("X", IMPORT, declaration("@Update " + DECAY)));
    sources.add(
        Compile.source(
            "MuonLoop",
            IMPORT,
            declaration("@Muon " + DECAY).replace("class X", "class MuonLoop")));
    Compilation compilation =
        Compile.strictlyWithRecipeAnnotations(sources.toArray(JavaFileObject[]::new));

    assertThat(compilation).succeededWithoutWarnings();
    assertThat(rule(compilation).text().name()).isEqualTo("Update");
  }

  @Test
  void eclipseReadsTheSame(@TempDir Path directory) throws IOException {
    Map<String, String> sources =
        Map.of(
            "demo/Own.java",
            "package demo; " + IMPORT + RULE,
            "demo/X.java",
            "package demo; " + IMPORT + declaration("@Own " + DECAY));
    assertThat(
            Sources.compile(new EclipseCompiler(), directory.resolve("e"), sources, "-warn:none"))
        .filteredOn(found -> found.getKind() == Diagnostic.Kind.ERROR)
        .isEmpty();
    Sources.compile(ToolProvider.getSystemJavaCompiler(), directory.resolve("j"), sources);
    assertThat(Sources.read(directory.resolve("e/written")))
        .hasSize(1)
        .isEqualTo(Sources.read(directory.resolve("j/written")));
  }

  /** The class path with a class compiled into a directory in front. */
  private static List<File> compiled(Path directory, JavaFileObject source) throws IOException {
    Compilation compilation = Compiler.javac().compile(source);
    for (JavaFileObject file : compilation.generatedFiles()) {
      if (file.getKind() == JavaFileObject.Kind.CLASS) {
        Path target = directory.resolve(file.getName().replaceFirst("^/CLASS_OUTPUT/", ""));
        Files.createDirectories(target.getParent());
        try (InputStream in = file.openInputStream()) {
          Files.write(target, in.readAllBytes());
        }
      }
    }
    List<File> classPath = new ArrayList<>(List.of(directory.toFile()));
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(File::new)
        .forEach(classPath::add);
    return classPath;
  }

  private static Compilation against(List<File> classPath, JavaFileObject source) {
    return Compiler.javac()
        .withProcessors(new TexpProcessor(), new RecipeAnnotationProcessor())
        .withClasspath(classPath)
        .compile(source);
  }
}
