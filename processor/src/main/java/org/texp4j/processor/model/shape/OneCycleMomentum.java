package org.texp4j.processor.model.shape;

import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Curve;

/**
 * The momentum that goes against the rate of {@link OneCycle}; its initial value is the largest.
 */
public record OneCycleMomentum(org.texp4j.schedule.OneCycle form, double minimum) implements Shape {

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.oneCycleMomentum(minimum, initial, span.steps(), form);
  }

  @Override
  public Expression code(double initial, Expression steps) {
    return Expression.curve(
        "oneCycleMomentum",
        Expression.of(minimum),
        Expression.of(initial),
        steps,
        OneCycle.code(form));
  }

  @Override
  public ShapeDescription describe(double initial) {
    return ShapeDescription.movingFrom(
        initial, "falls", "to " + Decimals.shown(minimum) + " while the rate rises, and back");
  }
}
