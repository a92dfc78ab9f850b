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

/** {@code @PolynomialDecay}: a power of the remaining time. */
public record PolynomialDecay(double end, double power, boolean cycle, Optional<Length> length)
    implements Shape {

  static final ShapeKind KIND =
      new ShapeKind(
          "PolynomialDecay",
          List.of(
              new AttributeRule.Real("end", Bound.VALUE, "0.001"),
              new AttributeRule.Real("power", Bound.POSITIVE, "2"),
              new AttributeRule.Length("100", true, AttributeRule.Most.ALL)),
          of ->
              new PolynomialDecay(
                  of.real("end").value(),
                  of.real("power").value(),
                  of.flag("cycle").value(),
                  of.optionalLength()));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.polynomial(initial, end, power, span.of(length), cycle);
  }

  @Override
  public Expression code(double initial, Expression steps) {
    return Expression.curve(
        "polynomial",
        Expression.of(initial),
        Expression.of(end),
        Expression.of(power),
        Expression.of(length, steps),
        Expression.of(cycle));
  }

  @Override
  public ShapeDescription describe(double initial) {
    return ShapeDescription.movingFrom(
        initial,
        Phrases.risesOrFalls(initial, end),
        "to "
            + Decimals.shown(end)
            + " as power "
            + Decimals.shown(power)
            + " of the remaining time"
            + Phrases.over(length)
            + (cycle ? ", and starts again from a lower value after each such length" : ""));
  }
}
