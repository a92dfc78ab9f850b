package org.texp4j.processor.model.shape;

import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.Curve;

/** {@code @LinearDecay}: a straight line to a value. */
public record LinearDecay(double end, Optional<Length> length) implements Shape {

  static final Kind KIND =
      new Kind(
          "LinearDecay",
          List.of(
              new Attribute.Real("end", Bound.VALUE, "0.001"),
              new Attribute.Length("100", true, Attribute.Most.ALL)),
          of -> new LinearDecay(of.real("end").value(), of.optionalLength()));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.linear(initial, end, span.of(length));
  }

  @Override
  public Term code(double initial, Term steps) {
    return Term.curve("linear", Term.of(initial), Term.of(end), Term.of(length, steps));
  }

  @Override
  public Words words(double initial) {
    return Words.moving(
        initial,
        Words.verb(initial, end),
        "to " + Figures.shown(end) + " on a straight line" + Words.over(length));
  }
}
