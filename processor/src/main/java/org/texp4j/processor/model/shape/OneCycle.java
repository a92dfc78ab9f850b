package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.annotation.AnnotationValues;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Expression;
import org.texp4j.processor.model.value.Hyperparameter;
import org.texp4j.processor.model.value.ShapeDescription;
import org.texp4j.processor.model.value.Span;
import org.texp4j.schedule.Annealing;
import org.texp4j.schedule.Curve;

/**
 * {@code @OneCycle}: up to the initial value and down to almost nothing.
 *
 * @param form the cycle, as the schedule room has it
 * @param cyclesMomentum whether the momentum, if there is one, cycles the other way
 */
public record OneCycle(
    org.texp4j.schedule.OneCycle form,
    boolean cyclesMomentum,
    double momentumMinimum,
    double momentumMaximum)
    implements Shape {

  private static final int DIGITS = 6;

  static final ShapeKind KIND =
      new ShapeKind(
          "OneCycle",
          List.of(
              new AttributeRule.Real("start", Bound.LESS_THAN_ONE, "0.3"),
              new AttributeRule.Real("initialDivisor", Bound.AT_LEAST_ONE, "25"),
              new AttributeRule.Real("finalDivisor", Bound.AT_LEAST_ONE, "1e4"),
              AttributeRule.constant("annealing", Annealing.class),
              new AttributeRule.Real("momentumMinimum", Bound.LESS_THAN_ONE, "0.85"),
              new AttributeRule.Real("momentumMaximum", Bound.LESS_THAN_ONE, "0.95"),
              new AttributeRule.Constraint(
                  "start",
                  of -> !of.flag("threePhase").value() || !(of.real("start").value() > 0.5),
                  "with threePhase the rate falls for as long as it rises, so start must be at"
                      + " most 0.5",
                  "write, for example, start = 0.3"),
              new AttributeRule.Constraint(
                  "momentumMinimum",
                  of -> !(of.real("momentumMinimum").value() > of.real("momentumMaximum").value()),
                  "momentumMinimum is greater than momentumMaximum",
                  "write, for example, momentumMinimum = 0.85, momentumMaximum = 0.95"),
              new AttributeRule.Constraint(
                  "momentum",
                  of ->
                      !of.flag("momentum").isExplicit()
                          || isOfRate(of)
                          || !of.flag("momentum").value(),
                  "only a cycle of the learning rate can also cycle the momentum",
                  "leave momentum out")),
          of -> true,
          of ->
              new OneCycle(
                  new org.texp4j.schedule.OneCycle(
                      of.real("start").value(),
                      of.real("initialDivisor").value(),
                      of.real("finalDivisor").value(),
                      Annealing.valueOf(of.text("annealing").value()),
                      of.flag("threePhase").value()),
                  of.flag("momentum").value() && isOfRate(of),
                  of.real("momentumMinimum").value(),
                  of.real("momentumMaximum").value()));

  private static boolean isOfRate(AnnotationValues of) {
    return of.text("of").value().equals(Hyperparameter.LEARNING_RATE.name());
  }

  /** The shape of the momentum, whose initial value is {@link #momentumMaximum}. */
  public Shape ofMomentum() {
    return new OneCycleMomentum(form, momentumMinimum);
  }

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.oneCycle(initial, span.steps(), form);
  }

  @Override
  public Expression code(double initial, Expression steps) {
    return Expression.curve("oneCycle", Expression.of(initial), steps, code(form));
  }

  /** The defaults, with the settings that differ from them. */
  static Expression code(org.texp4j.schedule.OneCycle form) {
    org.texp4j.schedule.OneCycle defaults = org.texp4j.schedule.OneCycle.DEFAULT;
    Expression code = new Expression.Constant("OneCycle", "DEFAULT");
    if (form.start() != defaults.start()) {
      code = new Expression.Call(code, "withStart", List.of(Expression.of(form.start())));
    }
    if (form.initialDivisor() != defaults.initialDivisor()
        || form.finalDivisor() != defaults.finalDivisor()) {
      code =
          new Expression.Call(
              code,
              "withDivisors",
              List.of(Expression.of(form.initialDivisor()), Expression.of(form.finalDivisor())));
    }
    if (form.annealing() != defaults.annealing()) {
      code = new Expression.Call(code, "withAnnealing", List.of(Expression.of(form.annealing())));
    }
    if (form.threePhase() != defaults.threePhase()) {
      code = new Expression.Call(code, "withThreePhase", List.of(Expression.of(form.threePhase())));
    }
    return code;
  }

  @Override
  public ShapeDescription describe(double initial) {
    double first = initial / form.initialDivisor();
    String start = Decimals.rounded(first, DIGITS);
    return ShapeDescription.of(
        "rises from "
            + start
            + " to "
            + Decimals.shown(initial)
            + " over "
            + Decimals.shown(form.start())
            + " of the way and falls "
            + (form.threePhase() ? "back over as much, and then " : "")
            + "to "
            + Decimals.rounded(first / form.finalDivisor(), DIGITS)
            + (form.annealing() == Annealing.COSINE ? " along half cosines" : " linearly"));
  }
}
