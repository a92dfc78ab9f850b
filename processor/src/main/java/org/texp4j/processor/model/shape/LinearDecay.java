package org.texp4j.processor.model.shape;

import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.Phrases;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Curve;

/** {@code @LinearDecay}: a straight line to a value. */
public record LinearDecay(double end, Optional<Length> length) implements Shape {

  static final ShapeKind KIND =
      new ShapeKind(
          "LinearDecay",
          List.of(
              new AttributeRule.Real("end", Bound.VALUE, "0.001"),
              new AttributeRule.Length("100", true, AttributeRule.Most.ALL)),
          of -> new LinearDecay(of.real("end").value(), of.optionalLength()));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.linear(initial, end, span.of(length));
  }

  @Override
  public Expression code(double initial, Expression steps) {
    return Expression.curve(
        "linear", Expression.of(initial), Expression.of(end), Expression.of(length, steps));
  }

  @Override
  public ShapeDescription describe(double initial) {
    return ShapeDescription.movingFrom(
        initial,
        Phrases.risesOrFalls(initial, end),
        "to " + Decimals.shown(end) + " linearly" + Phrases.over(length));
  }
}
