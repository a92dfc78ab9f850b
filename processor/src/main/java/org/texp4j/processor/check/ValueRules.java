package org.texp4j.processor.check;

import java.util.stream.Stream;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.CosineDecay;
import org.texp4j.processor.model.Declaration.Experiment;
import org.texp4j.processor.model.Declaration.StepDecay;
import org.texp4j.processor.model.Given;
import org.texp4j.processor.model.Unit;

/** Rules for single values: the range of each. NaN lies in no range. */
final class ValueRules {

  private ValueRules() {}

  static Stream<Diagnostic> of(Declaration declaration) {
    return Stream.of(
            experimentName(declaration),
            atLeastOne(
                Code.BATCH_SIZE_RANGE, "batchSize", 128, declaration.experiment().batchSize()),
            atLeastOne(
                Code.TRAINING_EXAMPLES_RANGE,
                "trainingExamples",
                50_000,
                declaration.experiment().trainingExamples()),
            trainingExamplesWritten(declaration),
            learningRate(declaration.schedule().learningRate()),
            declaration.weightDecay().stream().flatMap(decay -> weightDecay(decay.value())),
            declaration.momentum().stream().flatMap(momentum -> momentum(momentum.value())),
            declaration.warmup().stream().flatMap(warmup -> warmupStart(warmup.from())),
            declaration.shapes().stream().flatMap(shape -> shape(declaration, shape)))
        .flatMap(found -> found);
  }

  private static Stream<Diagnostic> experimentName(Declaration declaration) {
    Given<String> given = declaration.experiment().name();
    String name = declaration.experimentName();
    return new Diagnostic(
            Code.EXPERIMENT_NAME,
            given.position(),
            given.written()
                ? "\"" + name + "\" cannot name the experiment"
                : "the class name makes no name for the experiment",
            "write lower-case letters, digits and single hyphens between them, such as name ="
                + " \"fashion-cnn\"")
        .unless(name.matches("[a-z0-9]+(-[a-z0-9]+)*"));
  }

  private static Stream<Diagnostic> atLeastOne(
      Code code, String name, int example, Given<Long> given) {
    return new Diagnostic(
            code,
            given.position(),
            name + " is " + given.value() + " but must be at least 1",
            "write for example " + name + " = " + example)
        .unless(given.value() >= 1);
  }

  private static Stream<Diagnostic> trainingExamplesWritten(Declaration declaration) {
    Experiment experiment = declaration.experiment();
    Given<Long> given = experiment.trainingExamples();
    return new Diagnostic(
            Code.DEFAULT_TRAINING_EXAMPLES,
            experiment.position(),
            "an epoch is taken to have "
                + given.value()
                + " training examples, as CIFAR-10 has, since none are declared",
            "write @Experiment(trainingExamples = …) to say so or to change it")
        .unless(given.written() || !usesEpochs(declaration));
  }

  private static boolean usesEpochs(Declaration declaration) {
    return Stream.of(
            Stream.of(declaration.schedule().length()),
            declaration.warmup().stream().map(Declaration.Warmup::length),
            declaration.shapes().stream()
                .filter(StepDecay.class::isInstance)
                .map(shape -> ((StepDecay) shape).boundaries()))
        .flatMap(lengths -> lengths)
        .anyMatch(length -> length.unit() == Unit.EPOCHS);
  }

  private static Stream<Diagnostic> learningRate(Given<Double> given) {
    return new Diagnostic(
            Code.LEARNING_RATE_RANGE,
            given.position(),
            "learningRate is " + given.value() + " but must be greater than 0 and a finite float",
            "write for example learningRate = 0.1")
        .unless(given.value() > 0 && given.value() <= Float.MAX_VALUE);
  }

  private static Stream<Diagnostic> weightDecay(Given<Double> given) {
    return new Diagnostic(
            Code.WEIGHT_DECAY_RANGE,
            given.position(),
            "the weight decay is " + given.value() + " but must be at least 0 and a finite float",
            "write for example @WeightDecay(5e-4), or @WeightDecay(0) for none")
        .unless(given.value() >= 0 && given.value() <= Float.MAX_VALUE);
  }

  private static Stream<Diagnostic> momentum(Given<Double> given) {
    return new Diagnostic(
            Code.MOMENTUM_RANGE,
            given.position(),
            "the momentum is " + given.value() + " but must be at least 0 and less than 1",
            "write for example @Momentum(0.9), or leave it out for none")
        .unless(given.value() >= 0 && given.value() < 1);
  }

  private static Stream<Diagnostic> warmupStart(Given<Double> given) {
    return new Diagnostic(
            Code.WARMUP_START,
            given.position(),
            "the warm-up starts from "
                + given.value()
                + " of the learning rate but must start from a fraction between 0 and 1",
            "write for example from = 0.1, or leave it out to start from 0")
        .unless(given.value() >= 0 && given.value() <= 1);
  }

  private static Stream<Diagnostic> shape(Declaration declaration, Declaration.Shape shape) {
    if (shape instanceof StepDecay stepDecay) {
      return factor(stepDecay.factor());
    }
    if (shape instanceof CosineDecay cosine) {
      return minimum(cosine.minimum(), declaration.schedule().learningRate().value());
    }
    return Stream.empty();
  }

  private static Stream<Diagnostic> factor(Given<Double> given) {
    return new Diagnostic(
            Code.FACTOR_RANGE,
            given.position(),
            "factor is " + given.value() + " but must be greater than 0 and a finite float",
            "write for example factor = 0.1")
        .unless(given.value() > 0 && given.value() <= Float.MAX_VALUE);
  }

  private static Stream<Diagnostic> minimum(Given<Double> given, double learningRate) {
    return new Diagnostic(
            Code.COSINE_MINIMUM,
            given.position(),
            "minimum is "
                + given.value()
                + " but must lie between 0 and the learning rate, "
                + learningRate,
            "write for example minimum = 0.001, or leave it out to end at 0")
        .unless(given.value() >= 0 && !(given.value() > learningRate));
  }
}
