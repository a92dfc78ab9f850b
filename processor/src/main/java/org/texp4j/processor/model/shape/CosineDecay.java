package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Curve;

/** {@code @CosineDecay}: along a cosine, by default half of one. */
public record CosineDecay(double minimum, double cycles) implements Shape {

  private static final double HALF = 0.5;

  static final ShapeKind KIND =
      new ShapeKind(
          "CosineDecay",
          List.of(
              new AttributeRule.Real("minimum", Bound.UP_TO_INITIAL, "0.001"),
              new AttributeRule.Real("cycles", Bound.POSITIVE, "0.5")),
          of -> new CosineDecay(of.real("minimum").value(), of.real("cycles").value()));

  @Override
  public Curve curve(double initial, Span span) {
    return cycles == HALF
        ? Curve.cosineDecay(initial, minimum, span.steps())
        : Curve.cosine(initial, minimum, cycles, span.steps());
  }

  @Override
  public Expression code(double initial, Expression steps) {
    return cycles == HALF
        ? Expression.curve("cosineDecay", Expression.of(initial), Expression.of(minimum), steps)
        : Expression.curve(
            "cosine", Expression.of(initial), Expression.of(minimum), Expression.of(cycles), steps);
  }

  @Override
  public ShapeDescription describe(double initial) {
    return cycles == HALF
        ? ShapeDescription.movingFrom(
            initial, "falls", "to " + Decimals.shown(minimum) + " along half a cosine")
        : ShapeDescription.movingFrom(
            initial,
            "falls",
            "towards " + Decimals.shown(minimum) + " along a cosine of " + number());
  }

  private String number() {
    return Decimals.shown(cycles) + (cycles == 1 ? " period" : " periods");
  }
}
