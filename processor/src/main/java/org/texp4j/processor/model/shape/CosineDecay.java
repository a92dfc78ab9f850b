package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.Curve;

/** {@code @CosineDecay}: along a cosine, by default half of one. */
public record CosineDecay(double minimum, double cycles) implements Shape {

  private static final double HALF = 0.5;

  static final Kind KIND =
      new Kind(
          "CosineDecay",
          List.of(
              new Attribute.Real("minimum", Bound.UP_TO_INITIAL, "0.001"),
              new Attribute.Real("cycles", Bound.POSITIVE, "0.5")),
          of -> new CosineDecay(of.real("minimum").value(), of.real("cycles").value()));

  @Override
  public Curve curve(double initial, Span span) {
    return cycles == HALF
        ? Curve.cosineDecay(initial, minimum, span.steps())
        : Curve.cosine(initial, minimum, cycles, span.steps());
  }

  @Override
  public Term code(double initial, Term steps) {
    return cycles == HALF
        ? Term.curve("cosineDecay", Term.of(initial), Term.of(minimum), steps)
        : Term.curve("cosine", Term.of(initial), Term.of(minimum), Term.of(cycles), steps);
  }

  @Override
  public Words words(double initial) {
    return cycles == HALF
        ? Words.moving(initial, "falls", "to " + Figures.shown(minimum) + " along half a cosine")
        : Words.moving(
            initial,
            "falls",
            "towards " + Figures.shown(minimum) + " along a cosine of " + number());
  }

  private String number() {
    return Figures.shown(cycles) + (cycles == 1 ? " period" : " periods");
  }
}
