package org.texp4j.processor.model.shape;

import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.Curve;

/**
 * The momentum that goes against the rate of {@link OneCycle}; its initial value is the largest.
 */
public record OneCycleMomentum(org.texp4j.schedule.OneCycle form, double minimum) implements Shape {

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.oneCycleMomentum(minimum, initial, span.steps(), form);
  }

  @Override
  public Term code(double initial, Term steps) {
    return Term.curve(
        "oneCycleMomentum", Term.of(minimum), Term.of(initial), steps, OneCycle.code(form));
  }

  @Override
  public Words words(double initial) {
    return Words.moving(
        initial, "falls", "to " + Figures.shown(minimum) + " while the rate rises, and back");
  }
}
