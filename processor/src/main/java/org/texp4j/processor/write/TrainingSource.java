package org.texp4j.processor.write;

import java.util.ArrayList;
import java.util.List;
import org.texp4j.processor.model.DeclaredClass;
import org.texp4j.processor.model.DeclaredMethod;
import org.texp4j.processor.model.DeclaredMethod.Result;
import org.texp4j.processor.model.Training;

/** The training class: constants, recipe, loop, state mapping and command line. */
final class TrainingSource {

  private final Training training;
  private final String sourceDigest;
  private final DeclaredClass type;
  private final Lesson lesson;
  private final Members members;

  TrainingSource(Training training, String sourceDigest) {
    this.training = training;
    this.sourceDigest = sourceDigest;
    this.type = training.type();
    this.lesson = Lesson.of(training);
    this.members = new Members(type);
  }

  /**
   * The source file.
   *
   * @param generatedAnnotation whether {@code @Generated} exists where the class is compiled
   */
  String file(boolean generatedAnnotation) {
    return members
        .stepsPerEpoch(
            Prose.ofMember()
                .paragraph(
                    "The number of steps in an epoch: ⌈"
                        + training.experiment().trainingExamples()
                        + " / "
                        + training.experiment().batchSize()
                        + "⌉."),
            Literals.whole(training.stepsPerEpoch()))
        .declarationDigest(
            Prose.ofMember().paragraph("The SHA-256 digest of the declaration, in hex."),
            Literals.text(training.digest()))
        .sourceDigest(
            Prose.ofMember()
                .paragraph(
                    "The SHA-256 digest of this text, in hex, with 64 zeros in place of its own."),
            Literals.text(sourceDigest))
        .plan(Prose.ofMember().paragraph(lesson.plan()), plan())
        .experiment(
            Prose.ofMember().paragraph("The experiment, as the command line knows it."),
            experiment())
        .recipe(
            Prose.ofMember()
                .paragraph("The declared recipe, for epochs of any number of steps.")
                .parameter("stepsPerEpoch", "the number of steps in an epoch, at least 1")
                .returned("the recipe, its lengths in steps"),
            new RecipeCode(training.recipe(), members.imports()).body())
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
            body("return state.toExponential(PLAN.coordinatesAt(step));"))
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
            body("return state.toWeightDecay(PLAN.coordinatesAt(step));"))
        .main(
            Prose.ofMember()
                .paragraph("The command line; --help lists its commands.")
                .parameter("arguments", "the command and its options"),
            body(
                "System.exit("
                    + name(TypeName.EXPERIMENT_COMMAND)
                    + ".run(EXPERIMENT, arguments));"))
        .file(about(), generatedAnnotation);
  }

  private Prose about() {
    Prose prose =
        Prose.ofClass()
            .paragraph("Trains {@link " + type.sourceName() + "}: " + RecipeWords.of(training))
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

  private Expression plan() {
    String plan = name(TypeName.PLAN) + ".of(recipe(STEPS_PER_EPOCH), " + conversion() + ")";
    return new Expression.Text(training.corrected() ? plan : plan + ".withoutCorrections()");
  }

  private String conversion() {
    return name(TypeName.CONVERSION) + "." + training.conversion();
  }

  private Expression experiment() {
    Training.Experiment experiment = training.experiment();
    List<Expression> calls = new ArrayList<>();
    calls.add(call("seed", Literals.whole(experiment.seed())));
    calls.add(call("batchSize", Literals.whole(experiment.batchSize())));
    calls.add(call("trainingExamples", Literals.whole(experiment.trainingExamples())));
    calls.add(call("recipe", type.trainingName() + "::recipe", conversion()));
    if (!training.corrected()) {
      calls.add(call("momentumCorrections", "false"));
    }
    training
        .network()
        .ifPresent(
            network ->
                calls.add(
                    call(
                        network.result() == Result.GRAPH ? "computationGraph" : "multiLayerNetwork",
                        reference(network))));
    training.trainingData().ifPresent(data -> calls.add(call("trainingData", reference(data))));
    training.evaluationData().ifPresent(data -> calls.add(call("evaluationData", reference(data))));
    if (experiment.onlyInvariant()) {
      calls.add(call("trainOnlyInvariant"));
    }
    for (List<String> group : experiment.asserted()) {
      calls.add(call("assertInvariant", group.stream().map(Literals::text).toArray(String[]::new)));
    }
    calls.add(call("loop", type.trainingName() + "::train"));
    calls.add(call("declarationDigest", "DECLARATION_DIGEST"));
    calls.add(call("sourceDigest", "SOURCE_DIGEST"));
    calls.add(call("build"));
    String named = name(TypeName.EXPERIMENT) + ".named";
    return new Expression.Chain(Expression.call(named, Literals.text(experiment.name())), calls);
  }

  private static Expression call(String method, String... arguments) {
    return Expression.call("." + method, arguments);
  }

  private String reference(DeclaredMethod method) {
    return type.sourceName() + "::" + method.name();
  }

  private String loop() {
    return body(
        "while (run.hasNext()) {",
        "  " + name(TypeName.DATA_SET) + " batch = run.nextBatch();",
        "  " + name(TypeName.STEP) + " step = run.nextStep(); // " + lesson.step(),
        "  run.computeGradient(batch); // " + lesson.gradient(),
        "  run.update(step); // " + lesson.update(),
        "  run.carry(step); // " + lesson.carry(),
        "  run.notifyListeners(step);",
        "}");
  }

  private static String body(String... lines) {
    return String.join("\n", lines).indent(Members.BODY);
  }

  private String name(TypeName of) {
    return members.imports().name(of);
  }
}
