package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.Phrases;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Curve;

/** {@code @StepDecay}: multiplied by a factor at boundaries. */
public record StepDecay(List<Length> boundaries, double factor) implements Shape {

  static final ShapeKind KIND =
      new ShapeKind(
          "StepDecay",
          List.of(
              new AttributeRule.Boundaries(),
              new AttributeRule.Real("factor", Bound.POSITIVE, "0.1")),
          of -> new StepDecay(of.boundaries(), of.real("factor").value()));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.stepDecay(initial, factor, span.of(boundaries));
  }

  @Override
  public Expression code(double initial, Expression steps) {
    return Expression.curve(
        "stepDecay", List.of(Expression.of(initial), Expression.of(factor)), boundaries, steps);
  }

  @Override
  public ShapeDescription describe(double initial) {
    return ShapeDescription.startingAt(
        initial,
        "is multiplied by " + Decimals.shown(factor) + " after " + Phrases.lengths(boundaries));
  }
}
