package org.texp4j.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.testing.compile.JavaFileObjects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.texp4j.processor.check.Code;
import org.texp4j.processor.check.Severity;

/**
 * Declarations that are wrong or worth a word: what each is told, where, and what it is told to
 * write instead.
 *
 * <p>The sign ¦ stands before the place where the caret has to be.
 */
final class MistakesTest {

  private static final String IMPORTS =
      """
      import static org.texp4j.annotations.Coupling.*;
      import static org.texp4j.annotations.MomentumRule.*;
      import static org.texp4j.annotations.Normalization.*;
      import static org.texp4j.annotations.ScheduleType.*;
      import org.deeplearning4j.nn.conf.*;
      import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
      import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
      import org.texp4j.annotations.*;
      import org.texp4j.dl4j.Batch;
      import org.texp4j.dl4j.DataRequest;
      import org.texp4j.dl4j.TrainedNetwork;
      """;

  static Stream<Arguments> mistakes() {
    return Stream.of(
        // What a declaration consists of.
        mistake(
            "TexpMissingAnnotation",
            "add, for example, @Normalized(BATCH)",
            """
            @WeightDecay(5e-4)
            @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 9)
            ¦class X {}
            """),
        mistake(
            "TexpMissingAnnotation",
            "add, for example, @WeightDecay(5e-4)",
            """
            @Normalized(BATCH)
            @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 9)
            ¦class X {}
            """),
        mistake(
            "TexpOrphanAnnotation",
            "add, for example, @Schedule(",
            """
            ¦@WeightDecay(5e-4)
            class X {}
            """),
        mistake(
            "TexpOrphanAnnotation",
            "; add, for example, @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 160)"
                + " to the class, or remove them",
            "¦@Normalized(BATCH) @Momentum(0.9) class X { @Network static void network() {} }"),
        mistake(
            "TexpOrphanAnnotation",
            "or remove @Network",
            """
            class X {
              ¦@Network static void network() {}
            }
            """),
        mistake(
            "TexpClassForm",
            "remove private",
            "class O { private static class P {" + declaration("static ¦class X {}") + "}}"),
        mistake(
            "TexpClassForm",
            "so O_XTraining cannot call its methods; remove private",
            "class O { " + declaration("private ¦interface X {}") + "}"),
        mistake(
            "TexpOrphanAnnotation",
            "or remove @TrainingData",
            "interface X { ¦@TrainingData static DataSetIterator data(DataRequest r) { return null;"
                + " } }"),
        mistake(
            "TexpNameClash",
            "rename one of the two",
            declaration("¦class X {}") + "class XTraining {}"),
        // Several recipes, and recipe annotations.
        mistake(
            "TexpNameClash",
            "name = \"texp-plus-plus-2\"",
            "@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, steps = 9)\n@Normalized(BATCH)"
                + " @WeightDecay(5e-4)"
                + " ¦@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.2, steps = 9) class X {}"),
        mistake(
            "TexpLearningRateRange",
            "learningRate is -1 but must be a finite, positive float, in the recipe hot",
            "@Schedule(type = TEXP, learningRate = 0.1, steps = 9)\n@Normalized(BATCH)"
                + " @WeightDecay(5e-4)"
                + " @Schedule(name = \"hot\", type = TEXP, learningRate = ¦-1, steps = 9)"
                + " class X {}"),
        mistake(
            "TexpMomentumRange",
            "the momentum is 2 but must be at least 0 and less than 1; write",
            "@Schedule(type = TEXP, learningRate = 0.1, steps = 9) @Momentum(¦2) @Normalized(BATCH)"
                + " @WeightDecay(5e-4) @Schedule(name = \"hot\", type = TEXP, learningRate = 1,"
                + " steps = 9) class X {}"),
        mistake(
            "TexpBoundaryPastEnd",
            "the run ends after 9 steps, in the recipe short; write 8 or less",
            "@Schedule(name = \"long\", type = TEXP, learningRate = 0.1, steps = 20)\n"
                + " @StepDecay(steps = {5, ¦10}) @Normalized(BATCH) @WeightDecay(5e-4)"
                + " @Schedule(name = \"short\", type = TEXP, learningRate = 1, steps = 9) class X"
                + " {}"),
        mistake(
            "TexpRecipeName",
            "such as name = \"large-batch\"",
            schedule("0.1, name = ¦\"Large batch\"", "steps = 9")),
        mistake(
            "TexpDeclaredTwice",
            "[TexpDeclaredTwice] in @Ours: X has @WeightDecay more than once; keep one",
            "@WeightDecay(1e-4) @Normalized(BATCH) @interface Ours {}\n"
                + declaration("¦@Ours class X {}").replace("@Normalized(BATCH)", "")),
        mistake(
            "TexpMomentumRange",
            "[TexpMomentumRange] in @Ours: the momentum is 1",
            "@Momentum(1) @interface Ours {}\n" + declaration("¦@Ours class X {}")),
        mistake(
            "TexpOrphanAnnotation",
            "@Ours has no effect in a class without @Schedule",
            "@Momentum(0.5) @interface Ours {}\n¦@Ours class X {}"),
        mistake(
            "TexpMethodSignature",
            "[TexpMethodSignature] in B: @TrainingData method data takes no parameters",
            "abstract class B { @TrainingData static DataSetIterator data() { return null; } }\n"
                + network("").replace("¦", "").replace("class X", "¦class X extends B")),
        // Single values.
        mistake(
            "TexpExperimentName",
            "single hyphens between them, such as name = \"my-net\"",
            recipe("@Experiment(trainingExamples = 99, name = ¦\"My Net\")")),
        mistake(
            "TexpExperimentName",
            "such as name = \"fashion-cnn\"",
            recipe("@Experiment(trainingExamples = 99, name = ¦\"\")")),
        mistake(
            "TexpBatchSizeRange",
            "batchSize = 128",
            recipe("@Experiment(trainingExamples = 99, batchSize = ¦0)")),
        mistake(
            "TexpTrainingExamplesRange",
            "trainingExamples = 50000",
            recipe("@Experiment(trainingExamples = ¦-1)")),
        mistake("TexpRateFactor", "write, for example, 0.1", rateFactor("¦0.0", "\"a\"")),
        mistake("TexpRateFactor", "finite, positive float", rateFactor("¦1e39", "\"a\"")),
        mistake("TexpRateFactor", "name from 1 to 1000 layers", rateFactor("0.1", "¦{}")),
        mistake("TexpRateFactor", "write each layer once", rateFactor("0.1", "{\"a\", ¦\"a\"}")),
        mistake(
            "TexpRateFactor",
            "remove @LearningRateFactor or onlyInvariant",
            "@LearningRateFactor(value = ¦0.1, layers = \"a\") "
                + normalized("value = BATCH, onlyInvariant = true")),
        asserted("¦\"\"", "or leave it out"),
        asserted("{\"a_W\", ¦\" \"}", "names no tensor"),
        asserted("{¦\"a_W,, b_W\", \"c_W\"}", "write exactly one comma between names"),
        asserted("¦\"a_W, \"", "contains an empty name"),
        asserted("¦\"a_W, b_W,a_W, a_W\"", "names the tensor a_W twice"),
        asserted("{\"a_W, b_W\", ¦\"b_W\"}", "write it once"),
        mistake("TexpLearningRateRange", "learningRate = 0.1", schedule("¦-0.1", "epochs = 9")),
        mistake("TexpLearningRateRange", "learningRate = 0.1", schedule("¦0", "epochs = 9")),
        mistake(
            "TexpLearningRateRange", "learningRate = 0.1", schedule("Double¦.NaN", "epochs = 9")),
        mistake("TexpLearningRateRange", "learningRate = 0.1", schedule("¦1e300", "epochs = 9")),
        mistake("TexpWeightDecayRange", "@WeightDecay(5e-4)", decay("@WeightDecay(¦-5e-4)")),
        mistake(
            "TexpWeightDecayRange", "@WeightDecay(0) for none", decay("@WeightDecay(1 ¦/ 0.0)")),
        mistake("TexpMomentumRange", "@Momentum(0.9)", recipe("@Momentum(¦1.0)")),
        mistake("TexpMomentumRange", "leave it out for none", recipe("@Momentum(¦-0.5)")),
        mistake(
            "TexpMomentumRange",
            "write, for example, @Momentum(value = 0.9, rule = NESTEROV, dampening = 0), or leave",
            recipe("@Momentum(value = ¦-0.5, rule = NESTEROV, dampening = 0)")),
        mistake(
            "TexpDecayTooStrong",
            "or learningRate = 0.2547 or momentumMaximum = 0.9293, each the largest that this run",
            "@Experiment(trainingExamples = 1280) @Momentum(0.9) @OneCycle "
                + decay("@WeightDecay(¦0.02)", "epochs = 90").replace("0.1", "0.3")),
        mistake("TexpMomentumRange", "@Momentum(0.9)", recipe("@Momentum(value = Double¦.NaN)")),
        mistake("TexpFactorRange", "factor = 0.1", recipe("@StepDecay(epochs = 5, factor = ¦0)")),
        mistake(
            "TexpFactorRange",
            "factor = 0.1",
            recipe("¦@StepDecay(epochs = {5, 6}, factor = 1e38)")),
        mistake("TexpCosineMinimum", "minimum = 0.001", recipe("@CosineDecay(minimum = ¦-1)")),
        mistake(
            "TexpCosineMinimum",
            "between 0 and the learning rate, 0.1",
            recipe("@CosineDecay(minimum = ¦0.2)")),
        mistake("TexpWarmupStart", "from = 0.1", recipe("@Warmup(epochs = 1, from = ¦1.5)")),
        // Lengths.
        mistake(
            "TexpUnitMissing",
            "write, for example, epochs = 160",
            "@Normalized(BATCH) @WeightDecay(5e-4)"
                + " ¦@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1) class X {}"),
        mistake(
            "TexpTwoUnits", "keep the one you mean", schedule("0.1", "epochs = 9, steps = ¦900")),
        mistake("TexpLengthRange", "epochs = 160", schedule("0.1", "epochs = ¦0")),
        mistake("TexpLengthRange", "steps = 160", schedule("0.1", "steps = ¦-5")),
        mistake("TexpUnitMissing", "epochs = 5", recipe("¦@Warmup")),
        mistake("TexpTwoUnits", "keep the one", recipe("@Warmup(epochs = 1, steps = ¦40)")),
        mistake("TexpLengthRange", "epochs = 5", recipe("@Warmup(epochs = ¦0)")),
        mistake("TexpWarmupPastEnd", "shorten the warm-up", recipe("@Warmup(epochs = ¦9)")),
        mistake("TexpUnitMissing", "epochs = {80, 120}", recipe("¦@StepDecay(factor = 0.5)")),
        mistake("TexpTwoUnits", "keep the one", recipe("@StepDecay(epochs = 5, steps = ¦40)")),
        mistake("TexpNoBoundaries", "epochs = {80, 120}", recipe("@StepDecay(epochs = ¦{})")),
        mistake("TexpBoundaryOrder", "increasing order", recipe("@StepDecay(epochs = {5, ¦3})")),
        mistake("TexpBoundaryOrder", "each once", recipe("@StepDecay(steps = {5, ¦5})")),
        mistake("TexpLengthRange", "lower learningRate", recipe("@StepDecay(epochs = {¦0, 3})")),
        mistake("TexpBoundaryPastEnd", "write 8 or less", recipe("@StepDecay(epochs = {5, ¦9})")),
        mistake(
            "TexpBoundaryPastEnd",
            "the run ends after 5 steps, counted from the end of the warm-up",
            recipe("@Warmup(epochs = 4) @StepDecay(steps = ¦5)")),
        mistake(
            "TexpBoundaryPastEnd",
            "lengthen the run, or remove",
            recipe("@Warmup(epochs = 8) @StepDecay(steps = {¦1, 2})")),
        mistake(
            "TexpRunTooLong",
            "at most steps = 1000000000000",
            schedule("0.1", "steps = ¦2_000_000_000_000L")),
        mistake("TexpTwoShapes", "keep one", recipe("@StepDecay(epochs = 5) ¦@CosineDecay")),
        // Shapes: numbers.
        mistake("TexpFactorRange", "0.97", recipe("@ExponentialDecay(factor = ¦-1, epochs = 1)")),
        mistake(
            "TexpFactorRange",
            "write a smaller factor",
            recipe("¦@ExponentialDecay(factor = 1e30, epochs = 1)")),
        mistake(
            "TexpCosineMinimum",
            "minimum = 0.001",
            recipe("@FlatThenCosine(minimum = ¦1, epochs = 2)")),
        mistake(
            "TexpCosineMinimum",
            "minimum = 0.001",
            recipe("@CosineRestarts(minimum = ¦1, epochs = 2)")),
        mistake(
            "TexpCosineMinimum",
            "the learning rate is already down to 0.01 at step 4, where a period begins, and would",
            recipe("@CosineRestarts(steps = 4, minimum = ¦0.05, decay = 0.1)")),
        mistake(
            "TexpCosineMinimum",
            "is already down to 0.025 at step 7",
            recipe(
                "@Warmup(steps = 3)"
                    + " @CosineRestarts(steps = 2, minimum = ¦0.03, decay = 0.5)")),
        shapeValue("@CosineDecay(cycles = ¦0)", "cycles = 0.5"),
        shapeValue("@LinearDecay(end = ¦-0.1)", "end = 0.001"),
        shapeValue("@PolynomialDecay(power = ¦0)", "power = 2"),
        shapeValue("@PolynomialDecay(end = Double¦.NaN)", "end = 0.001"),
        shapeValue("@InverseTimeDecay(rate = ¦0, epochs = 1)", "rate = 0.5"),
        shapeValue("@InverseTimeDecay(rate = 1, power = ¦-1, epochs = 1)", "power = 1"),
        shapeValue("@SigmoidDecay(slope = ¦-1, epochs = 1)", "slope = 0.5"),
        shapeValue("@CosineRestarts(multiplier = ¦0.5, epochs = 1)", "multiplier = 2"),
        shapeValue("@CosineRestarts(decay = ¦1.5, epochs = 1)", "decay = 0.9"),
        shapeValue("@Cyclic(maximum = ¦0.05, up = @Length(epochs = 1))", "maximum = 0.4"),
        shapeValue(
            "@Cyclic(maximum = 0.2, up = @Length(epochs = 1), decay = ¦0.5)",
            "mode = EXPONENTIAL_RANGE"),
        shapeValue("@OneCycle(start = ¦1)", "start = 0.3"),
        shapeValue("@OneCycle(start = ¦0.6, threePhase = true)", "at most 0.5"),
        shapeValue("@OneCycle(initialDivisor = ¦0.5)", "initialDivisor = 25"),
        shapeValue("@OneCycle(finalDivisor = ¦0)", "finalDivisor = 1e4"),
        shapeValue("@OneCycle(momentumMaximum = ¦1)", "momentumMaximum = 0.95"),
        shapeValue("@OneCycle(momentumMinimum = ¦0.97)", "momentumMinimum = 0.85"),
        shapeValue(
            "@Momentum(0.9) @OneCycle(of = Hyperparameter.WEIGHT_DECAY, momentum = ¦true)",
            "leave momentum out"),
        shapeValue(
            "@WarmupStableDecay(decay = @Length(epochs = 1), minimum = ¦0.2)", "minimum = 0.001"),
        shapeValue("@PiecewiseConstant(epochs = {1, 2}, values = {0.1, ¦-1})", "in that range"),
        shapeValue(
            "@Momentum(0.5) @LinearDecay(of = Hyperparameter.MOMENTUM, end = ¦1)",
            "less than 1 for a momentum"),
        mistake(
            "TexpValuesCount",
            "one value for each boundary; before the first boundary the learning rate is already 0.1",
            recipe("@PiecewiseConstant(epochs = {1, 2}, values = ¦{0.1, 0.01, 0.001})")),
        mistake(
            "TexpValuesCount",
            "one value for each boundary",
            recipe("@PiecewiseInterpolated(epochs = {1, 2}, values = ¦0.1)")),
        mistake(
            "TexpCurveRange",
            "write a smaller factor",
            recipe(
                "@Momentum(0.5)"
                    + " ¦@ExponentialDecay(of = Hyperparameter.MOMENTUM, factor = 2, epochs = 2)")),
        mistake(
            "TexpWarmupStart",
            "from = 0.01",
            recipe("¦@Warmup(epochs = 1, shape = WarmupShape.EXPONENTIAL)")),
        // Shapes: lengths.
        mistake("TexpUnitMissing", "epochs = 1", recipe("¦@ExponentialDecay(factor = 0.9)")),
        mistake(
            "TexpTwoUnits", "keep the one", recipe("@FlatThenCosine(epochs = 1, fraction = ¦0.5)")),
        mistake("TexpTwoUnits", "keep the one", recipe("@LinearDecay(epochs = 1, steps = ¦5)")),
        mistake("TexpUnitMissing", "epochs = 4", recipe("@Cyclic(maximum = 0.2, up = ¦@Length)")),
        mistake(
            "TexpTwoUnits",
            "keep the one",
            recipe("@Cyclic(maximum = 0.2, up = @Length(epochs = 1, steps = ¦1))")),
        mistake(
            "TexpLengthRange",
            "epochs = 4",
            recipe("@Cyclic(maximum = 0.2, up = @Length(epochs = ¦0))")),
        mistake("TexpLengthRange", "fraction = 0.1", recipe("@LinearDecay(fraction = ¦1.5)")),
        mistake("TexpLengthRange", "fraction = 0.1", recipe("@Warmup(fraction = ¦0)")),
        mistake(
            "TexpLengthRange",
            "a larger fraction",
            recipe("@InverseSquareRootDecay(fraction = ¦0.01)")),
        mistake("TexpLengthRange", "a larger fraction", recipe("@Warmup(fraction = ¦0.01)")),
        mistake("TexpWarmupPastEnd", "shorten", recipe("@Warmup(fraction = ¦1)")),
        mistake("TexpLengthPastEnd", "epochs = 9 or less", recipe("@LinearDecay(epochs = ¦10)")),
        mistake(
            "TexpLengthPastEnd",
            "steps = 5 or less",
            recipe("@Warmup(epochs = 4) @CosineRestarts(steps = ¦6)")),
        mistake("TexpLengthPastEnd", "epochs = 8 or less", recipe("@FlatThenCosine(epochs = ¦9)")),
        mistake(
            "TexpLengthPastEnd",
            "shorten one of them",
            recipe(
                "@WarmupStableDecay(warmup = @Length(epochs = 4), decay = @Length(epochs = ¦6))")),
        mistake("TexpBoundaryPastEnd", "less than 1", recipe("@StepDecay(fractions = {0.5, ¦1})")),
        mistake("TexpBoundaryOrder", "each once", recipe("@StepDecay(fractions = {0.5, ¦0.4})")),
        mistake(
            "TexpBoundaryOrder",
            "the boundaries in steps",
            recipe("@StepDecay(fractions = {0.5, ¦0.51})")),
        mistake(
            "TexpNoBoundaries", "fractions = {0.5, 0.75}", recipe("@StepDecay(fractions = ¦{})")),
        // Shapes: what they are shapes of.
        // Inside an annotation that is repeated a Messager alone finds only the class.
        shapeValue(
            "@PolynomialDecay(of = Hyperparameter.WEIGHT_DECAY) @PolynomialDecay(power = ¦0)",
            "power of @PolynomialDecay is 0"),
        mistake(
            "TexpNoMomentum",
            "add, for example, @Momentum(0.9)",
            recipe("@CosineDecay @CosineDecay(of = Hyperparameter¦.MOMENTUM)")),
        mistake(
            "TexpBoundaryOrder",
            "increasing order",
            recipe(
                "@StepDecay(epochs = {5, ¦3})"
                    + " @StepDecay(of = Hyperparameter.WEIGHT_DECAY, steps = 2)")),
        mistake(
            "TexpLengthRange",
            "epochs = 4",
            recipe(
                "@Cyclic(of = Hyperparameter.WEIGHT_DECAY, maximum = 1, up = @Length(steps = 1))"
                    + " @Cyclic(maximum = 0.2, up = @Length(epochs = ¦0))")),
        mistake("TexpTwoWarmups", "keep one", recipe("@Warmup(steps = 1) ¦@Warmup(epochs = 1)")),
        mistake(
            "TexpShapeValue",
            "power of @PolynomialDecay is 0",
            recipe(
                "@PolynomialDecay.List({@PolynomialDecay(power = ¦0),"
                    + " @PolynomialDecay(of = Hyperparameter.WEIGHT_DECAY)})")),
        mistake(
            "TexpTwoShapes",
            "momentum = false in @OneCycle",
            recipe("@Momentum(0.9) @OneCycle ¦@LinearDecay(of = Hyperparameter.MOMENTUM)")),
        mistake(
            "TexpTwoShapes",
            "keep one",
            recipe(
                "@LinearDecay(of = Hyperparameter.WEIGHT_DECAY)"
                    + " ¦@CosineDecay(of = Hyperparameter.WEIGHT_DECAY)")),
        mistake("TexpTwoWarmups", "keep one", recipe("@OneCycle ¦@Warmup(epochs = 1)")),
        mistake(
            "TexpTwoWarmups",
            "keep one",
            recipe(
                "@WarmupStableDecay(warmup = @Length(steps = 1), decay = @Length(steps = 1))"
                    + " ¦@Warmup(epochs = 1)")),
        mistake(
            "TexpNoMomentum",
            "add, for example, @Momentum(0.9)",
            recipe("@CosineDecay(of = Hyperparameter¦.MOMENTUM)")),
        mistake(
            "TexpNoMomentum",
            "add, for example, @Momentum(0.9)",
            recipe("@Warmup(epochs = 1, of = Hyperparameter¦.MOMENTUM)")),
        mistake("TexpNoMomentum", "@Momentum(0.9)", recipe("@OneCycle(momentum = ¦true)")),
        mistake("TexpCurveClass", "CurveFactory", recipe("@CustomCurve(String¦.class)")),
        mistake("TexpCurveClass", "is not a class", recipe("@CustomCurve(int¦.class)")),
        curveClass("abstract static class F implements ", "", "cannot be instantiated"),
        curveClass("class F implements ", "", "is an inner class"),
        mistake(
            "TexpCurveClass",
            "is not visible from mistake",
            "class O { private static class F implements org.texp4j.schedule.CurveFactory { public"
                + " org.texp4j.schedule.Curve curve(double i, long s, long e) { return null; }} "
                + recipe("@CustomCurve(F¦.class)").replace("class X", "static class X")
                + "}"),
        curveClass("static class F implements ", "F(int i) {}", "has no no-argument constructor"),
        curveClass(
            "static class F implements ", "private F() {}", "has no no-argument constructor"),
        // Optimizers.
        mistake(
            "TexpOptimizerValue",
            "dampening = 0",
            recipe("@Momentum(value = 0.9, dampening = ¦1)")),
        mistake(
            "TexpOptimizerValue",
            "leave dampening out",
            recipe("@Momentum(value = 0.9, rule = NESTEROV, dampening = ¦0.1)")),
        mistake("TexpOptimizerValue", "beta1 = 0.9", recipe("@AdamW(beta1 = ¦1)")),
        mistake("TexpOptimizerValue", "beta2 = 0.999", recipe("@AdamW(beta2 = ¦-0.1)")),
        mistake("TexpOptimizerValue", "epsilon = 1e-8", recipe("@AdamW(epsilon = ¦0)")),
        mistake("TexpTwoOptimizers", "remove @Momentum", recipe("@AdamW ¦@Momentum(0.9)")),
        mistake(
            "TexpAdamInGradient",
            "coupling = DECOUPLED",
            "@AdamW " + decay("@WeightDecay(value = 1e-2, coupling = ¦IN_GRADIENT)")),
        mistake(
            "TexpTwoOptimizers",
            "@Momentum and @Lion are both update rules, of which a recipe has one; remove @Momentum"
                + " or @Lion",
            recipe("@Momentum(0.9) ¦@Lion")),
        mistake(
            "TexpTwoOptimizers", "@Lion and @Muon are both update rules", recipe("@Lion ¦@Muon")),
        // Update rules of the author's own.
        rule(
            "TexpRuleSyntax",
            "nothing is called beta here; declare a state or an attribute of this name, or assign it"
                + " first\n    w = w - rate * beta * g\n                   ^^^^",
            "step = ¦\"w = w - rate * beta * g\""),
        rule(
            "TexpRuleSyntax",
            "\n    w = w - rate * sgn(m)\n                   ^^^",
            "states = \"m\", step = {\"m = m + g\", ¦\"w = w - rate * sgn(m)\"}"),
        rule(
            "TexpRuleSyntax",
            "u has no effect: it never reaches w; remove it, or use it\n    u = g + w\n    ^",
            "step = {¦\"u = g\\n + w\", \"w = w - rate * g\"}"),
        rule(
            "TexpRuleSyntax",
            "the state m is never assigned",
            "states = \"m\", step = \"w = w - rate * (g + m)\"",
            true),
        rule("TexpRuleSyntax", "no statement assigns w", "", true),
        rule(
            "TexpRuleSyntax",
            "expected an operator or the end of the statement",
            "step = \"w = w - rate * g\", otherwise = ¦\"w = w - 2 rate * g\""),
        rule(
            "TexpRuleSyntax",
            "the rule names decay, so the gradient must not contain it, too; write coupling ="
                + " DECOUPLED in @UpdateRule",
            "step = \"w = (1 - rate * decay) * w - rate * g\"",
            true),
        rule(
            "TexpRuleSyntax",
            "write, for example, momentum = \"beta\" in @UpdateRule",
            "states = \"m\", step = {\"m = momentum * m + g\", \"w = w - rate * m\"}",
            true),
        rule(
            "TexpRuleSyntax",
            "momentum = \"beta\" names no attribute that is a number; write one of p, q",
            "momentum = ¦\"beta\", step = \"w = w - rate * p * q * g\""),
        rule(
            "TexpRuleSyntax",
            "the rule has no attribute r; write one of p, q\n    p < r\n        ^",
            "requires = {\"p > q\", ¦\"p < r\"}, step = \"w = w - rate * p * q * g\""),
        rule(
            "TexpRuleSyntax",
            "\"p\" is no condition",
            "requires = ¦\"p\", step = \"w = w - rate * p * q * g\""),
        mistake(
            "TexpRuleSyntax",
            "the attribute fast is of type boolean, not a number; declare it as double, int or long",
            "@UpdateRule(step = \"w = w - rate * g\") @interface Own { boolean ¦fast(); } class X {}"),
        mistake(
            "TexpRuleSyntax",
            "@Own places the weight decay itself, so it cannot be in the gradient; write coupling ="
                + " DECOUPLED, or leave coupling out",
            "@UpdateRule(coupling = DECOUPLED, step = \"w = (1 - rate * decay) * w - rate * g\")"
                + " @interface Own {} @Own "
                + decay("@WeightDecay(value = 5e-4, coupling = ¦IN_GRADIENT)")),
        mistake(
            "TexpRuleDegree",
            "has degree ",
            "@UpdateRule(coupling = DECOUPLED, step = ¦\"w = w - rate * (g + w)\") @interface Own {}"
                + " @Own "
                + decay("@WeightDecay(5e-4)")),
        mistake(
            "TexpRuleDecay",
            "coupling = DECOUPLED",
            "@UpdateRule(states = \"m\", step = {\"m = 0.9 * m + g\", ¦\"w = w - rate * sign(m)\"})"
                + " @interface Own {} @Own "
                + decay("@WeightDecay(5e-4)")),
        mistake("TexpOptimizerValue", "beta2 = 0.99", recipe("@Lion(beta2 = ¦1)")),
        mistake(
            "TexpOptimizerValue",
            "beta1 is -0.5 but @Lion requires beta1 >= 0; write, for example, beta1 = 0.9",
            recipe("@Lion(beta1 = ¦-0.5)")),
        mistake(
            "TexpOptimizerValue",
            "p is 2 but @Own requires p < q; write another value for p",
            "@UpdateRule(requires = \"p < q\", step = \"w = w - rate * p * q * g\") @interface Own {"
                + " double p(); int q() default 1; } "
                + recipe("@Own(p = ¦2)")),
        mistake(
            "TexpOptimizerValue",
            "p is NaN but must be finite",
            "@UpdateRule(step = \"w = w - rate * p * g\") @interface Own { double p() default 1; } "
                + recipe("@Own(p = 0.0 ¦/ 0)")),
        mistake(
            "TexpOptimizerValue",
            "beta is 1 but must be at least 0 and less than 1; write, for example, beta = 0.5",
            "@UpdateRule(momentum = \"beta\", step = \"w = w - rate * beta * g\") @interface Own {"
                + " double beta() default 0.5; } "
                + recipe("@Own(beta = ¦1)")),
        mistake(
            "TexpNoMomentum",
            "@Adagrad has no momentum to vary; remove it",
            recipe("@Adagrad @LinearDecay(of = Hyperparameter¦.MOMENTUM, end = 0.5)")
                .replace("@WeightDecay(5e-4)", "@WeightDecay(value = 5e-4, coupling = DECOUPLED)")),
        mistake(
            "TexpMissingAnnotation",
            "add, for example, @WeightDecay(5e-4)",
            "@Lion @LinearDecay(of = Hyperparameter.WEIGHT_DECAY, end = 0.5) @Normalized(BATCH)"
                + " @Schedule(type = WEIGHT_DECAY, learningRate = 0.1, steps = 9) ¦class X {}"),
        mistake(
            "TexpDeclaredTwice",
            "[TexpDeclaredTwice] in @Ours: X has @Lion more than once; keep one",
            "@Lion @interface Ours {}\n" + declaration("@Lion ¦@Ours class X {}")),
        mistake("TexpOrphanAnnotation", "or remove @Lion", "¦@Lion class X {}"),
        mistake(
            "TexpOrphanAnnotation",
            "@Own has no effect in a class without @Schedule",
            "@UpdateRule(step = \"w = w - rate * g\") @interface Own {}\n¦@Own class X {}"),
        mistake(
            "TexpAdamForm",
            "TEXP moves the velocity of SGD to the fixed point of each phase, but decay reaches no"
                + " state of Lion; write type = TEXP_PLUS_PLUS",
            "@Lion " + type("¦TEXP")),
        mistake(
            "TexpAdamForm",
            "what decay does in a step of RAdamW changes from step to step",
            "@RAdamW " + type("¦EXPONENTIAL")),
        mistake(
            "TexpAdamForm", "but AggMo has 3 velocities; write", "@AggMo " + type("¦EXPONENTIAL")),
        mistake(
            "TexpDecayTooStrong",
            "weight decay 50 at learning rate 0.1 has no equivalent exponential rate: the conversion"
                + " fails at step 0 in epoch 0 (counted from 0); write @WeightDecay(",
            "@AggMo " + decay("@WeightDecay(¦50)")),
        mistake("TexpAdamForm", "TEXP_PLUS_PLUS", "@AdamW " + type("¦TEXP")),
        mistake("TexpAdamForm", "TEXP_PLUS_PLUS", "@AdamW " + type("¦TEXP_MINUS_MINUS")),
        mistake(
            "TexpNothingToCorrect",
            "remove momentumCorrections",
            type("TEXP_PLUS_PLUS, momentumCorrections = ¦false")),
        mistake(
            "TexpNothingToCorrect",
            "remove momentumCorrections",
            type("EXPONENTIAL, momentumCorrections = ¦false")),
        // What cannot be converted.
        mistake("TexpNotInPhases", "TEXP_PLUS_PLUS", "@CosineDecay " + type("¦TEXP")),
        mistake(
            "TexpNotInPhases",
            "TEXP_PLUS_PLUS",
            "@LinearDecay(of = Hyperparameter.WEIGHT_DECAY) " + type("¦TEXP_MINUS_MINUS")),
        mistake(
            "TexpStartsAtZero",
            "start the warm-up above 0",
            "@Warmup(steps = 2, shape = WarmupShape.CONSTANT) " + type("¦TEXP_MINUS_MINUS")),
        mistake(
            "TexpNotConstant",
            "TEXP_PLUS_PLUS",
            "@LinearDecay(of = Hyperparameter.WEIGHT_DECAY) " + type("¦EXPONENTIAL")),
        mistake(
            "TexpDecayTooStrong",
            "@WeightDecay(0.0277) or learningRate = 0.0554 or @Momentum(value = 0.8679, rule ="
                + " NESTEROV), each",
            "@Momentum(value = 0.9, rule = NESTEROV) "
                + decay("@WeightDecay(¦0.05)", "epochs = 99")),
        mistake(
            "TexpDecayTooStrong",
            "λη = 1.1 is not less than 1, and the conversion fails at step 0 in epoch 0 (counted"
                + " from 0); write @WeightDecay(value = 9.999, coupling = DECOUPLED) or",
            decay("@WeightDecay(value = ¦11, coupling = DECOUPLED)", "epochs = 99")),
        mistake(
            "TexpDecayTooStrong",
            "the conversion fails at step 3168 in epoch 8",
            "@Momentum(0.9) @StepDecay(epochs = 8, factor = 2) "
                + decay("@WeightDecay(¦0.02)", "epochs = 99")),
        mistake(
            "TexpDecayTooStrong",
            "each the largest that this run allows",
            "@Momentum(0.9) @LinearDecay(of = Hyperparameter.WEIGHT_DECAY, end = 0.01) "
                + decay("@WeightDecay(¦0.05)", "epochs = 9")),
        mistake(
            "TexpDecayTooStrong",
            "at step 5 in epoch 0 (counted from 0); write learningRate = 0.05266 or"
                + " @Momentum(0.8635)",
            "@Momentum(0.9)"
                + " @PiecewiseConstant(of = Hyperparameter.WEIGHT_DECAY, steps = 5, values = 0.05) "
                + type("TEXP").replace("5e-4", "¦5e-4")),
        mistake(
            "TexpRunTooLong",
            "at most epochs = 255754",
            "@CosineDecay " + decay("@WeightDecay(5e-4)", "epochs = ¦1_000_000")),
        mistake("TexpNotConstant", "type = TEXP_PLUS_PLUS", "@CosineDecay " + type("¦EXPONENTIAL")),
        mistake(
            "TexpDecayTooStrong",
            "@WeightDecay(0.02633) or learningRate = 0.05266 or @Momentum(0.8635)",
            "@Momentum(0.9) " + decay("@WeightDecay(¦0.05)", "epochs = 99")),
        // Methods.
        mistake(
            "TexpMethodMissing",
            "add @TrainingData static DataSetIterator",
            declaration(
                """
                class X {
                  @Network static MultiLayerConfiguration ¦network(
                      NeuralNetConfiguration.Builder base) { return null; }
                }
                """)),
        mistake(
            "TexpMethodMissing",
            "add @Network static MultiLayerConfiguration",
            declaration(
                """
                class X {
                  @EvaluationData static DataSetIterator ¦data(DataRequest r) { return null; }
                }
                """)),
        mistake(
            "TexpDuplicateMethod",
            "keep it on one of them",
            network(
                """
                @TrainingData static DataSetIterator one(DataRequest r) { return null; }
                @TrainingData static DataSetIterator ¦two(DataRequest r) { return null; }
                """)),
        mistake(
            "TexpMethodSignature",
            "write static DataSetIterator data(DataRequest request)",
            network("@TrainingData DataSetIterator ¦data(DataRequest r) { return null; }")),
        mistake(
            "TexpMethodSignature",
            "is private",
            network(
                "@TrainingData private static DataSetIterator ¦data(DataRequest r) { return"
                    + " null; }")),
        mistake(
            "TexpMethodSignature",
            "takes no parameters",
            network("@TrainingData static DataSetIterator ¦data() { return null; }")),
        mistake(
            "TexpMethodSignature",
            "returns java.lang.Object",
            network("@TrainingData static Object ¦data(DataRequest r) { return null; }")),
        mistake(
            "TexpMethodSignature",
            "to start from its weights, an initialized MultiLayerNetwork, ComputationGraph or Model",
            network("@TrainingData static DataSetIterator data(DataRequest r) { return null; }")
                .replace("MultiLayerConfiguration network", "String ¦network")),
        mistake(
            "TexpMethodSignature",
            "throws a type that does not extend Exception",
            network(
                """
                @TrainingData static DataSetIterator ¦data(DataRequest r) throws Throwable {
                  return null;
                }
                """)),
        mistake(
            "TexpMethodSignature",
            "write static MultiDataSetIterator data(DataRequest request)",
            network("@TrainingData MultiDataSetIterator ¦data(DataRequest r) { return null; }")),
        mistake(
            "TexpMethodSignature",
            "returns float; write static double auc(TrainedNetwork network, Iterable<Batch> data)",
            evaluated(
                "@Metric(better = Better.HIGHER) static float ¦auc(TrainedNetwork n,"
                    + " Iterable<Batch> data) { return 0; }")),
        mistake(
            "TexpMethodSignature",
            "takes (org.texp4j.dl4j.TrainedNetwork, java.lang.Iterable<java.lang.String>)",
            evaluated(
                "@Metric(better = Better.HIGHER) static double ¦auc(TrainedNetwork n,"
                    + " Iterable<String> data) { return 0; }")),
        mistake(
            "TexpMethodSignature",
            "is not static",
            evaluated(
                "@Metric(better = Better.LOWER) double ¦cost(TrainedNetwork n, Iterable<Batch>"
                    + " data) { return 0; }")),
        mistake(
            "TexpDuplicateMethod",
            "both one and two are primary metrics; write primary = true on one of them",
            evaluated(
                """
                @Metric(better = Better.LOWER, primary = true)
                static double one(TrainedNetwork n, Iterable<Batch> data) { return 0; }
                @Metric(better = Better.LOWER, primary = ¦true)
                static double two(TrainedNetwork n, Iterable<Batch> data) { return 0; }
                """)),
        mistake(
            "TexpMethodMissing",
            "X has a @Metric but no @EvaluationData; add @EvaluationData static",
            network(
                """
                @TrainingData static DataSetIterator training(DataRequest r) { return null; }
                @Metric(better = Better.LOWER)
                static double ¦cost(TrainedNetwork n, Iterable<Batch> data) { return 0; }
                """)),
        mistake(
            "TexpMethodMissing",
            "X has @Metric but no @Network to use it",
            declaration(
                """
                class X {
                  @Metric(better = Better.LOWER)
                  static double ¦cost(TrainedNetwork n, Iterable<Batch> data) { return 0; }
                }
                """)),
        // What is right, but to be known.
        mistake(
            "TexpDefaultTrainingExamples",
            "write @Experiment(trainingExamples = …)",
            "@Normalized(BATCH) @WeightDecay(5e-4) @Schedule(type = TEXP_PLUS_PLUS,"
                + " learningRate = 0.1, epochs = 9) ¦class X {}"),
        mistake(
            "TexpBeyondBound",
            "@WeightDecay(0.02633)",
            "@Momentum(0.9) " + decay("@WeightDecay(¦0.03)", "steps = 141")),
        mistake(
            "TexpDefaultTrainingExamples",
            "write trainingExamples = … in @Experiment to check and show the plan",
            recipe("¦@Experiment(seed = 7)")),
        mistake(
            "TexpFloatRange",
            "no change is needed",
            "@Momentum(0.9) " + decay("@WeightDecay(5e-4)", "steps = ¦100_000")),
        mistake(
            "TexpCorrectionsLeftOut",
            "remove momentumCorrections = false",
            "@Momentum(0.9) " + type("EXPONENTIAL, momentumCorrections = ¦false")),
        mistake(
            "TexpUncheckedCurve",
            "no change is needed",
            recipe("@CustomCurve(X.F¦.class)")
                .replace(
                    "class X {}",
                    "class X { static class F implements org.texp4j.schedule.CurveFactory { public"
                        + " org.texp4j.schedule.Curve curve(double i, long s, long e) { return"
                        + " null; }}}")),
        suppression("¦\"texp4j:TexpFlotRange\"", "did you mean \"texp4j:TexpFloatRange\"?"),
        suppression("{\"all\", ¦\"texp4j:floatrange\"}", "did you mean \"texp4j:TexpFloatRange\"?"),
        suppression("¦\"texp4j:Everything\"", "remove \"texp4j:Everything\""),
        suppression("¦\"TexpFloatRange\"", "write \"texp4j:TexpFloatRange\""),
        suppression("¦\"texp4j\"", "start with texp4j:"),
        suppression("¦\"texp4j:TexpMomentumRange\"", "TexpMomentumRange cannot be suppressed"),
        mistake(
            "TexpSuppression",
            "TexpBeyondBound",
            "@SuppressWarnings(¦\"texp4j:BeyondBounds\") class O { "
                + declaration("static class X {}")
                + "}"));
  }

  /** The codes of these mistakes. */
  static Set<String> codes() {
    return mistakes().map(mistake -> (String) mistake.get()[0]).collect(Collectors.toSet());
  }

  /** Each mistake in a package of its own, all in one compilation. */
  private static final Map<String, List<Diagnostic<? extends JavaFileObject>>> FOUND =
      new HashMap<>();

  @BeforeAll
  static void compileAllAtOnce() {
    List<String> marked = mistakes().map(mistake -> (String) mistake.get()[2]).distinct().toList();
    Map<String, String> byPackage = new HashMap<>();
    JavaFileObject[] files = new JavaFileObject[marked.size()];
    for (int i = 0; i < files.length; i++) {
      String name = "mistake" + i;
      byPackage.put(name, marked.get(i));
      FOUND.put(marked.get(i), new ArrayList<>());
      files[i] =
          JavaFileObjects.forSourceString(
              name + ".X", "package " + name + ";" + IMPORTS + marked.get(i).replace("¦", ""));
    }
    Compile.onlyProcessing(files).diagnostics().stream()
        .filter(found -> found.getSource() != null)
        .forEach(
            found -> FOUND.get(byPackage.get(Compile.directory(found.getSource()))).add(found));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("mistakes")
  void isReportedOnceOnTheValueWithARemedy(String code, String remedy, String marked) {
    assertThat(FOUND.get(marked))
        .filteredOn(found -> found.getKind() == kind(code))
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.getMessage(Locale.ROOT)).startsWith("[" + code + "] ");
              assertThat(error.getMessage(Locale.ROOT)).contains(remedy, "; ");
              assertThat(placed(marked, error)).isEqualTo(marked);
            });
  }

  private static Diagnostic.Kind kind(String code) {
    Severity severity =
        Stream.of(Code.values())
            .filter(known -> known.toString().equals(code))
            .findFirst()
            .orElseThrow()
            .severity();
    return Diagnostic.Kind.valueOf(severity.name());
  }

  /** The source with the sign where the error is. */
  private static String placed(String marked, Diagnostic<?> error) {
    String source = marked.replace("¦", "");
    long line = 1 + IMPORTS.chars().filter(c -> c == '\n').count();
    int offset = 0;
    while (line < error.getLineNumber()) {
      offset = source.indexOf('\n', offset) + 1;
      line++;
    }
    int caret = offset + (int) error.getColumnNumber() - 1;
    return source.substring(0, caret) + "¦" + source.substring(caret);
  }

  /** The source of each mistake, by its path, in a package of its own. */
  static Map<String, String> sources() {
    List<String> marked = mistakes().map(mistake -> (String) mistake.get()[2]).distinct().toList();
    Map<String, String> sources = new TreeMap<>();
    for (int i = 0; i < marked.size(); i++) {
      String name = "mistake" + i;
      sources.put(
          name + "/X.java", "package " + name + ";" + IMPORTS + marked.get(i).replace("¦", ""));
    }
    return sources;
  }

  private static Arguments mistake(String code, String remedy, String source) {
    return arguments(code, remedy, source);
  }

  private static Arguments shapeValue(String annotation, String remedy) {
    return mistake("TexpShapeValue", remedy, recipe(annotation));
  }

  /** A mistake in the text of a rule with the attributes p and q, which nothing uses. */
  private static Arguments rule(String code, String remedy, String definition) {
    return rule(code, remedy, definition, false);
  }

  private static Arguments rule(
      String code, String remedy, String definition, boolean isOfDefinition) {
    return mistake(
        code,
        remedy,
        (isOfDefinition ? "¦" : "")
            + "@UpdateRule("
            + definition
            + ") @interface Own { double p() default 1; long q() default 2; } class X {}");
  }

  private static Arguments suppression(String texts, String remedy) {
    return mistake(
        "TexpSuppression", remedy, "@SuppressWarnings(" + texts + ") " + declaration("class X {}"));
  }

  private static Arguments curveClass(String header, String member, String flaw) {
    String curve =
        "public org.texp4j.schedule.Curve curve(double i, long s, long e) { return null; }";
    return mistake(
        "TexpCurveClass",
        flaw,
        recipe("@CustomCurve(X.F¦.class)")
            .replace(
                "class X {}",
                "class X { "
                    + header
                    + "org.texp4j.schedule.CurveFactory { "
                    + member
                    + curve
                    + "}}"));
  }

  private static String declaration(String type) {
    return "@Normalized(BATCH) @WeightDecay(5e-4)"
        + " @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, steps = 9) "
        + type;
  }

  /** Nine epochs of one step, with a further annotation. */
  private static String recipe(String annotation) {
    String size = annotation.contains("@Experiment") ? "" : "@Experiment(trainingExamples = 99) ";
    return size
        + annotation
        + " @Normalized(BATCH) @WeightDecay(5e-4)"
        + " @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 9) class X {}";
  }

  private static String schedule(String learningRate, String length) {
    return "@Normalized(BATCH) @WeightDecay(5e-4) @Schedule(type = TEXP_PLUS_PLUS, learningRate = "
        + learningRate
        + ", "
        + length
        + ") class X {}";
  }

  private static String type(String type) {
    return "@Normalized(BATCH) @WeightDecay(5e-4) @Schedule(type = "
        + type
        + ", learningRate = 0.1, steps = 9) class X {}";
  }

  private static String normalized(String kind) {
    return "@Normalized("
        + kind
        + ") @WeightDecay(5e-4)"
        + " @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, steps = 9) class X {}";
  }

  private static String rateFactor(String value, String layers) {
    return "@LearningRateFactor(value = "
        + value
        + ", layers = "
        + layers
        + ") "
        + normalized("BATCH");
  }

  private static Arguments asserted(String groups, String remedy) {
    return mistake(
        "TexpAssertedTensors", remedy, normalized("value = LAYER, asserted = " + groups));
  }

  private static String decay(String annotation) {
    return decay(annotation, "steps = 9");
  }

  private static String decay(String annotation, String length) {
    return annotation
        + " @Normalized(BATCH) @Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, "
        + length
        + ") class X {}";
  }

  private static String evaluated(String metrics) {
    return network(
        """
        @TrainingData static DataSetIterator training(DataRequest r) { return null; }
        @EvaluationData static DataSetIterator evaluation(DataRequest r) { return null; }
        """
            + metrics);
  }

  private static String network(String data) {
    return declaration(
        "class X { @Network static MultiLayerConfiguration network("
            + "NeuralNetConfiguration.Builder base) { return null; }\n"
            + data
            + "}");
  }
}
