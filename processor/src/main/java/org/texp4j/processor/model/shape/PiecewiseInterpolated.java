package org.texp4j.processor.model.shape;

import java.util.List;
import java.util.stream.Stream;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Interpolation;

/** {@code @PiecewiseInterpolated}: through a value at each boundary. */
public record PiecewiseInterpolated(
    List<Length> boundaries, List<Double> values, Interpolation interpolation) implements Shape {

  static final Kind KIND =
      new Kind(
          "PiecewiseInterpolated",
          List.of(
              new Attribute.Boundaries(),
              new Attribute.Values("values"),
              Attribute.constant("interpolation", Interpolation.class)),
          of ->
              new PiecewiseInterpolated(
                  of.boundaries(),
                  of.values("values"),
                  Interpolation.valueOf(of.text("interpolation").value())));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.interpolated(from(initial), interpolation, span.of(boundaries));
  }

  @Override
  public Term code(double initial, Term steps) {
    return Term.curve(
        "interpolated", List.of(Term.of(from(initial)), Term.of(interpolation)), boundaries, steps);
  }

  @Override
  public Words words(double initial) {
    return Words.of(
        initial,
        "goes "
            + (interpolation == Interpolation.LINEAR ? "on straight lines" : "along half cosines")
            + " to "
            + Words.numbers(values)
            + " at "
            + Words.list(boundaries));
  }

  private List<Double> from(double initial) {
    return Stream.concat(Stream.of(initial), values.stream()).toList();
  }
}
