package org.texp4j.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.DeclaredMethod;
import org.texp4j.processor.model.DeclaredMethod.Result;
import org.texp4j.processor.model.Training;

/** The training class: constants, recipe, loop, state mapping and command line. */
final class TrainingSource {

  private final Training training;
  private final String sourceDigest;
  private final boolean generatedAnnotation;
  private final Lesson lesson;
  private final ClassName declared;
  private final ClassName self;

  /**
   * The source of a training class.
   *
   * @param sourceDigest what it holds as its own digest
   * @param generatedAnnotation whether {@code @Generated} exists where the class is compiled
   */
  TrainingSource(Training training, String sourceDigest, boolean generatedAnnotation) {
    this.training = training;
    this.sourceDigest = sourceDigest;
    this.generatedAnnotation = generatedAnnotation;
    this.lesson = Lesson.of(training);
    this.declared = Names.declared(training.type());
    this.self = Names.training(training.type());
  }

  /** The source file. */
  JavaFile file() {
    return new Members(training.type(), about(), generatedAnnotation)
        .stepsPerEpoch(
            Prose.ofMember()
                .paragraph(
                    "The number of steps in an epoch: ⌈"
                        + training.experiment().trainingExamples()
                        + " / "
                        + training.experiment().batchSize()
                        + "⌉."),
            CodeBlock.of("$L", Literals.whole(training.stepsPerEpoch())))
        .declarationDigest(
            Prose.ofMember().paragraph("The SHA-256 digest of the declaration, in hex."),
            digest(training.digest()))
        .sourceDigest(
            Prose.ofMember()
                .paragraph(
                    "The SHA-256 digest of this text, in hex, with zeros in place of its own digits."),
            digest(sourceDigest))
        .plan(Prose.ofMember().paragraph(lesson.plan()), plan())
        .experiment(
            Prose.ofMember().paragraph("The experiment, as the command line knows it."),
            experiment())
        .recipe(
            Prose.ofMember()
                .paragraph("The declared recipe, for epochs of any number of steps.")
                .parameter("stepsPerEpoch", "the number of steps in an epoch, at least 1")
                .returned("the recipe, its lengths in steps"),
            new RecipeCode(training.recipe()).body())
        .train(
            Prose.ofMember()
                .paragraph(lesson.loop())
                .parameter("run", "the run, at any step; the loop takes it to its end"),
            loop())
        .toExponential(
            Prose.ofMember()
                .paragraph(
                    "Maps a state of " + lesson.equivalent() + " to this one: " + lesson.mapped())
                .parameter("state", lesson.declaredState() + " before a step")
                .parameter("step", "that step")
                .returned(lesson.convertedState() + " before it"),
            CodeBlock.of("return state.toExponential(PLAN.coordinatesAt(step));\n"))
        .toWeightDecay(
            Prose.ofMember()
                .paragraph(
                    "Maps a state of this run to "
                        + lesson.equivalent().replace(" run", " one")
                        + ": "
                        + lesson.mappedBack())
                .parameter("state", lesson.convertedState() + " before a step")
                .parameter("step", "that step")
                .returned(lesson.declaredState() + " before it"),
            CodeBlock.of("return state.toWeightDecay(PLAN.coordinatesAt(step));\n"))
        .main(
            Prose.ofMember()
                .paragraph("The command line; --help lists its commands.")
                .parameter("arguments", "the command and its options"),
            CodeBlock.of(
                "$T.exit($T.run(EXPERIMENT, arguments));\n",
                System.class,
                Names.EXPERIMENT_COMMAND))
        .file();
  }

  private Prose about() {
    Prose prose =
        Prose.ofClass()
            .paragraph(
                "Trains {@link "
                    + training.type().sourceName()
                    + "}"
                    + (training.type().recipe().isEmpty()
                        ? ""
                        : " by its recipe " + training.type().recipe())
                    + ": "
                    + RecipeWords.of(training))
            .paragraph(lesson.before())
            .formula(lesson.formula())
            .paragraph(lesson.after());
    if (training.plan().isPresent()) {
      new PhaseTable(training, training.plan().get()).addTo(prose);
    } else {
      prose.paragraph(
          "Whether this can be converted, and the phases it has, show when the class is loaded: its"
              + " curve comes from a class that the compiler does not run.");
    }
    return prose;
  }

  /** In two halves: 64 digits do not fit on the line of their name. */
  private static CodeBlock digest(String digits) {
    int half = digits.length() / 2;
    return CodeBlock.of("$S$W+ $S", digits.substring(0, half), digits.substring(half));
  }

  private CodeBlock plan() {
    return CodeBlock.of(
        training.corrected()
            ? "$T.of(recipe(STEPS_PER_EPOCH), $L)"
            : "$T.of(recipe(STEPS_PER_EPOCH), $L)$Z.withoutCorrections()",
        Names.PLAN,
        conversion());
  }

  private CodeBlock conversion() {
    return CodeBlock.of("$T.$L", Names.CONVERSION, training.conversion());
  }

  private CodeBlock experiment() {
    Training.Experiment experiment = training.experiment();
    CodeBlock.Builder code = CodeBlock.builder();
    code.add("$T.named($S)$>$>", Names.EXPERIMENT, experiment.name());
    code.add("\n.seed($L)", Literals.whole(experiment.seed()));
    code.add("\n.batchSize($L)", Literals.whole(experiment.batchSize()));
    code.add("\n.trainingExamples($L)", Literals.whole(experiment.trainingExamples()));
    code.add("\n.recipe($T::recipe, $L)", self, conversion());
    if (!training.corrected()) {
      code.add("\n.momentumCorrections(false)");
    }
    boolean graph =
        training.network().isPresent() && training.network().get().result() == Result.GRAPH;
    add(code, graph ? "computationGraph" : "multiLayerNetwork", training.network());
    add(code, "trainingData", training.trainingData());
    add(code, "evaluationData", training.evaluationData());
    if (experiment.onlyInvariant()) {
      code.add("\n.trainOnlyInvariant()");
    }
    for (List<String> group : experiment.asserted()) {
      code.add("\n.assertInvariant($L)", strings(group));
    }
    code.add("\n.loop($T::train)", self);
    code.add("\n.declarationDigest(DECLARATION_DIGEST)");
    code.add("\n.sourceDigest(SOURCE_DIGEST)");
    code.add("\n.build()$<$<");
    return code.build();
  }

  private void add(CodeBlock.Builder code, String call, Optional<DeclaredMethod> method) {
    if (method.isPresent()) {
      code.add("\n.$L($T::$L)", call, declared, method.get().name());
    }
  }

  private static CodeBlock strings(List<String> texts) {
    CodeBlock.Builder row = CodeBlock.builder();
    for (String text : texts) {
      row.add(row.isEmpty() ? "$S" : ",$W$S", text);
    }
    return row.build();
  }

  private CodeBlock loop() {
    return CodeBlock.builder()
        .beginControlFlow("while (run.hasNext())")
        .add("$T batch = run.nextBatch();\n", Names.DATA_SET)
        .add("$T step = run.nextStep(); // $L\n", Names.STEP, lesson.step())
        .add("run.computeGradient(batch); // $L\n", lesson.gradient())
        .add("run.update(step); // $L\n", lesson.update())
        .add("run.carry(step); // $L\n", lesson.carry())
        .add("run.notifyListeners(step);\n")
        .endControlFlow()
        .build();
  }
}
