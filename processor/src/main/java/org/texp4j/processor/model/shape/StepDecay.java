package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.Curve;

/** {@code @StepDecay}: multiplied by a factor at boundaries. */
public record StepDecay(List<Length> boundaries, double factor) implements Shape {

  static final Kind KIND =
      new Kind(
          "StepDecay",
          List.of(new Attribute.Boundaries(), new Attribute.Real("factor", Bound.POSITIVE, "0.1")),
          of -> new StepDecay(of.boundaries(), of.real("factor").value()));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.stepDecay(initial, factor, span.of(boundaries));
  }

  @Override
  public Term code(double initial, Term steps) {
    return Term.curve("stepDecay", List.of(Term.of(initial), Term.of(factor)), boundaries, steps);
  }

  @Override
  public Words words(double initial) {
    return Words.of(
        initial, "is multiplied by " + Figures.shown(factor) + " after " + Words.list(boundaries));
  }
}
