package org.texp4j.processor.model.shape;

import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.Curve;

/** A value that stays. */
public record Constant() implements Shape {

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.constant(initial);
  }

  @Override
  public Term code(double initial, Term steps) {
    return Term.curve("constant", Term.of(initial));
  }

  @Override
  public Words words(double initial) {
    return new Words("of " + Figures.shown(initial), "stays");
  }
}
