package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import org.texp4j.processor.model.DeclaredMethod;
import org.texp4j.processor.model.DeclaredMethod.Result;
import org.texp4j.processor.model.Sha256;
import org.texp4j.processor.model.Training;

/** The source of a training class: constants, recipe, loop, state mapping and command line. */
final class TrainingSource {

  private static final String HALF_OF_ZEROS = "0".repeat(32);

  private final Training training;
  private final AuthorNames names;
  private final Surroundings surroundings;
  private final Explanation explanation;
  private final String self;

  private TrainingSource(Training training, AuthorNames names, Surroundings surroundings) {
    this.training = training;
    this.names = names;
    this.surroundings = surroundings;
    this.explanation = Explanation.of(training);
    this.self = training.type().trainingName();
  }

  /** The text of the source file, with its own digest. */
  static String text(Training training, AuthorNames names, Surroundings surroundings) {
    String blank = new TrainingSource(training, names, surroundings).textWithoutDigest();
    String digest = Sha256.of(blank);
    int half = HALF_OF_ZEROS.length();
    return blank.replaceFirst(
        "( SOURCE_DIGEST = \")" + HALF_OF_ZEROS + "(\"\\s+\\+ \")" + HALF_OF_ZEROS,
        "$1" + digest.substring(0, half) + "$2" + digest.substring(half));
  }

  /** The text with zeros in place of the digits of its digest. */
  private String textWithoutDigest() {
    List<TypeSpec> loops = new RuleLoops(training, names).classes();
    RecipeCode recipe =
        new RecipeCode(training.recipe(), loops.stream().map(TypeSpec::name).toList(), names);
    return new TrainingClassBuilder(
            training.type(), names.reserved(), about(), training.usesDeprecated(), surroundings)
        .stepsPerEpoch(
            Javadoc.ofMember().paragraph(stepsPerEpoch()),
            CodeBlock.of("$L", Literals.whole(training.stepsPerEpoch())))
        .declarationDigest(
            Javadoc.ofMember().paragraph("The SHA-256 digest of the declaration, in hex."),
            digest(training.digest()))
        .sourceDigest(
            Javadoc.ofMember()
                .paragraph(
                    "The SHA-256 digest of this file, in hex, computed with zeros in place of the"
                        + " digest."),
            digest(HALF_OF_ZEROS + HALF_OF_ZEROS))
        .plan(Javadoc.ofMember().paragraph(explanation.plan()), plan())
        .experiment(
            Javadoc.ofMember().paragraph("The experiment that the command line runs."),
            experiment())
        .recipe(
            Javadoc.ofMember()
                .paragraph("The declared recipe, for epochs of any number of steps.")
                .parameter("stepsPerEpoch", "the number of steps per epoch, at least 1")
                .returned("the recipe, with its lengths in steps"),
            recipe.body())
        .tables(recipe.tables())
        .train(
            Javadoc.ofMember()
                .paragraph(explanation.loop())
                .parameter("run", "the run, at any step; the loop takes it to its end"),
            loop())
        .toExponential(
            Javadoc.ofMember()
                .paragraph(
                    "Maps a state of "
                        + explanation.counterpart()
                        + " to a state of this run: "
                        + explanation.mapping())
                .parameter("state", explanation.declaredState() + " before a step")
                .parameter("step", "the index of that step")
                .returned(explanation.convertedState() + " before that step"),
            mapping("toExponential"))
        .toWeightDecay(
            Javadoc.ofMember()
                .paragraph(
                    "Maps a state of this run to a state of "
                        + explanation.counterpart()
                        + ": "
                        + explanation.inverseMapping())
                .parameter("state", explanation.convertedState() + " before a step")
                .parameter("step", "the index of that step")
                .returned(explanation.declaredState() + " before that step"),
            mapping("toWeightDecay"))
        .main(
            Javadoc.ofMember()
                .paragraph("Runs the command line; {@code --help} lists its commands.")
                .parameter("arguments", "the command and its options"),
            CodeBlock.builder()
                .addStatement(
                    "$T.exit($T.run(EXPERIMENT, arguments))",
                    System.class,
                    ClassNames.EXPERIMENT_COMMAND)
                .build())
        .inner(loops)
        .text();
  }

  private Javadoc about() {
    String recipe = training.type().recipe();
    Javadoc about =
        Javadoc.ofClass()
            .paragraph(
                "Trains {@link "
                    + names.declared()
                    + "}"
                    + (recipe.isEmpty() ? "" : " with its recipe " + recipe)
                    + ": "
                    + RecipeDescription.of(training))
            .paragraph(explanation.overview())
            .formula(explanation.formula())
            .paragraph(explanation.conclusion());
    training
        .plan()
        .ifPresentOrElse(
            plan -> new PhaseTable(training, plan).addTo(about),
            () ->
                about.paragraph(
                    "The curve comes from a class that cannot run at compile time, so the phases of the"
                        + " recipe, and whether it can be converted, are known only when this class"
                        + " is loaded."));
    return about;
  }

  private String stepsPerEpoch() {
    Training.Experiment experiment = training.experiment();
    return "The number of steps per epoch: ⌈"
        + experiment.trainingExamples()
        + " / "
        + experiment.batchSize()
        + "⌉"
        + (experiment.countsExamples()
            ? ", for as many examples as CIFAR-10 has, since none are declared; a run counts its"
                + " data and plans for epochs of that size."
            : ".");
  }

  /** In two halves: 64 digits do not fit on one line with the name. */
  private static CodeBlock digest(String digits) {
    int half = digits.length() / 2;
    return CodeBlock.of("$S$W+ $S", digits.substring(0, half), digits.substring(half));
  }

  private CodeBlock plan() {
    return CodeBlock.of(
        training.corrected()
            ? "$T.of(recipe(STEPS_PER_EPOCH), $L)"
            : "$T.of(recipe(STEPS_PER_EPOCH), $L)$Z.withoutCorrections()",
        ClassNames.PLAN,
        form());
  }

  private CodeBlock form() {
    return CodeBlock.of("$T.$L", ClassNames.RECIPE_FORM, training.form());
  }

  private CodeBlock experiment() {
    Training.Experiment experiment = training.experiment();
    CodeBlock.Builder code =
        CodeBlock.builder()
            .add("$T.named($S)$>$>", ClassNames.EXPERIMENT, experiment.name())
            .add("\n.seed($L)", Literals.whole(experiment.seed()))
            .add("\n.batchSize($L)", Literals.whole(experiment.batchSize()));
    if (!experiment.countsExamples()) {
      code.add("\n.trainingExamples($L)", Literals.whole(experiment.trainingExamples()));
    }
    code.add("\n.recipe($L::recipe, $L)", self, form());
    if (!training.corrected()) {
      code.add("\n.momentumCorrections(false)");
    }
    training.network().ifPresent(method -> addMethod(code, networkSetter(method), method));
    training
        .trainingData()
        .ifPresent(method -> addMethod(code, dataSetter("training", method), method));
    training
        .evaluationData()
        .ifPresent(method -> addMethod(code, dataSetter("evaluation", method), method));
    training.metrics().forEach(method -> addMetric(code, method));
    if (experiment.onlyInvariant()) {
      code.add("\n.trainOnlyInvariant()");
    }
    for (Training.RateFactor factor : experiment.rateFactors()) {
      code.add(
          "\n.learningRateFactor($L,$W$L)",
          Literals.real(factor.value()),
          strings(factor.layers()));
    }
    if (experiment.unbiasedVariance()) {
      code.add("\n.keepUnbiasedVariance()");
    }
    for (List<String> group : experiment.asserted()) {
      code.add("\n.assertInvariant($L)", strings(group));
    }
    return code.add("\n.loop($L::train)", self)
        .add("\n.declarationDigest(DECLARATION_DIGEST)")
        .add("\n.sourceDigest(SOURCE_DIGEST)")
        .add("\n.build()$<$<")
        .build();
  }

  private static String networkSetter(DeclaredMethod network) {
    return switch (network.result()) {
      case GRAPH -> "computationGraph";
      case INITIALIZED -> "initializedNetwork";
      default -> "multiLayerNetwork";
    };
  }

  private static String dataSetter(String use, DeclaredMethod data) {
    return use + (data.result() == Result.MULTI_DATA ? "MultiData" : "Data");
  }

  private void addMetric(CodeBlock.Builder code, DeclaredMethod method) {
    DeclaredMethod.Metric metric = method.metric().orElseThrow();
    code.add(
        "\n.$L($T.$L($S), $L::$L)",
        metric.primary().value() ? "primaryMetric" : "metric",
        ClassNames.METRIC,
        metric.isHigherBetter() ? "higherIsBetter" : "lowerIsBetter",
        method.name(),
        names.declared(),
        method.name());
  }

  private void addMethod(CodeBlock.Builder code, String setter, DeclaredMethod method) {
    code.add("\n.$L($L::$L)", setter, names.declared(), method.name());
  }

  private static CodeBlock strings(List<String> texts) {
    return CodeBlock.join(texts.stream().map(text -> CodeBlock.of("$S", text)).toList(), ",$W");
  }

  private CodeBlock loop() {
    return CodeBlock.builder()
        .beginControlFlow("while (run.hasNext())")
        .addStatement("$T batch = run.nextBatch()", ClassNames.BATCH)
        .add("$T step = run.nextStep(); // $L\n", ClassNames.STEP, explanation.step())
        .add("run.computeGradient(batch); // $L\n", explanation.gradient())
        .add("run.update(step); // $L\n", explanation.update())
        .add("run.carry(step); // $L\n", explanation.carry())
        .addStatement("run.notifyListeners(step)")
        .endControlFlow()
        .build();
  }

  private static CodeBlock mapping(String method) {
    return CodeBlock.builder()
        .addStatement("return state.$L(PLAN.coordinatesAt(step))", method)
        .build();
  }
}
