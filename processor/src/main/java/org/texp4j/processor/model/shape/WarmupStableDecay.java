package org.texp4j.processor.model.shape;

import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Given;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.DecayShape;

/** {@code @WarmupStableDecay}: up, level and down at the end. */
public record WarmupStableDecay(
    Optional<Length> warmup, Length decay, double minimum, DecayShape shape) implements Shape {

  static final Kind KIND =
      new Kind(
          "WarmupStableDecay",
          List.of(
              new Attribute.Part("warmup", "5", true, Attribute.Most.LESS_THAN_ALL),
              new Attribute.Part("decay", "20", false, Attribute.Most.ALL),
              new Attribute.Sum("decay", "warmup"),
              new Attribute.Real("minimum", Bound.UP_TO_INITIAL, "0.001"),
              Attribute.constant("shape", DecayShape.class)),
          of -> !of.length("warmup").written().isEmpty(),
          of ->
              new WarmupStableDecay(
                  of.length("warmup").only().map(Given::value),
                  of.length("decay").value(),
                  of.real("minimum").value(),
                  DecayShape.valueOf(of.text("shape").value())));

  @Override
  public Curve curve(double initial, Span span) {
    long rise = warmup.map(length -> length.in(span)).orElse(0L);
    long rest = span.steps() - rise;
    Curve main = Curve.warmupStableDecay(initial, minimum, rest - decay.in(span), rest, shape);
    return rise == 0 ? main : Curve.linearWarmup(0, rise, main);
  }

  @Override
  public Term code(double initial, Term steps) {
    Optional<Term> rise = warmup.map(length -> Term.of(length, steps));
    Term rest = rise.map(taken -> (Term) new Term.Difference(steps, taken)).orElse(steps);
    Term main =
        Term.curve(
            "warmupStableDecay",
            Term.of(initial),
            Term.of(minimum),
            new Term.Difference(rest, Term.of(decay, steps)),
            rest,
            Term.of(shape));
    return rise.map(taken -> Term.curve("linearWarmup", Term.of(0), taken, main)).orElse(main);
  }

  @Override
  public Words words(double initial) {
    String fall =
        " to "
            + Figures.shown(minimum)
            + " over the last "
            + decay
            + switch (shape) {
              case LINEAR -> " on a straight line";
              case COSINE -> " along half a cosine";
              case ONE_MINUS_SQRT -> " as 1 − √t does";
            };
    return warmup
        .map(
            rise ->
                Words.saying(
                    "rises from 0 to "
                        + Figures.shown(initial)
                        + " over "
                        + rise
                        + ", stays, and falls"
                        + fall))
        .orElseGet(() -> Words.of(initial, "stays and then falls" + fall));
  }
}
