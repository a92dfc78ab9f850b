package org.texp4j.processor.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.StepDecay;
import org.texp4j.processor.model.Given;
import org.texp4j.processor.model.InUnits;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Unit;

/** Rules for lengths: their units, their order, and that all fits into the run. */
final class LengthRules {

  private LengthRules() {}

  static Stream<Diagnostic> of(Declaration declaration) {
    return Stream.of(
            length("@Schedule", "160", declaration.schedule().length()),
            declaration.warmup().stream()
                .flatMap(warmup -> length("@Warmup", "5", warmup.length())),
            oneShape(declaration.shapes()),
            stepDecays(declaration).flatMap(LengthRules::boundaries),
            within(declaration))
        .flatMap(found -> found);
  }

  private static Stream<Diagnostic> length(
      String annotation, String example, InUnits<Long> length) {
    return Stream.concat(
        oneUnit(annotation, example, length),
        length.only().stream().flatMap(given -> atLeastOne(given, length.unit(), example)));
  }

  private static Stream<Diagnostic> oneUnit(String annotation, String example, InUnits<?> lengths) {
    Diagnostic missing =
        new Diagnostic(
            Code.UNIT_MISSING,
            lengths.position(),
            annotation + " has neither epochs nor steps",
            "write for example epochs = " + example);
    Diagnostic two =
        new Diagnostic(
            Code.TWO_UNITS,
            lengths.steps().position(),
            annotation + " has both epochs and steps",
            "keep the one you mean");
    boolean epochs = lengths.epochs().written();
    boolean steps = lengths.steps().written();
    return Stream.concat(missing.unless(epochs || steps), two.unless(!(epochs && steps)));
  }

  private static Stream<Diagnostic> atLeastOne(Given<Long> given, Unit unit, String example) {
    return new Diagnostic(
            Code.LENGTH_RANGE,
            given.position(),
            unit.attribute() + " is " + given.value() + " but must be at least 1",
            "write for example " + unit.attribute() + " = " + example)
        .unless(given.value() >= 1);
  }

  private static Stream<Diagnostic> oneShape(List<Declaration.Shape> shapes) {
    return shapes.stream()
        .skip(1)
        .map(
            shape ->
                new Diagnostic(
                    Code.TWO_SHAPES,
                    shape.position(),
                    "the learning rate already has a shape",
                    "keep one of the two annotations"));
  }

  private static Stream<Diagnostic> boundaries(StepDecay decay) {
    InUnits<List<Given<Long>>> lengths = decay.boundaries();
    return Stream.concat(
        oneUnit("@StepDecay", "{80, 120}", lengths),
        lengths.only().stream()
            .flatMap(given -> Stream.concat(some(given, lengths.unit()), rising(given))));
  }

  private static Stream<Diagnostic> some(Given<List<Given<Long>>> given, Unit unit) {
    return new Diagnostic(
            Code.NO_BOUNDARIES,
            given.position(),
            "@StepDecay has no boundaries",
            "write for example "
                + unit.attribute()
                + " = {80, 120}, or remove @StepDecay for a constant rate")
        .unless(!given.value().isEmpty());
  }

  private static Stream<Diagnostic> rising(Given<List<Given<Long>>> given) {
    List<Given<Long>> boundaries = given.value();
    return IntStream.range(0, boundaries.size())
        .boxed()
        .flatMap(
            i -> {
              long value = boundaries.get(i).value();
              long previous = i == 0 ? 0 : boundaries.get(i - 1).value();
              Diagnostic small =
                  new Diagnostic(
                      Code.LENGTH_RANGE,
                      boundaries.get(i).position(),
                      "the boundary is " + value + " but must be at least 1",
                      "leave it out: a drop before the first step is a lower learningRate");
              Diagnostic early =
                  new Diagnostic(
                      Code.BOUNDARY_ORDER,
                      boundaries.get(i).position(),
                      "boundary " + value + " does not lie after " + previous + " before it",
                      "write the boundaries in rising order, each once");
              return Stream.concat(
                  small.unless(value >= 1), early.unless(value < 1 || value > previous));
            });
  }

  /** Warm-up and boundaries lie within the run; asked only where every length is sound. */
  private static Stream<Diagnostic> within(Declaration declaration) {
    boolean countable =
        declaration.experiment().batchSize().value() >= 1
            && declaration.experiment().trainingExamples().value() >= 1;
    Optional<Length> run = sound(declaration.schedule().length());
    Optional<InUnits<Long>> warmup = declaration.warmup().map(Declaration.Warmup::length);
    Optional<Length> rise = warmup.flatMap(LengthRules::sound);
    if (!countable || run.isEmpty() || warmup.isPresent() != rise.isPresent()) {
      return Stream.empty();
    }
    long stepsPerEpoch = declaration.stepsPerEpoch();
    long left =
        run.get().steps(stepsPerEpoch) - rise.map(length -> length.steps(stepsPerEpoch)).orElse(0L);
    return left < 1 && warmup.isPresent()
        ? Stream.of(warmupPastEnd(warmup.get(), rise.get(), run.get()))
        : stepDecays(declaration)
            .flatMap(decay -> firstPastEnd(decay, left, stepsPerEpoch, rise.isPresent()));
  }

  private static Diagnostic warmupPastEnd(InUnits<Long> warmup, Length rise, Length run) {
    return new Diagnostic(
        Code.WARMUP_PAST_END,
        warmup.only().orElseThrow().position(),
        "the warm-up of "
            + rise
            + " takes the whole run of "
            + run
            + " and leaves no step for the schedule",
        "shorten the warm-up or lengthen the run");
  }

  private static Stream<Diagnostic> firstPastEnd(
      StepDecay decay, long steps, long stepsPerEpoch, boolean warmed) {
    Unit unit = decay.boundaries().unit();
    return decay.boundaries().only().stream()
        .flatMap(given -> given.value().stream())
        .flatMap(boundary -> beforeEnd(boundary, unit, steps, stepsPerEpoch, warmed))
        .limit(1);
  }

  private static Stream<Diagnostic> beforeEnd(
      Given<Long> boundary, Unit unit, long steps, long stepsPerEpoch, boolean warmed) {
    long at = new Length(boundary.value(), unit).steps(stepsPerEpoch);
    long last = unit == Unit.EPOCHS ? (steps - 1) / stepsPerEpoch : steps - 1;
    return new Diagnostic(
            Code.BOUNDARY_PAST_END,
            boundary.position(),
            "boundary "
                + boundary.value()
                + " lies at step "
                + at
                + ", where a run of "
                + steps
                + (warmed ? " steps from the end of the warm-up" : " steps")
                + " has ended",
            last >= 1
                ? "write " + last + " or less, or lengthen the run"
                : "lengthen the run, or remove the boundary")
        .unless(boundary.value() < 1 || at < steps);
  }

  private static Optional<Length> sound(InUnits<Long> length) {
    return length
        .only()
        .filter(given -> given.value() >= 1)
        .map(given -> new Length(given.value(), length.unit()));
  }

  private static Stream<StepDecay> stepDecays(Declaration declaration) {
    return declaration.shapes().stream()
        .filter(StepDecay.class::isInstance)
        .map(StepDecay.class::cast);
  }
}
