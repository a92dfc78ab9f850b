package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.CompilationFailureException;
import com.google.testing.compile.JavaFileObjects;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Sound declarations, changed at random places in random ways: whatever comes out is refused in its
 * own file, or is accepted and compiles; the compiler itself never fails.
 *
 * <p>There are 10,000 with {@code -Dtexp4j.thorough}, and a batch without.
 */
final class MutationsTest {

  private static final int BATCH = 125;
  private static final int BATCHES = System.getProperty("texp4j.thorough") != null ? 80 : 1;

  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.])-?\\d[\\d_]*(\\.\\d+)?(e-?\\d+)?");
  private static final Pattern ANNOTATION =
      Pattern.compile("@[A-Z]\\w*(\\([^()]*(\\([^()]*\\)[^()]*)*\\))?");
  private static final Pattern CONSTANT = Pattern.compile("\\b[A-Z]+(_[A-Z]+)*\\b(?![(.<])");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\b\\w+ = ([^,(){}]|\\{[^}]*\\}|\\([^)]*\\))+,? ?");
  private static final Pattern MODIFIER = Pattern.compile("(?m)(?<=^  )(static|final|public) ");
  private static final Pattern TYPE = Pattern.compile("\\b(class|DataRequest|DataSetIterator)\\b");
  private static final Pattern PARAMETER =
      Pattern.compile("(?<=\\w\\()[A-Z][\\w.]* \\w+(?=\\) \\{)");
  private static final Pattern MEMBER =
      Pattern.compile("(?m)^  @\\w+\n  static [^\n]*\\{\n.*?\n  \\}\n", Pattern.DOTALL);
  private static final Pattern ANY = Pattern.compile("[^\\s]");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "0.5",
          "1e300",
          "1e-300",
          "-0.0",
          "0.0 / 0",
          "1 / 0.0",
          "7",
          "90",
          "2147483647",
          "1_000_000_000",
          "Integer.MIN_VALUE",
          "Double.MIN_VALUE",
          "'a'",
          "\"1\"",
          "1L",
          "1f",
          "null",
          "true",
          "{}",
          "{1, 2}",
          "-1e-9",
          "0.99999999999",
          "UNKNOWN",
          "(0.1 + 0.2)");

  private static final List<String> CONSTANTS =
      List.of(
          "BATCH",
          "LAYER",
          "TEXP",
          "TEXP_PLUS_PLUS",
          "TEXP_MINUS_MINUS",
          "EXPONENTIAL",
          "WEIGHT_DECAY",
          "NESTEROV",
          "DECOUPLED",
          "Hyperparameter.MOMENTUM",
          "Hyperparameter.WEIGHT_DECAY",
          "NOTHING",
          "null",
          "1");

  private static final List<String> ANNOTATIONS =
      List.of(
          "@Warmup(epochs = 1)",
          "@Warmup",
          "@CosineDecay",
          "@StepDecay(epochs = {1, 2}, factor = 0.5)",
          "@LinearDecay",
          "@OneCycle",
          "@AdamW",
          "@Momentum(0.8)",
          "@Momentum(value = 0.5, rule = NESTEROV)",
          "@WeightDecay(value = 0.01, coupling = DECOUPLED)",
          "@WeightDecay(0.02)",
          "@Normalized(GROUP)",
          "@Schedule(type = EXPONENTIAL, learningRate = 0.1, steps = 5)",
          "@Experiment(name = \"x\")",
          "@CustomCurve(String.class)",
          "@CustomCurve(Missing.class)",
          "@CosineRestarts(steps = 2, minimum = 0.01, decay = 0.5)",
          "@Network",
          "@TrainingData",
          "@EvaluationData",
          "@Metric",
          "@Metric(better = Better.HIGHER, primary = true)",
          "@Deprecated",
          "@SuppressWarnings(\"texp4j:TexpFloatRange\")",
          "@CosineDecay(of = Hyperparameter.WEIGHT_DECAY)",
          "@InverseTimeDecay(rate = 0.5, epochs = 1)",
          "@ExponentialDecay(factor = 0.9, epochs = 1)",
          "@Unknown");

  private static final List<String> TYPES =
      List.of(
          "class",
          "interface",
          "enum",
          "abstract class",
          "sealed class",
          "static class",
          "record",
          "@interface",
          "int",
          "Object",
          "Missing",
          "DataRequest",
          "DataSetIterator",
          "double",
          "java.util.List<String>",
          "void");

  private static final long SEED = Long.getLong("texp4j.seed", 1910_07454);

  private final Random random = new Random(SEED);

  /** A changed declaration, in a package of its own. */
  private record Mutant(String packageName, String path, String text) {

    JavaFileObject file() {
      return JavaFileObjects.forSourceString(
          packageName + "." + path.replaceFirst(".*/", "").replace(".java", ""),
          "package " + packageName + ";" + text.replaceFirst("package [\\w.]+;", ""));
    }
  }

  @Test
  void neverMakesTheCompilerFail() throws IOException {
    List<Map.Entry<String, String>> valid = List.copyOf(Sources.golden().entrySet());
    int accepted = 0;
    int refused = 0;
    for (int batch = 0; batch < BATCHES; batch++) {
      List<Mutant> mutants = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        Map.Entry<String, String> source = pick(valid);
        mutants.add(new Mutant("m" + i, source.getKey(), mutated(source.getValue())));
      }
      mutants.removeAll(unparsable(mutants));
      Set<Mutant> sound = new HashSet<>(mutants);
      refused += check(mutants, sound);
      acceptedCompile(sound);
      accepted += sound.size();
    }
    // Both come about, or nothing was tested.
    System.out.printf(
        "%d mutants of seed %d: %d accepted, %d refused by texp4j%n",
        BATCH * BATCHES, SEED, accepted, refused);
    assertThat(accepted).isGreaterThan(BATCH * BATCHES / 10);
    assertThat(refused).isGreaterThan(BATCH * BATCHES / 10);
  }

  /** Those with mistakes in the syntax: no compiler shows them to a processor. */
  private static Set<Mutant> unparsable(List<Mutant> mutants) throws IOException {
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    CompilationTask task =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                null,
                null,
                found,
                List.of("-Xmaxerrs", "10000"),
                null,
                mutants.stream().map(Mutant::file).toList());
    ((JavacTask) task).parse();
    Set<String> packages =
        found.getDiagnostics().stream()
            .map(error -> Compile.directory(error.getSource()))
            .collect(Collectors.toSet());
    return mutants.stream()
        .filter(mutant -> packages.contains(mutant.packageName()))
        .collect(Collectors.toSet());
  }

  /**
   * Compiles mutants, takes those that are refused out of the sound ones and returns how many our
   * processor refused.
   */
  private static int check(List<Mutant> mutants, Set<Mutant> sound) {
    Map<String, Mutant> byPackage =
        mutants.stream().collect(Collectors.toMap(Mutant::packageName, mutant -> mutant));
    List<? extends Diagnostic<? extends JavaFileObject>> errors;
    try {
      errors = compile("-proc:only", mutants).errors();
    } catch (CompilationFailureException javacItself) {
      // It may fail on what is wrong enough. What goes wrong in a processor shows otherwise.
      int half = mutants.size() / 2;
      sound.removeAll(half == 0 ? mutants : List.of());
      return half == 0
          ? 0
          : check(mutants.subList(0, half), sound)
              + check(mutants.subList(half, mutants.size()), sound);
    }
    Set<String> refused = new HashSet<>();
    for (Diagnostic<? extends JavaFileObject> error : errors) {
      assertThat(error.getSource()).as("source of %s", error).isNotNull();
      String packageName = Compile.directory(error.getSource());
      assertThat(error.getMessage(Locale.ROOT))
          .as("%s", byPackage.get(packageName))
          .doesNotContain("[TexpInternal]");
      assertThat(error.getLineNumber())
          .as("line of %s in %s", error, byPackage.get(packageName))
          .isPositive();
      sound.remove(byPackage.get(packageName));
      if (error.getMessage(Locale.ROOT).startsWith("[Texp")) {
        refused.add(packageName);
      }
    }
    return refused.size();
  }

  /** What the processor lets pass compiles, but for errors of the author in his own file. */
  private static void acceptedCompile(Set<Mutant> sound) {
    assertThat(compile("-Xlint:none", sound).errors())
        .filteredOn(error -> error.getSource() == null || isWritten(error.getSource()))
        .isEmpty();
  }

  /**
   * Some mistakes in one file keep javac from calling processors for any, unless it has to go on.
   */
  private static Compilation compile(String option, Collection<Mutant> mutants) {
    return Compile.with(
        List.of(option, "-Xmaxerrs", "10000", "-XDshould-stop.ifError=FLOW", Compile.SAME_NAMES),
        mutants.stream().map(Mutant::file).toArray(JavaFileObject[]::new));
  }

  private static boolean isWritten(JavaFileObject source) {
    return source.getName().endsWith("Training.java");
  }

  private String mutated(String source) {
    String mutant = source;
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      mutant = mutation().apply(mutant);
    }
    return mutant;
  }

  private UnaryOperator<String> mutation() {
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> source -> replace(source, NUMBER, found -> pick(NUMBERS));
      case 3 -> source -> replace(source, CONSTANT, found -> pick(CONSTANTS));
      case 4 -> source -> replace(source, ANNOTATION, found -> "");
      case 5 -> source -> replace(source, ANNOTATION, found -> found + " " + found);
      case 6, 7 -> source -> replace(source, ANNOTATION, found -> pick(ANNOTATIONS) + " " + found);
      case 8 -> source -> replace(source, ANNOTATION, found -> pick(ANNOTATIONS));
      case 9 -> source -> replace(source, ATTRIBUTE, found -> "");
      case 10 ->
          source -> replace(source, MODIFIER, found -> random.nextBoolean() ? "" : "private ");
      case 11 -> source -> replace(source, TYPE, found -> pick(TYPES));
      case 12 ->
          source ->
              random.nextBoolean()
                  ? replace(source, MEMBER, found -> "")
                  : replace(
                      source, PARAMETER, found -> random.nextBoolean() ? "" : "int i, " + found);
      default -> source -> replace(source, ANY, found -> random.nextInt(4) == 0 ? "" : found);
    };
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** Replaces one match after the imports, if there is any. */
  private String replace(String source, Pattern pattern, UnaryOperator<String> by) {
    int start = Math.max(0, source.lastIndexOf("import "));
    start = source.indexOf('\n', start);
    List<MatchResult> found = pattern.matcher(source.substring(start)).results().toList();
    if (found.isEmpty()) {
      return source;
    }
    MatchResult match = found.get(random.nextInt(found.size()));
    return source.substring(0, start + match.start())
        + by.apply(match.group())
        + source.substring(start + match.end());
  }
}
