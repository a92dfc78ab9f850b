package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Curve;

/** {@code @CosineRestarts}: along half a cosine, repeatedly. */
public record CosineRestarts(double minimum, Length first, double multiplier, double decay)
    implements Shape {

  static final ShapeKind KIND =
      new ShapeKind(
          "CosineRestarts",
          List.of(
              new AttributeRule.Real("minimum", Bound.UP_TO_INITIAL, "0.001"),
              new AttributeRule.Real("multiplier", Bound.AT_LEAST_ONE, "2"),
              new AttributeRule.Real("decay", Bound.UP_TO_ONE, "0.9"),
              new AttributeRule.Length("10", false, AttributeRule.Most.ALL)),
          of ->
              new CosineRestarts(
                  of.real("minimum").value(),
                  of.length().value(),
                  of.real("multiplier").value(),
                  of.real("decay").value()));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.cosineRestarts(initial, minimum, first.in(span), multiplier, decay);
  }

  @Override
  public Expression code(double initial, Expression steps) {
    return Expression.curve(
        "cosineRestarts",
        Expression.of(initial),
        Expression.of(minimum),
        Expression.of(first, steps),
        Expression.of(multiplier),
        Expression.of(decay));
  }

  @Override
  public ShapeDescription describe(double initial) {
    return ShapeDescription.movingFrom(
        initial,
        "falls",
        "to "
            + Decimals.shown(minimum)
            + " along half a cosine over "
            + first
            + ", repeatedly"
            + (multiplier == 1
                ? ""
                : ", each time over " + Decimals.shown(multiplier) + " times the length")
            + (decay == 1
                ? ""
                : ", each time from " + Decimals.shown(decay) + " of the previous peak"));
  }
}
