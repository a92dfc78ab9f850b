package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Curve;

/** {@code @InverseTimeDecay}: divided by a power of the time. */
public record InverseTimeDecay(double rate, Length every, double power, boolean staircase)
    implements Shape {

  static final ShapeKind KIND =
      new ShapeKind(
          "InverseTimeDecay",
          List.of(
              new AttributeRule.Real("rate", Bound.POSITIVE, "0.5"),
              new AttributeRule.Real("power", Bound.POSITIVE, "1"),
              new AttributeRule.Length("1", false, AttributeRule.Most.ANY)),
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
  public Expression code(double initial, Expression steps) {
    return Expression.curve(
        "inverseTime",
        Expression.of(initial),
        Expression.of(rate),
        Expression.of(every, steps),
        Expression.of(power),
        Expression.of(staircase));
  }

  @Override
  public ShapeDescription describe(double initial) {
    String time = "1 + " + (rate == 1 ? "" : Decimals.shown(rate)) + "t";
    return ShapeDescription.startingAt(
        initial,
        "is divided by "
            + (power == 1 ? time : "(" + time + ")^" + Decimals.shown(power))
            + ", where t is the "
            + (staircase ? "whole " : "")
            + "number of times that "
            + every
            + (every.count() == 1 ? " has passed" : " have passed"));
  }
}
