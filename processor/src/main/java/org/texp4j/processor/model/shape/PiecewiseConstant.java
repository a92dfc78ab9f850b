package org.texp4j.processor.model.shape;

import java.util.List;
import java.util.stream.Stream;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.Phrases;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Curve;

/** {@code @PiecewiseConstant}: a new value from each boundary on. */
public record PiecewiseConstant(List<Length> boundaries, List<Double> values) implements Shape {

  static final ShapeKind KIND =
      new ShapeKind(
          "PiecewiseConstant",
          List.of(new AttributeRule.Boundaries(), new AttributeRule.Values("values")),
          of -> new PiecewiseConstant(of.boundaries(), of.values("values")));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.piecewiseConstant(from(initial), span.of(boundaries));
  }

  @Override
  public Expression code(double initial, Expression steps) {
    return Expression.curve(
        "piecewiseConstant", List.of(Expression.of(from(initial))), boundaries, steps);
  }

  @Override
  public ShapeDescription describe(double initial) {
    return ShapeDescription.startingAt(
        initial, "becomes " + Phrases.numbers(values) + " after " + Phrases.lengths(boundaries));
  }

  private List<Double> from(double initial) {
    return Stream.concat(Stream.of(initial), values.stream()).toList();
  }
}
