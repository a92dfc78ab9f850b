package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Curve;

/** {@code @InverseSquareRootDecay}: divided by the root of the time. */
public record InverseSquareRootDecay(Length timescale) implements Shape {

  static final ShapeKind KIND =
      new ShapeKind(
          "InverseSquareRootDecay",
          List.of(new AttributeRule.Length("5", false, AttributeRule.Most.ANY)),
          of -> new InverseSquareRootDecay(of.length().value()));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.inverseSquareRoot(initial, timescale.in(span));
  }

  @Override
  public Expression code(double initial, Expression steps) {
    return Expression.curve(
        "inverseSquareRoot", Expression.of(initial), Expression.of(timescale, steps));
  }

  @Override
  public ShapeDescription describe(double initial) {
    return ShapeDescription.startingAt(
        initial, "is multiplied by √(τ/(s + τ)) at step s, with the timescale τ of " + timescale);
  }
}
