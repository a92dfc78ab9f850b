package org.texp4j.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static java.lang.Math.PI;
import static java.lang.Math.cos;
import static java.lang.Math.exp;
import static java.lang.Math.floorDiv;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.DeclaredRecipe;
import org.texp4j.processor.model.shape.ShapeKinds;
import org.texp4j.processor.model.value.Hyperparameter;
import org.texp4j.processor.plan.TrainingPlanner;
import org.texp4j.processor.read.DeclarationReader;
import org.texp4j.processor.read.SourceText;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Recipe;

/**
 * Every shape, from its annotation to the recipe of the training class, over twelve epochs of seven
 * steps: at every step the written recipe has the value of its formula, and that of the model.
 */
final class ShapesTest {

  private static final long E = 7;
  private static final long T = 12 * E;

  /** Formulas are evaluated here in another order of operations than there. */
  private static final double ROUNDING = 1e-14;

  private static final Map<String, LongToDoubleFunction> FORMULAS = new LinkedHashMap<>();
  private static final Map<String, Hyperparameter> SHAPED = new HashMap<>();

  static {
    rate("", s -> 0.1);
    rate("@StepDecay(epochs = {5, 9}, factor = 0.5)", s -> s < 35 ? 0.1 : s < 63 ? 0.05 : 0.025);
    rate("@StepDecay(fractions = {0.5, 0.751})", s -> s < 42 ? 0.1 : s < 63 ? 0.01 : 0.001);
    rate("@PiecewiseConstant(steps = 50, values = 0.3)", s -> s < 50 ? 0.1 : 0.3);
    rate(
        "@PiecewiseInterpolated(epochs = {2, 10}, values = {0.3, 0})",
        s -> s < 14 ? 0.1 + 0.2 * s / 14 : s < 70 ? 0.3 * (70 - s) / 56 : 0);
    rate(
        "@PiecewiseInterpolated(epochs = 11, values = 0, interpolation = Interpolation.COSINE)",
        s -> 0.05 * (1 + cos(PI * min(s, 77) / 77)));
    rate("@LinearDecay", s -> 0.1 * (T - s) / T);
    rate("@LinearDecay(end = 0.2, fraction = 0.5)", s -> 0.1 + 0.1 * min(s, 42) / 42);
    rate("@PolynomialDecay(power = 2, end = 0.01)", s -> 0.09 * pow(1 - s / (double) T, 2) + 0.01);
    rate(
        "@PolynomialDecay(power = 2, epochs = 3, cycle = true)",
        s -> 0.1 * pow(1 - s / (21 * max(1, Math.ceil(s / 21.0))), 2));
    rate("@ExponentialDecay(factor = 0.9, epochs = 1)", s -> 0.1 * pow(0.9, s / 7.0));
    rate(
        "@ExponentialDecay(factor = 0.9, steps = 10, staircase = true)",
        s -> 0.1 * pow(0.9, floorDiv(s, 10)));
    rate(
        "@InverseTimeDecay(rate = 0.5, epochs = 2, power = 0.75)",
        s -> 0.1 / pow(1 + 0.5 * s / 14, 0.75));
    rate(
        "@InverseTimeDecay(rate = 0.5, epochs = 2, staircase = true)",
        s -> 0.1 / (1 + 0.5 * floorDiv(s, 14)));
    rate("@InverseSquareRootDecay(epochs = 2)", s -> 0.1 * sqrt(14.0 / (s + 14)));
    rate("@SigmoidDecay(slope = 0.7, epochs = 6)", s -> 0.1 / (1 + exp(0.1 * (s - 42))));
    rate("@SigmoidDecay(slope = 0.1, steps = 42)", s -> 0.1 / (1 + exp(0.1 * (s - 42))));
    rate("@SigmoidDecay(slope = 8.4, fraction = 0.5)", s -> 0.1 / (1 + exp(0.1 * (s - 42))));
    rate("@CosineDecay(minimum = 0.01)", s -> 0.01 + 0.045 * (1 + cos(PI * s / T)));
    rate("@CosineDecay(cycles = 1.5)", s -> 0.05 * (1 + cos(3 * PI * s / T)));
    rate(
        "@CosineRestarts(epochs = 1, multiplier = 2, decay = 0.5)",
        s ->
            s < 7
                ? half(0.1, s, 7)
                : s < 21
                    ? half(0.05, s - 7, 14)
                    : s < 49 ? half(0.025, s - 21, 28) : half(0.0125, s - 49, 56));
    rate(
        "@Cyclic(maximum = 0.3, up = @Length(epochs = 1), down = @Length(steps = 3))",
        s -> 0.1 + 0.2 * (s % 10 < 7 ? s % 10 / 7.0 : (10 - s % 10) / 3.0));
    rate(
        "@Cyclic(maximum = 0.3, up = @Length(steps = 5), decay = 0.9,"
            + " mode = CyclicMode.EXPONENTIAL_RANGE)",
        s -> 0.1 + 0.2 * (s % 10 < 5 ? s % 10 / 5.0 : (10 - s % 10) / 5.0) * pow(0.9, s));
    rate(
        "@OneCycle(start = 0.25, annealing = Annealing.LINEAR, momentum = false)",
        s -> s <= 20 ? 0.004 + 0.096 * s / 20 : 0.1 + (4e-7 - 0.1) * (s - 20) / 63);
    rate(
        "@FlatThenCosine(fraction = 0.75, minimum = 0.01)",
        s -> s < 63 ? 0.1 : 0.01 + 0.9 * half(0.1, s - 63, 21));
    rate(
        "@WarmupStableDecay(warmup = @Length(epochs = 2), decay = @Length(fraction = 0.25),"
            + " shape = DecayShape.ONE_MINUS_SQRT)",
        s -> s < 14 ? 0.1 * s / 14 : s < 63 ? 0.1 : 0.1 * (1 - sqrt((s - 63) / 21.0)));
    rate(
        "@Warmup(epochs = 2, from = 0.5) @CosineDecay",
        s -> s < 14 ? 0.05 + 0.05 * s / 14 : half(0.1, s - 14, 70));
    rate(
        "@Warmup(fraction = 0.25, from = 0.01, shape = WarmupShape.EXPONENTIAL,"
            + " placement = WarmupPlacement.OVER) @LinearDecay",
        s -> 0.1 * (T - s) / T * pow(0.01, 1 - min(s, 21) / 21.0));
    rate("@Warmup(steps = 21, shape = WarmupShape.COSINE)", s -> 0.1 - half(0.1, min(s, 21), 21));
    of(
        Hyperparameter.WEIGHT_DECAY,
        "@LinearDecay(of = Hyperparameter.WEIGHT_DECAY, end = 1e-3)",
        s -> 5e-4 + 5e-4 * s / T);
    of(
        Hyperparameter.WEIGHT_DECAY,
        "@Warmup(steps = 4) @Warmup(of = Hyperparameter.WEIGHT_DECAY, epochs = 2)",
        s -> 5e-4 * min(s, 14) / 14);
    of(
        Hyperparameter.MOMENTUM,
        "@CosineDecay @CosineDecay(of = Hyperparameter.MOMENTUM, minimum = 0.5)",
        s -> 0.5 + 0.8 * half(0.5, s, T));
    of(
        Hyperparameter.MOMENTUM,
        "@OneCycle(start = 0.25, annealing = Annealing.LINEAR)",
        s -> s <= 20 ? 0.95 - 0.1 * s / 20 : 0.85 + 0.1 * (s - 20) / 63);
  }

  private static final Map<String, DeclaredRecipe> MODELS = new HashMap<>();
  private static final Map<String, Class<?>> WRITTEN = new HashMap<>();

  @BeforeAll
  static void compileAllAtOnce() throws ReflectiveOperationException {
    List<String> declarations = List.copyOf(FORMULAS.keySet());
    JavaFileObject[] sources = new JavaFileObject[declarations.size()];
    for (int i = 0; i < sources.length; i++) {
      sources[i] =
          Compile.source(
              "Shape" + i,
              "import org.texp4j.annotations.*;",
              declarations.get(i),
              "@Experiment(batchSize = 10, trainingExamples = 70) @Momentum(0.9)",
              "@Normalized(Normalization.BATCH) @WeightDecay(5e-4)",
              "@Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 12)",
              "class Shape" + i + " {}");
    }
    Models models = new Models();
    Compilation compilation =
        Compiler.javac().withProcessors(models, new TexpProcessor()).compile(sources);
    assertThat(compilation).succeeded();
    ClassLoader loader = Compile.loader(compilation);
    for (int i = 0; i < sources.length; i++) {
      String name = "demo.Shape" + i;
      MODELS.put(declarations.get(i), models.recipes.get(name));
      WRITTEN.put(declarations.get(i), loader.loadClass(name + "Training"));
    }
  }

  static Set<String> declarations() {
    return FORMULAS.keySet();
  }

  @ParameterizedTest
  @MethodSource("declarations")
  void theWrittenRecipeIsThatOfTheFormulaAndOfTheModel(String declaration) throws Exception {
    Hyperparameter of = SHAPED.get(declaration);
    Recipe recipe = Compile.recipe(WRITTEN.get(declaration), E);
    Curve written = curve(recipe, of);
    Curve model = curve(MODELS.get(declaration).inSteps(E), of);
    LongToDoubleFunction formula = FORMULAS.get(declaration);

    assertThat(recipe.steps()).isEqualTo(T);
    LongStream.range(0, T)
        .forEach(
            step -> {
              assertThat(written.at(step)).isEqualTo(model.at(step));
              assertThat(written.at(step))
                  .as("step %d", step)
                  .isCloseTo(formula.applyAsDouble(step), within(ROUNDING));
            });
  }

  /** Lengths are written in their units, so recipes for longer epochs have to agree as well. */
  @ParameterizedTest
  @MethodSource("declarations")
  void theWrittenRecipeIsThatOfTheModelForEpochsOfAnyLength(String declaration) throws Exception {
    Recipe longer = MODELS.get(declaration).inSteps(31);
    Recipe written = Compile.recipe(WRITTEN.get(declaration), 31);
    for (Hyperparameter of : Hyperparameter.values()) {
      LongStream.range(0, 12 * 31)
          .forEach(
              step ->
                  assertThat(curve(written, of).at(step)).isEqualTo(curve(longer, of).at(step)));
    }
  }

  @Test
  void noShapeIsForgotten() {
    Set<String> tried = new TreeSet<>();
    FORMULAS.keySet().forEach(text -> tried.addAll(annotations(text)));
    tried.add("CustomCurve");

    assertThat(tried).containsAll(ShapeKinds.names());
  }

  private static List<String> annotations(String text) {
    return Pattern.compile("@(\\w+)").matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static Curve curve(Recipe recipe, Hyperparameter of) {
    return switch (of) {
      case LEARNING_RATE -> recipe.learningRate();
      case WEIGHT_DECAY -> recipe.weightDecay();
      case MOMENTUM -> recipe.momentum();
    };
  }

  private static double half(double initial, double step, double steps) {
    return initial * (1 + cos(PI * step / steps)) / 2;
  }

  private static void rate(String declaration, LongToDoubleFunction formula) {
    of(Hyperparameter.LEARNING_RATE, declaration, formula);
  }

  private static void of(Hyperparameter shaped, String declaration, LongToDoubleFunction formula) {
    FORMULAS.put(declaration, formula);
    SHAPED.put(declaration, shaped);
  }

  /** Keeps what the compiler makes of each declaration before it is written. */
  private static final class Models extends AbstractProcessor {

    private final Map<String, DeclaredRecipe> recipes = new HashMap<>();

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      DeclarationReader reader =
          new DeclarationReader(
              processingEnv.getElementUtils(), processingEnv.getTypeUtils(), SourceText.NONE);
      for (TypeElement type : ElementFilter.typesIn(round.getRootElements())) {
        for (Declaration declaration : reader.open(type).declarations()) {
          recipes.put(declaration.type().qualifiedName(), TrainingPlanner.recipe(declaration));
        }
      }
      return false;
    }
  }
}
