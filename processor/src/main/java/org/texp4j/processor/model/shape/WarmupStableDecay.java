package org.texp4j.processor.model.shape;

import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.DecayShape;

/** {@code @WarmupStableDecay}: up, level and down at the end. */
public record WarmupStableDecay(
    Optional<Length> warmup, Length decay, double minimum, DecayShape shape) implements Shape {

  static final ShapeKind KIND =
      new ShapeKind(
          "WarmupStableDecay",
          List.of(
              new AttributeRule.Part("warmup", "5", true, AttributeRule.Most.LESS_THAN_ALL),
              new AttributeRule.Part("decay", "20", false, AttributeRule.Most.ALL),
              new AttributeRule.Sum("decay", "warmup"),
              new AttributeRule.Real("minimum", Bound.UP_TO_INITIAL, "0.001"),
              AttributeRule.constant("shape", DecayShape.class)),
          of -> !of.length("warmup").chosen().isEmpty(),
          of ->
              new WarmupStableDecay(
                  of.length("warmup").only().map(AttributeValue::value),
                  of.length("decay").value(),
                  of.real("minimum").value(),
                  DecayShape.valueOf(of.text("shape").value())));

  @Override
  public Curve curve(double initial, Span span) {
    long rise = warmup.map(length -> length.in(span)).orElse(0L);
    long rest = span.steps() - rise;
    Curve main = Curve.warmupStableDecay(initial, minimum, rest - decay.in(span), rest, shape);
    return rise == 0 ? main : Curve.linearWarmup(0, rise, main);
  }

  @Override
  public Expression code(double initial, Expression steps) {
    Optional<Expression> rise = warmup.map(length -> Expression.of(length, steps));
    Expression rest =
        rise.map(taken -> (Expression) new Expression.Difference(steps, taken)).orElse(steps);
    Expression main =
        Expression.curve(
            "warmupStableDecay",
            Expression.of(initial),
            Expression.of(minimum),
            new Expression.Difference(rest, Expression.of(decay, steps)),
            rest,
            Expression.of(shape));
    return rise.map(taken -> Expression.curve("linearWarmup", Expression.of(0), taken, main))
        .orElse(main);
  }

  @Override
  public ShapeDescription describe(double initial) {
    String fall =
        " to "
            + Decimals.shown(minimum)
            + switch (shape) {
              case LINEAR -> " linearly";
              case COSINE -> " along half a cosine";
              case ONE_MINUS_SQRT -> " as 1 − √t";
            }
            + " over the last "
            + decay;
    return warmup
        .map(
            rise ->
                ShapeDescription.of(
                    "rises from 0 to "
                        + Decimals.shown(initial)
                        + " over "
                        + rise
                        + ", stays constant and falls"
                        + fall))
        .orElseGet(
            () -> ShapeDescription.startingAt(initial, "stays constant and then falls" + fall));
  }
}
