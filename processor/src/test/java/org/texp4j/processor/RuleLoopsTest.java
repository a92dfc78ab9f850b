package org.texp4j.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.texp4j.schedule.WrittenRule;
import org.texp4j.schedule.rule.CompiledRule;
import org.texp4j.schedule.rule.InterpretedLoop;
import org.texp4j.schedule.rule.LoopProgram;
import org.texp4j.schedule.rule.UpdateLoop;

/**
 * The loops in training classes give the same bits as interpreted ones, of every rule of the
 * language, for any numbers, the unusual ones included.
 */
final class RuleLoopsTest {

  private static final Path RULES = Path.of("../annotations/src/main/java/org/texp4j/annotations");

  /** Not a multiple of the length of any vector register. */
  private static final int COUNT = 253;

  private static final int REPETITIONS = Boolean.getBoolean("texp4j.thorough") ? 200 : 5;

  private static final List<Double> UNUSUAL =
      List.of(
          0.0,
          -0.0,
          1.0,
          -1.0,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          (double) Float.MIN_VALUE,
          -1e-40,
          1e-320,
          Double.MIN_VALUE,
          (double) Float.MAX_VALUE,
          -Double.MAX_VALUE);

  /** Rules that no rule of the language resembles, beside those. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "Hostile",
          """
          @UpdateRule(
              states = {"i", "arrays", "_"},
              step = {
                "Math = -(-g) / (1 - -abs(i)) - (g - (i - g))",
                "i = Math * 0.5",
                "int = min(max(Math, -1), numbers / w)",
                "arrays = arrays - (arrays - int) + norm(int) * mean(Math - arrays)",
                "_ = where(_ > arrays, where(int <= 0, _, -arrays), sign(_) - 1)",
                "sum0 = dot(_, w) / count",
                "w = w - rate * (arrays / (i * i / 2)) + sum0 * _"
              })
          @interface Hostile {
            int count() default 3;
            long numbers() default -7;
          }
          """,
          "Powers",
          """
          @UpdateRule(
              states = "n",
              step = {
                "c = where(t > 5, 2, 1)",
                "n = where(c > 1, n + abs(g)^p, g^2)",
                "w = w - rate * g / (n^(1 / p) + where(t > 9, 1, 0) * w)"
              })
          @interface Powers {
            double p() default 2.5;
          }
          """);

  private static final Map<String, WrittenRule> COMPILED = new TreeMap<>();

  static Stream<String> rules() throws IOException {
    List<String> names = new ArrayList<>(OTHERS.keySet());
    try (Stream<Path> files = Files.list(RULES)) {
      files
          .filter(RuleLoopsTest::isRule)
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .filter(name -> !name.equals("AdamW"))
          .forEach(names::add);
    }
    return names.stream().sorted();
  }

  private static boolean isRule(Path file) {
    try {
      String source = Files.readString(file);
      return source.contains("\n@UpdateRule(") && source.contains("\npublic @interface ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void compileAllAtOnce() throws Exception {
    List<JavaFileObject> sources = new ArrayList<>();
    for (String rule : rules().toList()) {
      for (String coupling : List.of("DECOUPLED", "IN_GRADIENT")) {
        sources.add(declaration(rule, coupling));
      }
    }
    Compilation compilation = Compile.onlyProcessing(sources.toArray(JavaFileObject[]::new));
    List<String> placing =
        compilation.errors().stream()
            .map(error -> Compile.directory(error.getSource()))
            .distinct()
            .toList();
    sources.removeIf(source -> placing.contains(Compile.directory(source)));
    Compilation sound =
        Compile.strictlyWithRecipeAnnotations(sources.toArray(JavaFileObject[]::new));
    assertThat(sound).succeededWithoutWarnings();
    ClassLoader loader = Compile.loader(sound);
    for (JavaFileObject source : sources) {
      String name = Compile.directory(source);
      Object rule = Compile.recipe(loader.loadClass(name + ".XTraining"), 7).rule();
      COMPILED.put(name, (WrittenRule) rule);
    }
    assertThat(placing).allMatch(name -> name.endsWith("in_gradient"));
  }

  private static JavaFileObject declaration(String rule, String coupling) {
    String name = rule.toLowerCase(Locale.ROOT) + "." + coupling.toLowerCase(Locale.ROOT);
    String packageName = name.replace('.', '_');
    return JavaFileObjects.forSourceString(
        packageName + ".X",
        "package "
            + packageName
            + "; import org.texp4j.annotations.*; @"
            + rule
            + " @Normalized(Normalization.LAYER) @WeightDecay(value = 5e-4, coupling = Coupling."
            + coupling
            + ") @Schedule(type = ScheduleType.WEIGHT_DECAY, learningRate = 0.1, steps = 900)"
            + " final class X {}\n"
            + OTHERS.getOrDefault(rule, ""));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theBitsAreThoseOfInterpretedLoops(String name) {
    List<WrittenRule> rules =
        COMPILED.entrySet().stream()
            .filter(each -> each.getKey().startsWith(name.toLowerCase(Locale.ROOT) + "_"))
            .map(Map.Entry::getValue)
            .toList();
    assertThat(rules).isNotEmpty();
    for (WrittenRule rule : rules) {
      for (boolean matrix :
          rule.text().otherwise().isEmpty() ? List.of(true) : List.of(true, false)) {
        assertThat(rule.loop(matrix)).isNotInstanceOf(InterpretedLoop.class);
        compare(rule.compiled(matrix), rule.loop(matrix));
      }
    }
  }

  private static void compare(CompiledRule rule, UpdateLoop written) {
    InterpretedLoop interpreted = new InterpretedLoop(rule);
    Random random = new Random(9);
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      for (int program = 0; program < rule.variants(); program++) {
        LoopProgram loops = rule.program(program);
        double[] numbers = numbers(random, rule.formulas(program).size());
        double[] ofTensor = numbers(random, loops.tensorNumbers().size());
        double[][] sums = arrays(random, loops.sums());
        double[][] doubles = arrays(random, loops.arrays().size());
        float[][] floats = rounded(doubles);
        for (int stage = 0; stage < loops.stages().size(); stage++) {
          double[][] sumsAgain = copy(sums);
          double[][] doublesAgain = copy(doubles);
          float[][] floatsAgain = copy(floats);
          written.run(program, stage, COUNT, numbers, ofTensor, doubles, sums);
          interpreted.run(program, stage, COUNT, numbers, ofTensor, doublesAgain, sumsAgain);
          assertThat(doubles).isEqualTo(doublesAgain);
          assertThat(sums).isEqualTo(sumsAgain);
          written.run(program, stage, COUNT, numbers, ofTensor, floats, sums);
          interpreted.run(program, stage, COUNT, numbers, ofTensor, floatsAgain, sumsAgain);
          assertThat(floats).isEqualTo(floatsAgain);
          assertThat(sums).isEqualTo(sumsAgain);
        }
      }
    }
  }

  private static double[] numbers(Random random, int count) {
    return random.doubles(count).map(any -> number(random)).toArray();
  }

  /** A number of any size, now and then an unusual one. */
  private static double number(Random random) {
    return random.nextInt(8) == 0
        ? UNUSUAL.get(random.nextInt(UNUSUAL.size()))
        : random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4);
  }

  private static double[][] arrays(Random random, int count) {
    double[][] arrays = new double[count][];
    for (int a = 0; a < count; a++) {
      arrays[a] = numbers(random, COUNT + 3);
    }
    return arrays;
  }

  private static float[][] rounded(double[][] arrays) {
    float[][] floats = new float[arrays.length][COUNT + 3];
    for (int a = 0; a < arrays.length; a++) {
      for (int i = 0; i < floats[a].length; i++) {
        floats[a][i] = (float) arrays[a][i];
      }
    }
    return floats;
  }

  private static double[][] copy(double[][] arrays) {
    return Stream.of(arrays).map(double[]::clone).toArray(double[][]::new);
  }

  private static float[][] copy(float[][] arrays) {
    return Stream.of(arrays).map(float[]::clone).toArray(float[][]::new);
  }

  /** The trick by which written loops compute a sign, for floats of every size. */
  @Test
  void theSignIsThatOfMath() {
    for (int bits = Integer.MIN_VALUE; bits < Integer.MAX_VALUE - 70_001; bits += 70_001) {
      float x = Float.intBitsToFloat(bits);
      Float sign = Math.max(-1f, Math.min(1f, x * 0x1p100f * 0x1p100f));
      assertThat(sign).isEqualTo(Float.valueOf(Math.signum(x)));
    }
    for (long bits = Long.MIN_VALUE; bits < Long.MAX_VALUE - (1L << 48); bits += (1L << 48) + 99) {
      double x = Double.longBitsToDouble(bits);
      Double sign = Math.max(-1.0, Math.min(1.0, x * 0x1p700 * 0x1p700));
      assertThat(sign).isEqualTo(Double.valueOf(Math.signum(x)));
    }
  }
}
