package org.texp4j.processor.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.Warmup;
import org.texp4j.processor.model.Hyperparameter;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Span;
import org.texp4j.schedule.WarmupPlacement;

/** Rules for the length of the run and of its warm-ups. */
final class LengthRules {

  private LengthRules() {}

  static Stream<Diagnostic> of(Declaration declaration) {
    return Diagnostic.all(
        List.of(
            Lengths.sound("@Schedule", "160", false, declaration.schedule().length()),
            declaration.warmups().stream()
                .flatMap(warmup -> Lengths.sound("@Warmup", "5", false, warmup.length())),
            run(declaration).stream()
                .flatMap(
                    run ->
                        declaration.warmups().stream().flatMap(warmup -> withinRun(warmup, run)))));
  }

  /** The run, where all that it depends on is sound. */
  static Optional<Span> run(Declaration declaration) {
    boolean countable =
        declaration.experiment().batchSize().value() >= 1
            && declaration.experiment().trainingExamples().value() >= 1;
    return countable
        ? Lengths.ifSound(declaration.schedule().length())
            .map(
                length -> {
                  Span epoch = new Span(0, declaration.stepsPerEpoch());
                  return new Span(length.in(epoch), epoch.stepsPerEpoch());
                })
        : Optional.empty();
  }

  /** What is left for the shape of a hyperparameter, where all that it depends on is sound. */
  static Optional<Span> left(Declaration declaration, Hyperparameter of) {
    List<Warmup> before =
        declaration.warmups(of).stream().filter(LengthRules::isBefore).limit(1).toList();
    return run(declaration)
        .flatMap(
            run ->
                before.isEmpty()
                    ? Optional.of(run)
                    : Lengths.ifSound(before.get(0).length())
                        .map(length -> run.without(length.in(run))))
        .filter(span -> span.steps() >= 1);
  }

  static boolean isBefore(Warmup warmup) {
    return warmup.placement().value().equals(WarmupPlacement.BEFORE.name());
  }

  private static Stream<Diagnostic> withinRun(Warmup warmup, Span run) {
    return Lengths.ifSound(warmup.length()).stream()
        .flatMap(
            length ->
                Stream.concat(
                    shortEnough(warmup, length, run), atLeastOneStep(warmup, length, run)));
  }

  private static Stream<Diagnostic> shortEnough(Warmup warmup, Length length, Span run) {
    if (length.in(run) < run.steps()) {
      return Stream.empty();
    }
    return Stream.of(
        new Diagnostic(
            Code.WARMUP_PAST_END,
            warmup.length().only().orElseThrow().position(),
            "the warm-up of "
                + length.in(run)
                + " steps takes the whole run of "
                + run.steps()
                + " and leaves no step for the schedule",
            "shorten the warm-up or lengthen the run"));
  }

  private static Stream<Diagnostic> atLeastOneStep(Warmup warmup, Length length, Span run) {
    if (length.in(run) >= 1) {
      return Stream.empty();
    }
    return Stream.of(
        new Diagnostic(
            Code.LENGTH_RANGE,
            warmup.length().only().orElseThrow().position(),
            "the warm-up is less than one step of " + run.steps(),
            "write a larger fraction, or steps = 1"));
  }
}
