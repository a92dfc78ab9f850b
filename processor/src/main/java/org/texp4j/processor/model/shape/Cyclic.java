package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.processor.model.Written;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.CyclicMode;

/** {@code @Cyclic}: up and down on straight lines, again and again. */
public record Cyclic(double maximum, Length up, Length down, CyclicMode mode, double decay)
    implements Shape {

  static final Kind KIND =
      new Kind(
          "Cyclic",
          List.of(
              new Attribute.Real("maximum", Bound.FROM_INITIAL, "0.4"),
              new Attribute.Part("up", "4", false, Attribute.Most.ALL),
              new Attribute.Part("down", "4", true, Attribute.Most.ALL),
              Attribute.constant("mode", CyclicMode.class),
              new Attribute.Real("decay", Bound.UP_TO_ONE, "0.999"),
              new Attribute.Together(
                  "decay",
                  of -> of.real("decay").value() == 1 || mode(of) == CyclicMode.EXPONENTIAL_RANGE,
                  "decay has no effect in this mode",
                  "write mode = EXPONENTIAL_RANGE with it, or leave it out")),
          of ->
              new Cyclic(
                  of.real("maximum").value(),
                  of.length("up").value(),
                  of.length("down").only().orElse(of.length("up").only().orElseThrow()).value(),
                  mode(of),
                  of.real("decay").value()));

  private static CyclicMode mode(Written of) {
    return CyclicMode.valueOf(of.text("mode").value());
  }

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.cyclic(initial, maximum, up.in(span), down.in(span), mode, decay);
  }

  @Override
  public Term code(double initial, Term steps) {
    return Term.curve(
        "cyclic",
        Term.of(initial),
        Term.of(maximum),
        Term.of(up, steps),
        Term.of(down, steps),
        Term.of(mode),
        Term.of(decay));
  }

  @Override
  public Words words(double initial) {
    return Words.moving(
        initial,
        "rises",
        "to "
            + Figures.shown(maximum)
            + " over "
            + up
            + " and falls back over "
            + down
            + ", again and again"
            + switch (mode) {
              case TRIANGULAR -> "";
              case TRIANGULAR2 -> ", each time half as high";
              case EXPONENTIAL_RANGE ->
                  ", its height multiplied by " + Figures.shown(decay) + " at every step";
            });
  }
}
