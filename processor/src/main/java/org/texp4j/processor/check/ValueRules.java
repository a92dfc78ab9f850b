package org.texp4j.processor.check;

import java.util.List;
import java.util.stream.Stream;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.Experiment;
import org.texp4j.processor.model.Declaration.Momentum;
import org.texp4j.processor.model.Declaration.Warmup;
import org.texp4j.processor.model.Declaration.WeightDecay;
import org.texp4j.processor.model.RecipeName;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.annotation.UnitChoice;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.Unit;
import org.texp4j.schedule.ExperimentName;
import org.texp4j.schedule.WarmupShape;

/** Rules for single values: the range of each. NaN is in no range. */
final class ValueRules {

  private ValueRules() {}

  static List<Diagnostic> of(Declaration declaration) {
    Experiment experiment = declaration.experiment();
    return Diagnostic.all(
        experimentName(declaration),
        recipeName(declaration.schedule().name()),
        atLeastOne(Code.BATCH_SIZE_RANGE, "batchSize", 128, experiment.batchSize()),
        atLeastOne(
            Code.TRAINING_EXAMPLES_RANGE,
            "trainingExamples",
            50_000,
            experiment.trainingExamples()),
        trainingExamplesWritten(declaration),
        learningRate(declaration.schedule().learningRate()),
        declaration.weightDecay().map(ValueRules::weightDecay).orElse(List.of()),
        declaration.momentum().map(ValueRules::momentum).orElse(List.of()),
        Diagnostic.each(declaration.warmups(), ValueRules::warmupStart));
  }

  private static List<Diagnostic> experimentName(Declaration declaration) {
    AttributeValue<String> given = declaration.experiment().name();
    String name = given.isExplicit() ? given.value() : declaration.type().experimentName();
    if (RecipeName.isName(name)) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.EXPERIMENT_NAME,
            given.position(),
            given.isExplicit()
                ? "\"" + name + "\" is not a valid experiment name"
                : "the class name yields no valid experiment name",
            nameInstead(name, "fashion-cnn")));
  }

  private static List<Diagnostic> recipeName(AttributeValue<String> given) {
    if (!given.isExplicit() || RecipeName.isName(given.value())) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.RECIPE_NAME,
            given.position(),
            "\"" + given.value() + "\" is not a valid recipe name",
            nameInstead(given.value(), "large-batch")));
  }

  private static String nameInstead(String name, String example) {
    String proposed = RecipeName.of(name);
    return "write "
        + ExperimentName.RULE
        + ", such as name = \""
        + (RecipeName.isName(proposed) ? proposed : example)
        + "\"";
  }

  private static List<Diagnostic> atLeastOne(
      Code code, String name, int example, AttributeValue<Long> given) {
    if (given.value() >= 1) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            code,
            given.position(),
            name + " is " + given.value() + " but must be at least 1",
            "write, for example, " + name + " = " + example));
  }

  private static List<Diagnostic> trainingExamplesWritten(Declaration declaration) {
    Experiment experiment = declaration.experiment();
    AttributeValue<Long> given = experiment.trainingExamples();
    if (given.isExplicit() || !usesEpochs(declaration)) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.DEFAULT_TRAINING_EXAMPLES,
            experiment.position(),
            "a run counts its training examples, since none are declared; until then an epoch is"
                + " assumed to have "
                + given.value()
                + ", as in CIFAR-10",
            "write "
                + (isWritten(experiment)
                    ? "trainingExamples = … in @Experiment"
                    : "@Experiment(trainingExamples = …)")
                + " to check and show the plan for your data"));
  }

  private static boolean isWritten(Experiment experiment) {
    return Stream.of(experiment.name(), experiment.seed(), experiment.batchSize())
        .anyMatch(AttributeValue::isExplicit);
  }

  private static boolean usesEpochs(Declaration declaration) {
    return usesEpochs(declaration.schedule().length())
        || declaration.warmups().stream().anyMatch(warmup -> usesEpochs(warmup.length()))
        || declaration.shapes().stream().anyMatch(shape -> shape.values().usesEpochs());
  }

  private static boolean usesEpochs(UnitChoice<Length> length) {
    return length.chosenAttributes().contains(Unit.EPOCHS.attribute());
  }

  private static List<Diagnostic> learningRate(AttributeValue<Double> given) {
    if (given.value() > 0 && given.value() <= Float.MAX_VALUE) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.LEARNING_RATE_RANGE,
            given.position(),
            "learningRate is "
                + Decimals.shown(given.value())
                + " but must be a finite, positive float",
            "write, for example, learningRate = 0.1"));
  }

  private static List<Diagnostic> weightDecay(WeightDecay decay) {
    AttributeValue<Double> given = decay.value();
    if (given.value() >= 0 && given.value() <= Float.MAX_VALUE) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.WEIGHT_DECAY_RANGE,
            given.position(),
            "the weight decay is "
                + Decimals.shown(given.value())
                + " but must be a finite, non-negative float",
            "write, for example, "
                + decay.codeWith("5e-4")
                + ", or "
                + decay.codeWith("0")
                + " for none"));
  }

  private static List<Diagnostic> momentum(Momentum momentum) {
    AttributeValue<Double> given = momentum.value();
    if (given.value() >= 0 && given.value() < 1) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.MOMENTUM_RANGE,
            given.position(),
            "the momentum is "
                + Decimals.shown(given.value())
                + " but must be at least 0 and less than 1",
            "write, for example, " + momentum.codeWith("0.9") + ", or leave it out for none"));
  }

  private static List<Diagnostic> warmupStart(Warmup warmup) {
    double from = warmup.from().value();
    boolean isExponential = warmup.shape().value().equals(WarmupShape.EXPONENTIAL.name());
    if (!(from >= 0 && from <= 1)) {
      return List.of(
          new Diagnostic(
              Code.WARMUP_START,
              warmup.from().position(),
              "the warm-up starts at "
                  + Decimals.shown(from)
                  + " times the value it rises to but must start at a fraction between 0 and 1",
              "write, for example, from = 0.1, or leave it out to start at 0"));
    }
    if (from == 0 && isExponential) {
      return List.of(
          new Diagnostic(
              Code.WARMUP_START,
              warmup.from().position(),
              "an EXPONENTIAL warm-up rises by the same factor at every step, so it never leaves 0",
              "write, for example, from = 0.01"));
    }
    return List.of();
  }
}
