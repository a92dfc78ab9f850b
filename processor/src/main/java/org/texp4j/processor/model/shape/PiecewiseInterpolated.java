package org.texp4j.processor.model.shape;

import java.util.List;
import java.util.stream.Stream;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.Phrases;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Interpolation;

/** {@code @PiecewiseInterpolated}: through a value at each boundary. */
public record PiecewiseInterpolated(
    List<Length> boundaries, List<Double> values, Interpolation interpolation) implements Shape {

  static final ShapeKind KIND =
      new ShapeKind(
          "PiecewiseInterpolated",
          List.of(
              new AttributeRule.Boundaries(),
              new AttributeRule.Values("values"),
              AttributeRule.constant("interpolation", Interpolation.class)),
          of ->
              new PiecewiseInterpolated(
                  of.boundaries(),
                  of.values("values"),
                  Interpolation.valueOf(of.text("interpolation").value())));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.interpolated(from(initial), interpolation, span.of(boundaries));
  }

  @Override
  public Expression code(double initial, Expression steps) {
    return Expression.curve(
        "interpolated",
        List.of(Expression.of(from(initial)), Expression.of(interpolation)),
        boundaries,
        steps);
  }

  @Override
  public ShapeDescription describe(double initial) {
    return ShapeDescription.startingAt(
        initial,
        "moves "
            + (interpolation == Interpolation.LINEAR ? "linearly" : "along half cosines")
            + " to "
            + Phrases.numbers(values)
            + " at "
            + Phrases.lengths(boundaries));
  }

  private List<Double> from(double initial) {
    return Stream.concat(Stream.of(initial), values.stream()).toList();
  }
}
