package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.Phrases;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Curve;

/** {@code @ExponentialDecay}: multiplied by a factor over each interval. */
public record ExponentialDecay(double factor, Length every, boolean staircase) implements Shape {

  static final ShapeKind KIND =
      new ShapeKind(
          "ExponentialDecay",
          List.of(
              new AttributeRule.Real("factor", Bound.POSITIVE, "0.97"),
              new AttributeRule.Length("1", false, AttributeRule.Most.ANY)),
          of ->
              new ExponentialDecay(
                  of.real("factor").value(), of.length().value(), of.flag("staircase").value()));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.exponential(initial, factor, every.in(span), staircase);
  }

  @Override
  public Expression code(double initial, Expression steps) {
    return Expression.curve(
        "exponential",
        Expression.of(initial),
        Expression.of(factor),
        Expression.of(every, steps),
        Expression.of(staircase));
  }

  @Override
  public ShapeDescription describe(double initial) {
    return ShapeDescription.startingAt(
        initial,
        "is multiplied by "
            + Decimals.shown(factor)
            + (staircase ? " after " : " over ")
            + Phrases.every(every));
  }
}
