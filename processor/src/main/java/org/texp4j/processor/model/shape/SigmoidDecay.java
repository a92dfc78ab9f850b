package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.processor.model.value.Unit;
import org.texp4j.schedule.Curve;

/** {@code @SigmoidDecay}: along a sigmoid, its slope in the unit of its center. */
public record SigmoidDecay(double slope, Length center) implements Shape {

  static final ShapeKind KIND =
      new ShapeKind(
          "SigmoidDecay",
          List.of(
              new AttributeRule.Real("slope", Bound.POSITIVE, "0.5"),
              new AttributeRule.Length("80", false, AttributeRule.Most.ANY)),
          of -> new SigmoidDecay(of.real("slope").value(), of.length().value()));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.sigmoid(initial, slope / new Length(1, center.unit()).in(span), center.in(span));
  }

  @Override
  public Expression code(double initial, Expression steps) {
    Expression perStep =
        switch (center.unit()) {
          case EPOCHS -> new Expression.Quotient(slope, Expression.STEPS_PER_EPOCH);
          case STEPS -> Expression.of(slope);
          case FRACTION -> new Expression.Quotient(slope, steps);
        };
    return Expression.curve(
        "sigmoid", Expression.of(initial), perStep, Expression.of(center, steps));
  }

  @Override
  public ShapeDescription describe(double initial) {
    return ShapeDescription.of(
        "falls along a sigmoid, from just below "
            + Decimals.shown(initial)
            + " through half of it after "
            + center
            + " with slope "
            + Decimals.shown(slope)
            + (center.unit() == Unit.FRACTION
                ? ""
                : " per " + new Length(1, center.unit()).noun()));
  }
}
