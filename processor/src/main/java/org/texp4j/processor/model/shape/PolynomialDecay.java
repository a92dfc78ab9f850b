package org.texp4j.processor.model.shape;

import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.Curve;

/** {@code @PolynomialDecay}: a power of the time that is left. */
public record PolynomialDecay(double end, double power, boolean cycle, Optional<Length> length)
    implements Shape {

  static final Kind KIND =
      new Kind(
          "PolynomialDecay",
          List.of(
              new Attribute.Real("end", Bound.VALUE, "0.001"),
              new Attribute.Real("power", Bound.POSITIVE, "2"),
              new Attribute.Length("100", true, Attribute.Most.ALL)),
          of ->
              new PolynomialDecay(
                  of.real("end").value(),
                  of.real("power").value(),
                  of.flag("cycle").value(),
                  of.optionalLength()));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.polynomial(initial, end, power, span.of(length), cycle);
  }

  @Override
  public Term code(double initial, Term steps) {
    return Term.curve(
        "polynomial",
        Term.of(initial),
        Term.of(end),
        Term.of(power),
        Term.of(length, steps),
        Term.of(cycle));
  }

  @Override
  public Words words(double initial) {
    return Words.moving(
        initial,
        Words.verb(initial, end),
        "to "
            + Figures.shown(end)
            + " with power "
            + Figures.shown(power)
            + " of the time left"
            + Words.over(length)
            + (cycle ? ", and does so again from less high after each such length" : ""));
  }
}
