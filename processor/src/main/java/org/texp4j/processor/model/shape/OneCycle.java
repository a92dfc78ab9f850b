package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.processor.model.Written;
import org.texp4j.schedule.Annealing;
import org.texp4j.schedule.Curve;

/**
 * {@code @OneCycle}: up to the initial value and down to almost nothing.
 *
 * @param form that of the schedule room
 * @param cyclesMomentum whether the momentum goes the other way, where there is one
 */
public record OneCycle(
    org.texp4j.schedule.OneCycle form,
    boolean cyclesMomentum,
    double momentumMinimum,
    double momentumMaximum)
    implements Shape {

  private static final int DIGITS = 6;

  static final Kind KIND =
      new Kind(
          "OneCycle",
          List.of(
              new Attribute.Real("start", Bound.LESS_THAN_ONE, "0.3"),
              new Attribute.Real("initialDivisor", Bound.AT_LEAST_ONE, "25"),
              new Attribute.Real("finalDivisor", Bound.AT_LEAST_ONE, "1e4"),
              Attribute.constant("annealing", Annealing.class),
              new Attribute.Real("momentumMinimum", Bound.LESS_THAN_ONE, "0.85"),
              new Attribute.Real("momentumMaximum", Bound.LESS_THAN_ONE, "0.95"),
              new Attribute.Together(
                  "start",
                  of -> !of.flag("threePhase").value() || !(of.real("start").value() > 0.5),
                  "with threePhase the rate falls back as long as it rises, so start may be at"
                      + " most 0.5",
                  "write for example start = 0.3"),
              new Attribute.Together(
                  "momentumMinimum",
                  of -> !(of.real("momentumMinimum").value() > of.real("momentumMaximum").value()),
                  "momentumMinimum is greater than momentumMaximum",
                  "write for example momentumMinimum = 0.85, momentumMaximum = 0.95"),
              new Attribute.Together(
                  "momentum",
                  of ->
                      !of.flag("momentum").written()
                          || isOfRate(of)
                          || !of.flag("momentum").value(),
                  "only the cycle of a learning rate cycles the momentum, too",
                  "leave momentum out")),
          of -> true,
          of ->
              new OneCycle(
                  new org.texp4j.schedule.OneCycle(
                      of.real("start").value(),
                      of.real("initialDivisor").value(),
                      of.real("finalDivisor").value(),
                      Annealing.valueOf(of.text("annealing").value()),
                      of.flag("threePhase").value()),
                  of.flag("momentum").value() && isOfRate(of),
                  of.real("momentumMinimum").value(),
                  of.real("momentumMaximum").value()));

  private static boolean isOfRate(Written of) {
    return of.text("of").value().equals("LEARNING_RATE");
  }

  /** The shape of the momentum, whose initial value is {@link #momentumMaximum}. */
  public Shape ofMomentum() {
    return new OneCycleMomentum(form, momentumMinimum);
  }

  @Override
  public Curve curve(double initial, Span span) {
    return Curve.oneCycle(initial, span.steps(), form);
  }

  @Override
  public Term code(double initial, Term steps) {
    return Term.curve("oneCycle", Term.of(initial), steps, code(form));
  }

  /** The defaults, with what differs from them. */
  static Term code(org.texp4j.schedule.OneCycle form) {
    org.texp4j.schedule.OneCycle defaults = org.texp4j.schedule.OneCycle.DEFAULT;
    Term code = new Term.Constant("OneCycle", "DEFAULT");
    if (form.start() != defaults.start()) {
      code = new Term.Call(code, "withStart", List.of(Term.of(form.start())));
    }
    if (form.initialDivisor() != defaults.initialDivisor()
        || form.finalDivisor() != defaults.finalDivisor()) {
      code =
          new Term.Call(
              code,
              "withDivisors",
              List.of(Term.of(form.initialDivisor()), Term.of(form.finalDivisor())));
    }
    if (form.annealing() != defaults.annealing()) {
      code = new Term.Call(code, "withAnnealing", List.of(Term.of(form.annealing())));
    }
    if (form.threePhase() != defaults.threePhase()) {
      code = new Term.Call(code, "withThreePhase", List.of(Term.of(form.threePhase())));
    }
    return code;
  }

  @Override
  public Words words(double initial) {
    double first = initial / form.initialDivisor();
    String start = Figures.rounded(first, DIGITS);
    return Words.saying(
        "rises from "
            + start
            + " to "
            + Figures.shown(initial)
            + " over "
            + Figures.shown(form.start())
            + " of the way and falls "
            + (form.threePhase() ? "back over as much, and then " : "")
            + "to "
            + Figures.rounded(first / form.finalDivisor(), DIGITS)
            + (form.annealing() == Annealing.COSINE
                ? " along half cosines"
                : " on straight lines"));
  }
}
