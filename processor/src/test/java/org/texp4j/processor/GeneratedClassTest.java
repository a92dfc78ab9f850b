package org.texp4j.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.testing.compile.Compilation;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.texp4j.dl4j.Experiment;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Sgd;
import org.texp4j.schedule.Velocity;

/** What a training class is once it is loaded. */
final class GeneratedClassTest {

  @Test
  void holdsTheDeclaredExperiment() throws Exception {
    Class<?> training = load("FashionCnn", "demo.FashionCnnTraining");
    Experiment experiment = (Experiment) field(training, "EXPERIMENT");

    assertThat(experiment.name()).isEqualTo("fashion-cnn");
    assertThat(experiment.seed()).isEqualTo(7);
    assertThat(experiment.batchSize()).isEqualTo(128);
    assertThat(experiment.stepsPerEpoch())
        .isEqualTo(40)
        .isEqualTo(field(training, "STEPS_PER_EPOCH"));
    assertThat(experiment.form()).isEqualTo(RecipeForm.TEXP_PLUS_PLUS);
    assertThat(experiment.network()).get().isInstanceOf(Experiment.Network.MultiLayer.class);
    assertThat(experiment.trainingData()).isPresent();
    assertThat(experiment.evaluationData()).isPresent();
    assertThat(experiment.declarationDigest())
        .matches("[0-9a-f]{64}")
        .isEqualTo(field(training, "DECLARATION_DIGEST"));
    assertThat(experiment.recipe(391))
        .isEqualTo(
            new Recipe(
                16 * 391,
                Curve.stepDecay(0.1, 0.1, 8 * 391, 12 * 391),
                Curve.constant(5e-4),
                Curve.constant(0.9)));
    assertThat(((Plan) field(training, "PLAN")).recipe()).isEqualTo(experiment.recipe(40));
  }

  /** As a reader would: blank the digits, and take the digest of the file. */
  @Test
  void holdsTheDigestOfItsOwnText() throws Exception {
    Compilation compilation = Compile.strictly(GoldenTest.declaration("FashionCnn"));
    String source = Compile.generated(compilation, "demo.FashionCnnTraining");
    Class<?> training = Compile.loader(compilation).loadClass("demo.FashionCnnTraining");
    String digest = (String) field(training, "SOURCE_DIGEST");

    String zeros = "0".repeat(32);
    String blank =
        source.replace(digest.substring(0, 32), zeros).replace(digest.substring(32), zeros);

    assertThat(blank).isNotEqualTo(source);
    byte[] sha = MessageDigest.getInstance("SHA-256").digest(blank.getBytes(UTF_8));
    assertThat(HexFormat.of().formatHex(sha)).isEqualTo(digest);
    assertThat(((Experiment) field(training, "EXPERIMENT")).sourceDigest()).isEqualTo(digest);
  }

  @Test
  void warmsUpBeforeItsMainShape() throws Exception {
    Class<?> training = load("PreResNet20", "demo.cifar.PreResNet20Training");
    Experiment experiment = (Experiment) field(training, "EXPERIMENT");

    assertThat(experiment.name()).isEqualTo("pre-res-net-20");
    assertThat(experiment.network()).get().isInstanceOf(Experiment.Network.Graph.class);
    assertThat(experiment.recipe(10).learningRate())
        .isEqualTo(Curve.linearWarmup(0, 50, Curve.cosineDecay(0.1, 1e-4, 1950)));
  }

  @Test
  void mayBeUsedForItsScheduleAlone() throws Exception {
    Class<?> training = load("ConstantGrowth", "ConstantGrowthTraining");
    Experiment experiment = (Experiment) field(training, "EXPERIMENT");

    assertThat(experiment.name()).isEqualTo("constant-growth");
    assertThat(experiment.network()).isEmpty();
    assertThat(((Plan) field(training, "PLAN")).steps()).isEqualTo(20_000);
  }

  /** The compiler and the runtime assume the same number until the data are counted. */
  @Test
  void leavesExamplesToBeCountedWhereNoneAreDeclared() throws Exception {
    Class<?> undeclared = load("ConstantGrowth", "ConstantGrowthTraining");
    Experiment counting = (Experiment) field(undeclared, "EXPERIMENT");
    Experiment declared =
        (Experiment) field(load("FashionCnn", "demo.FashionCnnTraining"), "EXPERIMENT");

    assertThat(counting.declaresTrainingExamples()).isFalse();
    assertThat(counting.stepsPerEpoch()).isEqualTo(field(undeclared, "STEPS_PER_EPOCH"));
    assertThat(declared.declaresTrainingExamples()).isTrue();
  }

  @Test
  void givesLayersTheLearningRatesThatAreDeclared() {
    String plain = "@WeightDecay(5e-4)";
    String slowed = plain + " @LearningRateFactor(value = 0.1, layers = {\"a b\", \"1\"})";
    String normalized = "@Normalized(Normalization.BATCH)";

    assertThat(written(normalized, slowed)).contains(".learningRateFactor(0.1, \"a b\", \"1\")");
    assertThat(
            Stream.of(
                    plain,
                    slowed,
                    slowed.replace("0.1", "0.2"),
                    slowed + " @LearningRateFactor(value = 0.2, layers = \"2\")")
                .map(GeneratedClassTest::digest))
        .doesNotHaveDuplicates();
  }

  @Test
  void keepsUnbiasedVariancesWhereDeclared() {
    String normalized = "@Normalized(value = Normalization.BATCH, unbiasedVariance = %s)";

    assertThat(written(normalized.formatted(true))).contains(".keepUnbiasedVariance()");
    assertThat(written(normalized.formatted(false))).doesNotContain("UnbiasedVariance");
  }

  @Test
  void runsTheCurveOfAnAuthorsClass() throws Exception {
    Class<?> training = load("OwnCurve", "demo.OwnCurveTraining");
    Recipe recipe = Compile.recipe(training, 8);

    assertThat(recipe.learningRate().at(4)).isEqualTo(0.05);
    assertThat(recipe.learningRate().at(8 + 2)).isEqualTo(0.14);
    assertThat(recipe.learningRate().at(8 + 6))
        .isCloseTo(0.025 * (1 + Math.cos(Math.PI * 6 / 152)), within(1e-15));
    assertThat(((Plan) field(training, "PLAN")).recipe().rule())
        .isEqualTo(new Sgd(Velocity.NESTEROV, Coupling.DECOUPLED, 0));
  }

  @Test
  void leavesCorrectionsOutWhereItIsTold() throws Exception {
    Class<?> kicked = load("Kicked", "demo.KickedTraining");
    Experiment experiment = (Experiment) field(kicked, "EXPERIMENT");

    assertThat(((Plan) field(kicked, "PLAN")).isCorrected()).isFalse();
    assertThat(experiment.plan(7).isCorrected()).isFalse();
    assertThat(((Plan) field(load("Phases", "demo.PhasesTraining"), "PLAN")).isCorrected())
        .isTrue();
  }

  @Test
  void trainsOnlyWhatIsInvariantOrAsserted() throws Exception {
    Experiment experiment =
        (Experiment) field(load("OnlyInvariant", "demo.OnlyInvariantTraining"), "EXPERIMENT");
    Experiment plain =
        (Experiment) field(load("ConstantGrowth", "ConstantGrowthTraining"), "EXPERIMENT");

    assertThat(experiment.trainsOnlyInvariant()).isTrue();
    assertThat(experiment.assertedInvariant())
        .containsExactly(
            Set.of("attention_Wq", "attention_Wk"),
            Set.of(
                "encoder block 1_Wq",
                "encoder block 1_Wk",
                "encoder block 1_Wv",
                "a \"quoted\" $L name_W"));
    assertThat(plain.trainsOnlyInvariant()).isFalse();
    assertThat(plain.assertedInvariant()).isEmpty();
  }

  @Test
  void saysInTheDeclaredFormTooThatTheRestIsFixed() {
    assertThat(written("@Normalized(value = Normalization.BATCH, onlyInvariant = true)"))
        .contains("keep their initial values")
        .doesNotContain("do not decay");
  }

  /** Theory: 0.1, 5e-4 and 0.9 grow the rate by 1.48123 in an epoch of 391 steps. */
  @Test
  void showsTheGrowthOfTheUsualRecipe() {
    Compilation compilation =
        Compile.strictly(
            Compile.source(
                "Usual",
                "import org.texp4j.annotations.*;",
                "@Experiment(trainingExamples = 50_000)",
                "@Normalized(Normalization.BATCH) @WeightDecay(5e-4) @Momentum(0.9)",
                "@Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, epochs = 160)",
                "class Usual {}"));

    assertThat(compilation).succeeded();
    assertThat(Compile.generated(compilation, "demo.UsualTraining"))
        .contains("<td>1.0010053</td><td>1.48123</td>")
        .containsPattern("<td>1\\.[89]\\d*e26</td>");
  }

  @Test
  void meansTheDeclaredClassByItsNameWhateverThatIs() {
    Compilation compilation =
        Compile.strictly(
            Compile.source(
                "Plan",
                "import org.texp4j.annotations.*;",
                "@Experiment",
                "@Normalized(Normalization.BATCH) @WeightDecay(5e-4)",
                "@Schedule(type = ScheduleType.TEXP_PLUS_PLUS, learningRate = 0.1, steps = 9)",
                "class Plan {}"));

    assertThat(compilation).succeeded();
    assertThat(Compile.generated(compilation, "demo.PlanTraining"))
        .contains("Trains {@link Plan}:", " org.texp4j.schedule.Plan PLAN = ")
        .doesNotContain("import org.texp4j.schedule.Plan;");
  }

  @Test
  void hasOneDigestForOneDeclarationHoweverWritten() {
    String plain = digest("@WeightDecay(5e-4)");

    assertThat(digest("@WeightDecay(value = 0.0005, coupling = Coupling.IN_GRADIENT)"))
        .isEqualTo(plain);
    assertThat(digest("@WeightDecay(5.0000001e-4)")).isNotEqualTo(plain);
  }

  @Test
  void hasAnotherDigestWhereOtherTensorsAreTrained() {
    String normalized = "@Normalized(value = Normalization.BATCH, %s)";
    String plain = digestOf(written("@Normalized(Normalization.BATCH)"));

    assertThat(digestOf(written(normalized.formatted("onlyInvariant = false, asserted = {}"))))
        .isEqualTo(plain);
    assertThat(
            Stream.of(
                    "onlyInvariant = true",
                    "unbiasedVariance = true",
                    "asserted = \"a_W, b_W\"",
                    "asserted = {\"a_W\", \"b_W\"}",
                    "onlyInvariant = true, asserted = \"a_W, b_W\"")
                .map(attributes -> digestOf(written(normalized.formatted(attributes)))))
        .doesNotHaveDuplicates()
        .doesNotContain(plain);
    assertThat(digestOf(written(normalized.formatted("asserted = \" a_W,b_W \""))))
        .isEqualTo(digestOf(written(normalized.formatted("asserted = {\"a_W, b_W\"}"))));
  }

  private static String digest(String decay) {
    return digestOf(written("@Normalized(Normalization.BATCH)", decay));
  }

  private static String written(String normalized) {
    return written(normalized, "@WeightDecay(5e-4)");
  }

  private static String written(String normalized, String decay) {
    Compilation compilation =
        Compile.onlyProcessing(
            Compile.source(
                "X",
                "import org.texp4j.annotations.*;",
                normalized,
                decay,
                "@Schedule(type = ScheduleType.WEIGHT_DECAY, learningRate = 0.1, steps = 9)",
                "class X {}"));
    return Compile.generated(compilation, "demo.XTraining");
  }

  private static String digestOf(String training) {
    return training.replaceAll("(?s).*DECLARATION_DIGEST =(.*?);.*", "$1");
  }

  private static Object field(Class<?> training, String name) throws ReflectiveOperationException {
    var field = training.getField(name);
    field.setAccessible(true);
    return field.get(null);
  }

  private static Class<?> load(String declaration, String training) throws ClassNotFoundException {
    Compilation compilation = Compile.strictly(GoldenTest.declaration(declaration));
    assertThat(compilation).succeeded();
    return Compile.loader(compilation).loadClass(training);
  }
}
