package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Curve;

/** {@code @FlatThenCosine}: flat for a while, then half a cosine. */
public record FlatThenCosine(double minimum, Length flat) implements Shape {

  static final ShapeKind KIND =
      new ShapeKind(
          "FlatThenCosine",
          List.of(
              new AttributeRule.Real("minimum", Bound.UP_TO_INITIAL, "0.001"),
              new AttributeRule.Length("100", false, AttributeRule.Most.LESS_THAN_ALL)),
          of -> new FlatThenCosine(of.real("minimum").value(), of.length().value()));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.flatThenCosine(initial, minimum, flat.in(span), span.steps());
  }

  @Override
  public Expression code(double initial, Expression steps) {
    return Expression.curve(
        "flatThenCosine",
        Expression.of(initial),
        Expression.of(minimum),
        Expression.of(flat, steps),
        steps);
  }

  @Override
  public ShapeDescription describe(double initial) {
    return ShapeDescription.startingAt(
        initial,
        "stays constant for "
            + flat
            + " and then falls to "
            + Decimals.shown(minimum)
            + " along half a cosine");
  }
}
