package org.texp4j.processor.model.shape;

import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Curve;

/** A value that stays. */
public record Constant() implements Shape {

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.constant(initial);
  }

  @Override
  public Expression code(double initial, Expression steps) {
    return Expression.curve("constant", Expression.of(initial));
  }

  @Override
  public ShapeDescription describe(double initial) {
    return new ShapeDescription("of " + Decimals.shown(initial), "stays constant");
  }
}
