package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.FactoryClass;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Curve;

/** {@code @CustomCurve}: made by a class that the compiler cannot run. */
public record CustomCurve(FactoryClass factory) implements Shape {

  static final ShapeKind KIND =
      new ShapeKind(
          "CustomCurve",
          List.of(new AttributeRule.Factory("value")),
          of -> new CustomCurve(of.type("value").value()));

  @Override
  public boolean isKnown() {
    return false;
  }

  @Override
  public Curve curve(double initial, Span span) {
    throw new UnsupportedOperationException(factory.qualifiedName() + " runs only in training");
  }

  @Override
  public Expression code(double initial, Expression steps) {
    return new Expression.Call(
        new Expression.NewFactory(factory),
        "curve",
        List.of(Expression.of(initial), steps, Expression.STEPS_PER_EPOCH));
  }

  @Override
  public ShapeDescription describe(double initial) {
    String given =
        "given by {@link " + factory.qualifiedName() + "} from " + Decimals.shown(initial);
    return new ShapeDescription(given, "continues as " + given);
  }
}
