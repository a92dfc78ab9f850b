package org.texp4j.processor.check;

import java.util.List;
import java.util.Set;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.AdamW;
import org.texp4j.processor.model.Declaration.Momentum;
import org.texp4j.processor.model.Declaration.WeightDecay;
import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Given;

/** Rules for what goes together in an optimizer, and for its form. */
final class OptimizerRules {

  private static final Set<String> LOOK_AHEAD = Set.of("NESTEROV", "NESTEROV_RATE_IN_VELOCITY");
  private static final Set<String> IN_PHASES = Set.of("TEXP", "TEXP_MINUS_MINUS");
  private static final Set<String> NEVER_CORRECTED = Set.of("WEIGHT_DECAY", "TEXP_PLUS_PLUS");

  private OptimizerRules() {}

  static List<Diagnostic> of(Declaration declaration) {
    return Diagnostic.all(
        declaration.momentum().isPresent() ? dampening(declaration.momentum().get()) : List.of(),
        declaration.adamW().isPresent() ? adamW(declaration, declaration.adamW().get()) : List.of(),
        corrections(declaration));
  }

  private static List<Diagnostic> dampening(Momentum momentum) {
    double dampening = momentum.dampening().value();
    if (!(dampening >= 0 && dampening < 1)) {
      return outside(momentum.dampening(), "dampening", "at least 0 and less than 1", "0");
    }
    if (dampening == 0 || !LOOK_AHEAD.contains(momentum.rule().value())) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.OPTIMIZER_VALUE,
            momentum.dampening().position(),
            "dampening is "
                + Figures.shown(dampening)
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
        declaration.momentum().isPresent()
            ? List.of(twoOptimizers(declaration.momentum().get()))
            : List.of(),
        declaration.weightDecay().isPresent()
            ? inGradient(declaration.weightDecay().get())
            : List.of(),
        inPhases(declaration.schedule().type()));
  }

  private static List<Diagnostic> beta(String name, String example, Given<Double> given) {
    return given.value() >= 0 && given.value() < 1
        ? List.of()
        : outside(given, name, "at least 0 and less than 1", example);
  }

  private static List<Diagnostic> epsilon(Given<Double> given) {
    return given.value() > 0 && given.value() <= Float.MAX_VALUE
        ? List.of()
        : outside(given, "epsilon", "greater than 0 and a finite float", "1e-8");
  }

  private static List<Diagnostic> outside(
      Given<Double> given, String name, String range, String example) {
    return List.of(
        new Diagnostic(
            Code.OPTIMIZER_VALUE,
            given.position(),
            name + " is " + Figures.shown(given.value()) + " but must be " + range,
            "write for example " + name + " = " + example));
  }

  private static Diagnostic twoOptimizers(Momentum momentum) {
    return new Diagnostic(
        Code.TWO_OPTIMIZERS,
        momentum.position(),
        "@AdamW has a momentum of its own, and @Momentum is that of SGD",
        "remove @Momentum and write beta1 in @AdamW, or remove @AdamW");
  }

  private static List<Diagnostic> inGradient(WeightDecay decay) {
    if (!decay.coupling().written() || !decay.coupling().value().equals("IN_GRADIENT")) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.ADAM_IN_GRADIENT,
            decay.coupling().position(),
            "weight decay in Adam's gradient is divided by the root of the mean square of that"
                + " gradient, so it does not scale the weights and no growing rate is equivalent to"
                + " it",
            "write coupling = DECOUPLED, as AdamW has it, or leave coupling out"));
  }

  private static List<Diagnostic> inPhases(Given<String> type) {
    if (!IN_PHASES.contains(type.value())) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.ADAM_FORM,
            type.position(),
            type.value()
                + " puts the velocity of SGD on the fixed point of each phase; the moments of AdamW"
                + " have none",
            "write type = TEXP_PLUS_PLUS, which converts every schedule"));
  }

  private static List<Diagnostic> corrections(Declaration declaration) {
    Given<Boolean> corrections = declaration.schedule().momentumCorrections();
    String type = declaration.schedule().type().value();
    return corrections.value() || !NEVER_CORRECTED.contains(type)
        ? List.of()
        : List.of(nothingToCorrect(corrections, type + " corrects no momentum"));
  }

  /** Corrections left out where there are none. */
  static Diagnostic nothingToCorrect(Given<Boolean> corrections, String why) {
    return new Diagnostic(
        Code.NOTHING_TO_CORRECT,
        corrections.position(),
        why + ", so there is nothing to leave out",
        "remove momentumCorrections = false");
  }
}
