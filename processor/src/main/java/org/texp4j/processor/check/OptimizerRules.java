package org.texp4j.processor.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.AdamW;
import org.texp4j.processor.model.Declaration.Momentum;
import org.texp4j.processor.model.Declaration.Schedule;
import org.texp4j.processor.model.Declaration.Use;
import org.texp4j.processor.model.Declaration.WeightDecay;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Velocity;
import org.texp4j.schedule.WrittenRule;

/** Rules for the parameters of the optimizer, and for the forms it can have. */
final class OptimizerRules {

  private OptimizerRules() {}

  static List<Diagnostic> of(Declaration declaration) {
    return Diagnostic.all(
        declaration.momentum().map(OptimizerRules::dampening).orElse(List.of()),
        declaration.adamW().map(adam -> adamW(declaration, adam)).orElse(List.of()),
        oneRule(declaration),
        corrections(declaration));
  }

  private static List<Diagnostic> dampening(Momentum momentum) {
    double dampening = momentum.dampening().value();
    if (!(dampening >= 0 && dampening < 1)) {
      return outside(momentum.dampening(), "dampening", "at least 0 and less than 1", "0");
    }
    if (dampening == 0 || !momentum.velocity().map(OptimizerRules::looksAhead).orElse(false)) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.OPTIMIZER_VALUE,
            momentum.dampening().position(),
            "dampening is "
                + Decimals.shown(dampening)
                + ", but "
                + momentum.rule().value()
                + " is defined without dampening",
            "leave dampening out, or write rule = HEAVY_BALL"));
  }

  private static List<Diagnostic> adamW(Declaration declaration, AdamW adam) {
    return Diagnostic.all(
        beta("beta1", "0.9", adam.beta1()),
        beta("beta2", "0.999", adam.beta2()),
        epsilon(adam.epsilon()),
        declaration.weightDecay().map(OptimizerRules::inGradient).orElse(List.of()),
        inPhases(declaration.schedule()));
  }

  private static List<Diagnostic> beta(String name, String example, AttributeValue<Double> given) {
    return given.value() >= 0 && given.value() < 1
        ? List.of()
        : outside(given, name, "at least 0 and less than 1", example);
  }

  private static List<Diagnostic> epsilon(AttributeValue<Double> given) {
    return given.value() > 0 && given.value() <= Float.MAX_VALUE
        ? List.of()
        : outside(given, "epsilon", "greater than 0 and a finite float", "1e-8");
  }

  private static List<Diagnostic> outside(
      AttributeValue<Double> given, String name, String range, String example) {
    return List.of(
        new Diagnostic(
            Code.OPTIMIZER_VALUE,
            given.position(),
            name + " is " + Decimals.shown(given.value()) + " but must be " + range,
            "write, for example, " + name + " = " + example));
  }

  /** Reports every update rule after the first. */
  private static List<Diagnostic> oneRule(Declaration declaration) {
    List<Use> rules = new ArrayList<>();
    declaration.adamW().ifPresent(adam -> rules.add(new Use("AdamW", adam.position())));
    declaration.momentum().ifPresent(sgd -> rules.add(new Use("Momentum", sgd.position())));
    declaration.rules().forEach(rule -> rules.add(new Use(rule.name(), rule.position())));
    return rules.stream().skip(1).map(rule -> twoRules(rules.get(0), rule)).toList();
  }

  private static Diagnostic twoRules(Use first, Use second) {
    boolean adam = first.annotation().equals("AdamW") && second.annotation().equals("Momentum");
    return new Diagnostic(
        Code.TWO_OPTIMIZERS,
        second.position(),
        adam
            ? "@Momentum is for SGD, and @AdamW has its own momentum"
            : "@"
                + first.annotation()
                + " and @"
                + second.annotation()
                + " are both update rules, of which a recipe has one",
        adam
            ? "remove @Momentum and write beta1 in @AdamW, or remove @AdamW"
            : "remove @" + first.annotation() + " or @" + second.annotation());
  }

  private static List<Diagnostic> inGradient(WeightDecay decay) {
    if (!decay.coupling().isExplicit()
        || !decay.knownCoupling().equals(Optional.of(Coupling.IN_GRADIENT))) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.ADAM_IN_GRADIENT,
            decay.coupling().position(),
            "Adam divides weight decay in the gradient by the root mean square of that gradient, so"
                + " the decay does not scale the weights and no growing rate is equivalent to it",
            "write coupling = DECOUPLED, as in AdamW, or leave coupling out"));
  }

  private static List<Diagnostic> inPhases(Schedule schedule) {
    if (!schedule.form().map(OptimizerRules::isInPhases).orElse(false)) {
      return List.of();
    }
    return List.of(withoutFixedPoints(schedule, "the moments of AdamW have none"));
  }

  /** Reports a written rule that has no fixed points for a form to use. */
  static List<Diagnostic> fixedPoints(Schedule schedule, RecipeForm form, WrittenRule rule) {
    if (isInPhases(form) && rule.compiled(true).reachedStates().isEmpty()) {
      return List.of(withoutFixedPoints(schedule, "decay reaches no state of " + rule.optimizer()));
    }
    if (rule.velocities() > 1) {
      return List.of(
          withoutFixedPoints(
              schedule, rule.optimizer() + " has " + rule.velocities() + " velocities"));
    }
    return rule.isTimeDependent()
        ? List.of(
            withoutFixedPoints(
                schedule,
                "what decay does in a step of " + rule.optimizer() + " changes from step to step"))
        : List.of();
  }

  private static Diagnostic withoutFixedPoints(Schedule schedule, String why) {
    return new Diagnostic(
        Code.ADAM_FORM,
        schedule.type().position(),
        schedule.type().value()
            + " moves the velocity of SGD to the fixed point of each phase, but "
            + why,
        "write type = TEXP_PLUS_PLUS, which converts any schedule");
  }

  private static List<Diagnostic> corrections(Declaration declaration) {
    AttributeValue<Boolean> corrections = declaration.schedule().momentumCorrections();
    if (corrections.value()) {
      return List.of();
    }
    return declaration.schedule().form().stream()
        .filter(form -> !form.usesFixedPoints())
        .map(form -> nothingToCorrect(corrections, form + " has no momentum corrections"))
        .toList();
  }

  private static boolean looksAhead(Velocity velocity) {
    return switch (velocity) {
      case NESTEROV, NESTEROV_RATE_IN_VELOCITY -> true;
      case HEAVY_BALL, RATE_IN_VELOCITY -> false;
    };
  }

  private static boolean isInPhases(RecipeForm form) {
    return switch (form) {
      case TEXP, TEXP_MINUS_MINUS -> true;
      case WEIGHT_DECAY, EXPONENTIAL, TEXP_PLUS_PLUS -> false;
    };
  }

  /** Reports that corrections are turned off where there are none. */
  static Diagnostic nothingToCorrect(AttributeValue<Boolean> corrections, String why) {
    return new Diagnostic(
        Code.NOTHING_TO_CORRECT,
        corrections.position(),
        why + ", so there are none to turn off",
        "remove momentumCorrections = false");
  }
}
