package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.annotation.AnnotationValues;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.CyclicMode;

/** {@code @Cyclic}: up and down on straight lines, repeatedly. */
public record Cyclic(double maximum, Length up, Length down, CyclicMode mode, double decay)
    implements Shape {

  static final ShapeKind KIND =
      new ShapeKind(
          "Cyclic",
          List.of(
              new AttributeRule.Real("maximum", Bound.FROM_INITIAL, "0.4"),
              new AttributeRule.Part("up", "4", false, AttributeRule.Most.ALL),
              new AttributeRule.Part("down", "4", true, AttributeRule.Most.ALL),
              AttributeRule.constant("mode", CyclicMode.class),
              new AttributeRule.Real("decay", Bound.UP_TO_ONE, "0.999"),
              new AttributeRule.Constraint(
                  "decay",
                  of -> of.real("decay").value() == 1 || mode(of) == CyclicMode.EXPONENTIAL_RANGE,
                  "decay has no effect in this mode",
                  "write mode = EXPONENTIAL_RANGE, or leave decay out")),
          of ->
              new Cyclic(
                  of.real("maximum").value(),
                  of.length("up").value(),
                  of.length("down").only().orElse(of.length("up").only().orElseThrow()).value(),
                  mode(of),
                  of.real("decay").value()));

  private static CyclicMode mode(AnnotationValues of) {
    return CyclicMode.valueOf(of.text("mode").value());
  }

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.cyclic(initial, maximum, up.in(span), down.in(span), mode, decay);
  }

  @Override
  public Expression code(double initial, Expression steps) {
    return Expression.curve(
        "cyclic",
        Expression.of(initial),
        Expression.of(maximum),
        Expression.of(up, steps),
        Expression.of(down, steps),
        Expression.of(mode),
        Expression.of(decay));
  }

  @Override
  public ShapeDescription describe(double initial) {
    return ShapeDescription.movingFrom(
        initial,
        "rises",
        "to "
            + Decimals.shown(maximum)
            + " over "
            + up
            + " and falls back over "
            + down
            + ", repeatedly"
            + switch (mode) {
              case TRIANGULAR -> "";
              case TRIANGULAR2 -> ", each time half as high";
              case EXPONENTIAL_RANGE ->
                  ", its height multiplied by " + Decimals.shown(decay) + " at every step";
            });
  }
}
