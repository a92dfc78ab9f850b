package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.Curve;

/** {@code @CosineRestarts}: along half a cosine again and again. */
public record CosineRestarts(double minimum, Length first, double multiplier, double decay)
    implements Shape {

  static final Kind KIND =
      new Kind(
          "CosineRestarts",
          List.of(
              new Attribute.Real("minimum", Bound.UP_TO_INITIAL, "0.001"),
              new Attribute.Real("multiplier", Bound.AT_LEAST_ONE, "2"),
              new Attribute.Real("decay", Bound.UP_TO_ONE, "0.9"),
              new Attribute.Length("10", false, Attribute.Most.ALL)),
          of ->
              new CosineRestarts(
                  of.real("minimum").value(),
                  of.length().value(),
                  of.real("multiplier").value(),
                  of.real("decay").value()));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.cosineRestarts(initial, minimum, first.in(span), multiplier, decay);
  }

  @Override
  public Term code(double initial, Term steps) {
    return Term.curve(
        "cosineRestarts",
        Term.of(initial),
        Term.of(minimum),
        Term.of(first, steps),
        Term.of(multiplier),
        Term.of(decay));
  }

  @Override
  public Words words(double initial) {
    return Words.moving(
        initial,
        "falls",
        "to "
            + Figures.shown(minimum)
            + " along half a cosine over "
            + first
            + ", again and again"
            + (multiplier == 1
                ? ""
                : ", each time over " + Figures.shown(multiplier) + " times as long")
            + (decay == 1
                ? ""
                : ", each time from " + Figures.shown(decay) + " of the peak before"));
  }
}
