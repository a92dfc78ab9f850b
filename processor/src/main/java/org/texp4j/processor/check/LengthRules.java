package org.texp4j.processor.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.annotation.UnitChoice;
import org.texp4j.processor.model.shape.AttributeRule.Most;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.Span;
import org.texp4j.processor.model.value.Unit;

/** Rules for every length, wherever it is declared. */
final class LengthRules {

  private LengthRules() {}

  /** A length has one unit, unless it is optional, and a count in its range. */
  static List<Diagnostic> sound(
      String what, String example, boolean optional, UnitChoice<Length> length) {
    Optional<AttributeValue<Length>> only = length.only();
    return only.isPresent()
        ? inRange(what, only.get(), example)
        : oneUnit(what, example, optional, length);
  }

  /** A length has one unit, unless it is optional. */
  static List<Diagnostic> oneUnit(
      String what, String example, boolean optional, UnitChoice<?> lengths) {
    List<String> written = lengths.chosenAttributes();
    if (written.size() > 1) {
      return List.of(
          new Diagnostic(
              Code.TWO_UNITS,
              lengths.chosen().get(1).position(),
              what + " has more than one unit: " + String.join(" and ", written),
              "keep the one you mean"));
    }
    List<String> names = lengths.attributes();
    int last = names.size() - 1;
    if (optional || !written.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.UNIT_MISSING,
            lengths.position(),
            what
                + " has neither "
                + String.join(", ", names.subList(0, last))
                + " nor "
                + names.get(last),
            "write, for example, epochs = " + example));
  }

  private static List<Diagnostic> inRange(
      String what, AttributeValue<Length> given, String example) {
    Length length = given.value();
    String attribute = length.unit().attribute();
    boolean isFraction = length.unit() == Unit.FRACTION;
    if (isInRange(length)) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.LENGTH_RANGE,
            given.position(),
            attribute
                + " of "
                + what
                + " is "
                + length.number()
                + " but must be "
                + (isFraction ? "greater than 0 and at most 1" : "at least 1"),
            "write, for example, " + attribute + " = " + (isFraction ? "0.1" : example)));
  }

  /** Whether a count is in its range. */
  static boolean isInRange(Length length) {
    return length.unit() == Unit.FRACTION
        ? length.count() > 0 && length.count() <= 1
        : length.count() >= 1;
  }

  /** The length, if it is sound. */
  static Optional<Length> ifSound(UnitChoice<Length> length) {
    Optional<AttributeValue<Length>> only = length.only();
    return only.isPresent() && isInRange(only.get().value())
        ? Optional.of(only.get().value())
        : Optional.empty();
  }

  /** A length is at least one step and fits into the span of its shape. */
  static List<Diagnostic> within(String what, UnitChoice<Length> length, Span span, Most most) {
    Optional<Length> sound = ifSound(length);
    if (sound.isEmpty()) {
      return List.of();
    }
    Length given = sound.get();
    long steps = given.in(span);
    long room = most == Most.ALL ? span.steps() : span.steps() - 1;
    if (steps < 1) {
      return List.of(
          new Diagnostic(
              Code.LENGTH_RANGE,
              length.only().orElseThrow().position(),
              what + " has a length of " + given + ", less than one of " + steps(span.steps()),
              "write a larger fraction, or steps = 1"));
    }
    if (most == Most.ANY || steps <= room) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.LENGTH_PAST_END,
            length.only().orElseThrow().position(),
            what
                + " has a length of "
                + given
                + (given.unit() == Unit.STEPS ? "" : " (" + steps(steps) + ")")
                + ", but there is room for only "
                + steps(room),
            "write " + largest(room, given.unit(), span) + ", or lengthen the run"));
  }

  private static String largest(long room, Unit unit, Span span) {
    return switch (unit) {
      case EPOCHS ->
          room >= span.stepsPerEpoch()
              ? "epochs = " + room / span.stepsPerEpoch() + " or less"
              : "steps = " + room + " or less";
      case STEPS -> "steps = " + room + " or less";
      case FRACTION -> "a smaller fraction";
    };
  }

  /** Boundaries have one unit, and there is at least one, and they increase. */
  static List<Diagnostic> boundaries(
      String what, UnitChoice<List<AttributeValue<Length>>> lengths) {
    Optional<AttributeValue<List<AttributeValue<Length>>>> given = lengths.only();
    return given.isEmpty()
        ? oneUnit(what, "{80, 120}", false, lengths)
        : Diagnostic.all(
            some(what, lengths.chosenAttributes().get(0), given.get()), rising(given.get()));
  }

  private static List<Diagnostic> some(
      String what, String attribute, AttributeValue<List<AttributeValue<Length>>> given) {
    if (!given.value().isEmpty()) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.NO_BOUNDARIES,
            given.position(),
            what + " has no boundaries",
            "write, for example, "
                + attribute
                + (attribute.equals(Unit.FRACTION.listAttribute())
                    ? " = {0.5, 0.75}"
                    : " = {80, 120}")
                + ", or remove "
                + what
                + " for a constant value"));
  }

  private static List<Diagnostic> rising(AttributeValue<List<AttributeValue<Length>>> given) {
    List<Diagnostic> found = new ArrayList<>();
    double previous = 0;
    for (AttributeValue<Length> at : given.value()) {
      Length boundary = at.value();
      boolean isPart = boundary.unit() == Unit.FRACTION;
      if (!(isPart ? boundary.count() > 0 : boundary.count() >= 1)) {
        found.add(
            new Diagnostic(
                Code.LENGTH_RANGE,
                at.position(),
                "a boundary is "
                    + boundary.number()
                    + " but must be "
                    + (isPart ? "greater than 0" : "at least 1"),
                "leave it out and change the initial value instead, for example to a lower"
                    + " learningRate"));
      } else if (!(boundary.count() > previous)) {
        found.add(
            new Diagnostic(
                Code.BOUNDARY_ORDER,
                at.position(),
                "boundary "
                    + boundary.number()
                    + " is not after the previous one, "
                    + new Length(previous, boundary.unit()).number(),
                "write the boundaries in increasing order, each once"));
      }
      previous = boundary.count();
    }
    return found;
  }

  /** Reports the first boundary that is not between the one before it and the end. */
  static List<Diagnostic> within(
      UnitChoice<List<AttributeValue<Length>>> lengths, Span span, boolean afterWarmup) {
    Optional<AttributeValue<List<AttributeValue<Length>>>> given = lengths.only();
    if (given.isEmpty() || !rising(given.get()).isEmpty()) {
      return List.of();
    }
    long previous = 0;
    for (AttributeValue<Length> boundary : given.get().value()) {
      long at = boundary.value().in(span);
      if (at <= previous) {
        return List.of(tooEarly(boundary, at, previous, span));
      }
      if (at >= span.steps()) {
        return List.of(pastEnd(boundary, at, span, afterWarmup));
      }
      previous = at;
    }
    return List.of();
  }

  /** Rounding may have put two fractions on the same step, or one on step 0. */
  private static Diagnostic tooEarly(
      AttributeValue<Length> boundary, long at, long previous, Span span) {
    return new Diagnostic(
        Code.BOUNDARY_ORDER,
        boundary.position(),
        "boundary "
            + boundary.value().number()
            + " is at step "
            + at
            + " of "
            + span.steps()
            + ", no later than the "
            + (previous == 0 ? "start" : "previous one"),
        "write a larger fraction, or the boundaries in steps");
  }

  private static Diagnostic pastEnd(
      AttributeValue<Length> boundary, long at, Span span, boolean afterWarmup) {
    Length length = boundary.value();
    String last =
        switch (length.unit()) {
          case EPOCHS -> atMost((span.steps() - 1) / span.stepsPerEpoch());
          case STEPS -> atMost(span.steps() - 1);
          case FRACTION -> "write a fraction less than 1";
        };
    return new Diagnostic(
        Code.BOUNDARY_PAST_END,
        boundary.position(),
        "boundary "
            + length.number()
            + " is at step "
            + at
            + ", but the run ends after "
            + steps(span.steps())
            + (afterWarmup ? ", counted from the end of the warm-up" : ""),
        last);
  }

  private static String steps(long steps) {
    return new Length(steps, Unit.STEPS).toString();
  }

  private static String atMost(long last) {
    return last >= 1
        ? "write " + last + " or less, or lengthen the run"
        : "lengthen the run, or remove the boundary";
  }
}
