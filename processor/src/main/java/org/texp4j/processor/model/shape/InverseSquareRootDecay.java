package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.Curve;

/** {@code @InverseSquareRootDecay}: divided by the root of the time. */
public record InverseSquareRootDecay(Length timescale) implements Shape {

  static final Kind KIND =
      new Kind(
          "InverseSquareRootDecay",
          List.of(new Attribute.Length("5", false, Attribute.Most.ANY)),
          of -> new InverseSquareRootDecay(of.length().value()));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.inverseSquareRoot(initial, timescale.in(span));
  }

  @Override
  public Term code(double initial, Term steps) {
    return Term.curve("inverseSquareRoot", Term.of(initial), Term.of(timescale, steps));
  }

  @Override
  public Words words(double initial) {
    return Words.of(
        initial, "is multiplied by √(τ/(s + τ)) at step s, with the timescale τ of " + timescale);
  }
}
