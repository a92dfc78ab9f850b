package org.texp4j.processor.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.Warmup;
import org.texp4j.processor.model.value.Hyperparameter;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.WarmupPlacement;

/** Rules for the length of the run and of its warm-ups. */
final class RunLengthRules {

  private RunLengthRules() {}

  static List<Diagnostic> of(Declaration declaration) {
    List<Diagnostic> found = new ArrayList<>();
    found.addAll(LengthRules.sound("@Schedule", "160", false, declaration.schedule().length()));
    Optional<Span> run = run(declaration);
    for (Warmup warmup : declaration.warmups()) {
      found.addAll(LengthRules.sound("@Warmup", "5", false, warmup.length()));
      Optional<Length> length = LengthRules.ifSound(warmup.length());
      if (run.isPresent() && length.isPresent()) {
        found.addAll(shortEnough(warmup, length.get(), run.get()));
        found.addAll(atLeastOneStep(warmup, length.get(), run.get()));
      }
    }
    return found;
  }

  /** The run, if everything it depends on is sound. */
  static Optional<Span> run(Declaration declaration) {
    Optional<Length> length = LengthRules.ifSound(declaration.schedule().length());
    if (length.isEmpty()
        || declaration.experiment().batchSize().value() < 1
        || declaration.experiment().trainingExamples().value() < 1) {
      return Optional.empty();
    }
    long epoch = declaration.stepsPerEpoch();
    return Optional.of(new Span(length.get().in(new Span(0, epoch)), epoch));
  }

  /** The steps left for the shape of a hyperparameter, if everything they depend on is sound. */
  static Optional<Span> left(Declaration declaration, Hyperparameter of) {
    Optional<Span> run = run(declaration);
    if (run.isEmpty()) {
      return run;
    }
    Span left = run.get();
    for (Warmup warmup : declaration.warmups(of)) {
      if (isBefore(warmup)) {
        Optional<Length> length = LengthRules.ifSound(warmup.length());
        if (length.isEmpty()) {
          return Optional.empty();
        }
        left = left.without(length.get().in(left));
        break;
      }
    }
    return left.steps() >= 1 ? Optional.of(left) : Optional.empty();
  }

  static boolean isBefore(Warmup warmup) {
    return warmup.placement().value().equals(WarmupPlacement.BEFORE.name());
  }

  private static List<Diagnostic> shortEnough(Warmup warmup, Length length, Span run) {
    if (length.in(run) < run.steps()) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.WARMUP_PAST_END,
            warmup.length().only().orElseThrow().position(),
            "the warm-up of "
                + length.in(run)
                + " steps takes up the whole run of "
                + run.steps()
                + " and leaves none for the schedule",
            "shorten the warm-up or lengthen the run"));
  }

  private static List<Diagnostic> atLeastOneStep(Warmup warmup, Length length, Span run) {
    if (length.in(run) >= 1) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.LENGTH_RANGE,
            warmup.length().only().orElseThrow().position(),
            "the warm-up is less than one of the run's " + run.steps() + " steps",
            "write a larger fraction, or steps = 1"));
  }
}
