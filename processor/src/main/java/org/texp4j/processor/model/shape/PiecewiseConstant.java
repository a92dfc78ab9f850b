package org.texp4j.processor.model.shape;

import java.util.List;
import java.util.stream.Stream;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.Curve;

/** {@code @PiecewiseConstant}: a value of its own from each boundary on. */
public record PiecewiseConstant(List<Length> boundaries, List<Double> values) implements Shape {

  static final Kind KIND =
      new Kind(
          "PiecewiseConstant",
          List.of(new Attribute.Boundaries(), new Attribute.Values("values")),
          of -> new PiecewiseConstant(of.boundaries(), of.values("values")));

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.piecewiseConstant(from(initial), span.of(boundaries));
  }

  @Override
  public Term code(double initial, Term steps) {
    return Term.curve("piecewiseConstant", List.of(Term.of(from(initial))), boundaries, steps);
  }

  @Override
  public Words words(double initial) {
    return Words.of(
        initial, "becomes " + Words.numbers(values) + " after " + Words.list(boundaries));
  }

  private List<Double> from(double initial) {
    return Stream.concat(Stream.of(initial), values.stream()).toList();
  }
}
