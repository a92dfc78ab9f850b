package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Unit;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.Curve;

/** {@code @SigmoidDecay}: along a sigmoid, its slope in the unit of its center. */
public record SigmoidDecay(double slope, Length center) implements Shape {

  static final Kind KIND =
      new Kind(
          "SigmoidDecay",
          List.of(
              new Attribute.Real("slope", Bound.POSITIVE, "0.5"),
              new Attribute.Length("80", false, Attribute.Most.ANY)),
          of -> new SigmoidDecay(of.real("slope").value(), of.length().value()));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.sigmoid(initial, slope / new Length(1, center.unit()).in(span), center.in(span));
  }

  @Override
  public Term code(double initial, Term steps) {
    Term perStep =
        switch (center.unit()) {
          case EPOCHS -> new Term.Quotient(slope, Term.STEPS_PER_EPOCH);
          case STEPS -> Term.of(slope);
          case FRACTION -> new Term.Quotient(slope, steps);
        };
    return Term.curve("sigmoid", Term.of(initial), perStep, Term.of(center, steps));
  }

  @Override
  public Words words(double initial) {
    return Words.saying(
        "falls along a sigmoid, from just below "
            + Figures.shown(initial)
            + " through half of it after "
            + center
            + " with slope "
            + Figures.shown(slope)
            + (center.unit() == Unit.FRACTION
                ? ""
                : " per " + new Length(1, center.unit()).noun()));
  }
}
