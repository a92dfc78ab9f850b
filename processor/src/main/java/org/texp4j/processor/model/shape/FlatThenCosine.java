package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.Curve;

/** {@code @FlatThenCosine}: flat for a while, then half a cosine. */
public record FlatThenCosine(double minimum, Length flat) implements Shape {

  static final Kind KIND =
      new Kind(
          "FlatThenCosine",
          List.of(
              new Attribute.Real("minimum", Bound.UP_TO_INITIAL, "0.001"),
              new Attribute.Length("100", false, Attribute.Most.LESS_THAN_ALL)),
          of -> new FlatThenCosine(of.real("minimum").value(), of.length().value()));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.flatThenCosine(initial, minimum, flat.in(span), span.steps());
  }

  @Override
  public Term code(double initial, Term steps) {
    return Term.curve(
        "flatThenCosine", Term.of(initial), Term.of(minimum), Term.of(flat, steps), steps);
  }

  @Override
  public Words words(double initial) {
    return Words.of(
        initial,
        "stays for "
            + flat
            + " and then falls to "
            + Figures.shown(minimum)
            + " along half a cosine");
  }
}
