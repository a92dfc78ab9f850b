package org.texp4j.processor.write;

import com.palantir.javapoet.CodeBlock;
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
  private final String declared;
  private final String self;

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
    this.declared = training.type().sourceName();
    this.self = training.type().trainingName();
  }

  /** The text of the source file. */
  String text() {
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
        .text();
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
    return CodeBlock.of("$T.$L", Names.RECIPE_FORM, training.conversion());
  }

  private CodeBlock experiment() {
    Training.Experiment experiment = training.experiment();
    String numbers =
        call("seed", Literals.whole(experiment.seed()))
            + call("batchSize", Literals.whole(experiment.batchSize()))
            + call("trainingExamples", Literals.whole(experiment.trainingExamples()));
    boolean graph =
        training.network().isPresent() && training.network().get().result() == Result.GRAPH;
    String choices =
        (training.corrected() ? "" : call("momentumCorrections", "false"))
            + call(graph ? "computationGraph" : "multiLayerNetwork", training.network())
            + call("trainingData", training.trainingData())
            + call("evaluationData", training.evaluationData())
            + (experiment.onlyInvariant() ? call("trainOnlyInvariant", "") : "");
    String end =
        call("loop", self + "::train")
            + call("declarationDigest", "DECLARATION_DIGEST")
            + call("sourceDigest", "SOURCE_DIGEST")
            + call("build", "");
    CodeBlock.Builder code =
        CodeBlock.builder()
            .add("$T.named($S)$>$>$L", Names.EXPERIMENT, experiment.name(), numbers)
            .add("\n.recipe($L::recipe, $L)$L", self, conversion(), choices);
    for (List<String> group : experiment.asserted()) {
      code.add("\n.assertInvariant($L)", strings(group));
    }
    return code.add("$L$<$<", end).build();
  }

  private String call(String method, Optional<DeclaredMethod> argument) {
    return argument.isPresent() ? call(method, declared + "::" + argument.get().name()) : "";
  }

  private static String call(String method, String argument) {
    return "\n." + method + "(" + argument + ")";
  }

  private static CodeBlock strings(List<String> texts) {
    CodeBlock.Builder row = CodeBlock.builder();
    for (String text : texts) {
      row.add(row.isEmpty() ? "$S" : ",$W$S", text);
    }
    return row.build();
  }

  private CodeBlock loop() {
    return CodeBlock.of(
        "while (run.hasNext()) {\n$>$T batch = run.nextBatch();\n$T$L\n$<}\n",
        Names.BATCH,
        Names.STEP,
        " step = run.nextStep(); // "
            + lesson.step()
            + "\nrun.computeGradient(batch); // "
            + lesson.gradient()
            + "\nrun.update(step); // "
            + lesson.update()
            + "\nrun.carry(step); // "
            + lesson.carry()
            + "\nrun.notifyListeners(step);");
  }
}
