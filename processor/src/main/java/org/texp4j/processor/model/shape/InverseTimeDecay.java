package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.Curve;

/** {@code @InverseTimeDecay}: divided by a power of the time. */
public record InverseTimeDecay(double rate, Length every, double power, boolean staircase)
    implements Shape {

  static final Kind KIND =
      new Kind(
          "InverseTimeDecay",
          List.of(
              new Attribute.Real("rate", Bound.POSITIVE, "0.5"),
              new Attribute.Real("power", Bound.POSITIVE, "1"),
              new Attribute.Length("1", false, Attribute.Most.ANY)),
          of ->
              new InverseTimeDecay(
                  of.real("rate").value(),
                  of.length().value(),
                  of.real("power").value(),
                  of.flag("staircase").value()));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.inverseTime(initial, rate, every.in(span), power, staircase);
  }

  @Override
  public Term code(double initial, Term steps) {
    return Term.curve(
        "inverseTime",
        Term.of(initial),
        Term.of(rate),
        Term.of(every, steps),
        Term.of(power),
        Term.of(staircase));
  }

  @Override
  public Words words(double initial) {
    String time = "1 + " + (rate == 1 ? "" : Figures.shown(rate)) + "t";
    return Words.of(
        initial,
        "is divided by "
            + (power == 1 ? time : "(" + time + ")^" + Figures.shown(power))
            + ", where t is the "
            + (staircase ? "whole " : "")
            + "number of times that "
            + every
            + (every.count() == 1 ? " has passed" : " have passed"));
  }
}
