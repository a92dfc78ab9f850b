package org.texp4j.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.DeclaredMethod;
import org.texp4j.processor.model.DeclaredMethod.Result;
import org.texp4j.processor.model.Training;

/** The training class: constants, recipe, loop, state mapping and command line. */
final class TrainingSource {

  private final Training training;
  private final Lesson lesson;
  private final ClassName declared;
  private final ClassName self;

  TrainingSource(Training training) {
    DeclaredClass type = training.type();
    this.training = training;
    this.lesson = Lesson.of(training);
    this.declared =
        ClassName.get(
            type.packageName(),
            type.names().get(0),
            type.names().stream().skip(1).toArray(String[]::new));
    this.self = ClassName.get(type.packageName(), type.trainingName());
  }

  TypeSpec.Builder type() {
    return Members.type(training.type(), about())
        .addField(
            Members.stepsPerEpoch(
                Prose.ofMember()
                    .paragraph(
                        "The number of steps in an epoch: ⌈"
                            + training.experiment().trainingExamples()
                            + " / "
                            + training.experiment().batchSize()
                            + "⌉."),
                CodeBlock.of("$L", Literals.whole(training.stepsPerEpoch()))))
        .addField(
            Members.declarationDigest(
                Prose.ofMember().paragraph("The SHA-256 digest of the declaration, in hex."),
                digest()))
        .addField(
            Members.plan(
                Prose.ofMember().paragraph(lesson.plan()),
                CodeBlock.of(
                    training.corrected()
                        ? "$T.of(recipe(STEPS_PER_EPOCH), $L)"
                        : "$T.of(recipe(STEPS_PER_EPOCH), $L)$>$>\n.withoutCorrections()$<$<",
                    Names.PLAN,
                    conversion())))
        .addField(
            Members.experiment(
                Prose.ofMember().paragraph("The experiment, as the command line knows it."),
                experiment()))
        .addMethod(
            Members.recipe(
                Prose.ofMember()
                    .paragraph("The declared recipe, for epochs of any number of steps.")
                    .parameter("stepsPerEpoch", "the number of steps in an epoch, at least 1")
                    .returned("the recipe, its lengths in steps"),
                new RecipeCode(training.recipe()).body()))
        .addMethod(
            Members.train(
                Prose.ofMember()
                    .paragraph(lesson.loop())
                    .parameter("run", "the run, at any step; the loop takes it to its end"),
                loop()))
        .addMethod(
            Members.toExponential(
                Prose.ofMember()
                    .paragraph(
                        "Maps a state of "
                            + lesson.equivalent()
                            + " to this one: "
                            + lesson.mapped())
                    .parameter("state", lesson.declaredState() + " before a step")
                    .parameter("step", "that step")
                    .returned(lesson.convertedState() + " before it"),
                CodeBlock.of("return state.toExponential(PLAN.coordinatesAt(step));\n")))
        .addMethod(
            Members.toWeightDecay(
                Prose.ofMember()
                    .paragraph(
                        "Maps a state of this run to "
                            + lesson.equivalent().replace(" run", " one")
                            + ": "
                            + lesson.mappedBack())
                    .parameter("state", lesson.convertedState() + " before a step")
                    .parameter("step", "that step")
                    .returned(lesson.declaredState() + " before it"),
                CodeBlock.of("return state.toWeightDecay(PLAN.coordinatesAt(step));\n")))
        .addMethod(
            Members.main(
                Prose.ofMember()
                    .paragraph("The command line; --help lists its commands.")
                    .parameter("arguments", "the command and its options"),
                CodeBlock.of(
                    "$T.exit($T.run(EXPERIMENT, arguments));\n",
                    System.class,
                    Names.EXPERIMENT_COMMAND)));
  }

  private Prose about() {
    Prose prose =
        Prose.ofClass()
            .paragraph(
                "Trains {@link " + training.type().sourceName() + "}: " + RecipeWords.of(training))
            .paragraph(lesson.before())
            .formula(lesson.formula())
            .paragraph(lesson.after());
    training
        .plan()
        .ifPresentOrElse(
            plan -> new PhaseTable(training, plan).addTo(prose),
            () ->
                prose.paragraph(
                    "Whether this can be converted, and the phases it has, show when the class is"
                        + " loaded: its curve comes from a class that the compiler does not run."));
    return prose;
  }

  /** In two halves: 64 digits do not fit on a line. */
  private CodeBlock digest() {
    String digest = training.digest();
    int half = digest.length() / 2;
    return CodeBlock.of("$S$>$>\n+ $S$<$<", digest.substring(0, half), digest.substring(half));
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
    training
        .network()
        .ifPresent(
            network ->
                code.add(
                    network.result() == Result.GRAPH
                        ? "\n.computationGraph($L)"
                        : "\n.multiLayerNetwork($L)",
                    reference(network)));
    add(code, "\n.trainingData($L)", training.trainingData());
    add(code, "\n.evaluationData($L)", training.evaluationData());
    if (experiment.onlyInvariant()) {
      code.add("\n.trainOnlyInvariant()");
    }
    for (List<String> group : experiment.asserted()) {
      code.add("\n.assertInvariant($L)", strings(group));
    }
    code.add("\n.loop($T::train)", self);
    code.add("\n.declarationDigest(DECLARATION_DIGEST)");
    code.add("\n.build()$<$<");
    return code.build();
  }

  private void add(CodeBlock.Builder code, String call, Optional<DeclaredMethod> method) {
    method.ifPresent(present -> code.add(call, reference(present)));
  }

  private CodeBlock reference(DeclaredMethod method) {
    return CodeBlock.of("$T::$L", declared, method.name());
  }

  private static CodeBlock strings(List<String> texts) {
    return texts.stream().map(text -> CodeBlock.of("$S", text)).collect(CodeBlock.joining(",$W"));
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
