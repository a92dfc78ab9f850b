package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.Curve;

/** {@code @ExponentialDecay}: multiplied by a factor over each stretch. */
public record ExponentialDecay(double factor, Length every, boolean staircase) implements Shape {

  static final Kind KIND =
      new Kind(
          "ExponentialDecay",
          List.of(
              new Attribute.Real("factor", Bound.POSITIVE, "0.97"),
              new Attribute.Length("1", false, Attribute.Most.ANY)),
          of ->
              new ExponentialDecay(
                  of.real("factor").value(), of.length().value(), of.flag("staircase").value()));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.exponential(initial, factor, every.in(span), staircase);
  }

  @Override
  public Term code(double initial, Term steps) {
    return Term.curve(
        "exponential",
        Term.of(initial),
        Term.of(factor),
        Term.of(every, steps),
        Term.of(staircase));
  }

  @Override
  public Words words(double initial) {
    return Words.of(
        initial,
        "is multiplied by "
            + Figures.shown(factor)
            + (staircase ? " after " : " over ")
            + Words.every(every));
  }
}
