package org.texp4j.processor.model.shape;

import java.util.List;
import org.texp4j.processor.model.FactoryClass;
import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Term;
import org.texp4j.processor.model.Words;
import org.texp4j.schedule.Curve;

/** {@code @CustomCurve}: made by a class that the compiler cannot run. */
public record CustomCurve(FactoryClass factory) implements Shape {

  static final Kind KIND =
      new Kind(
          "CustomCurve",
          List.of(new Attribute.Factory("value")),
          of -> new CustomCurve(of.type("value").value()));

  @Override
  public boolean isKnown() {
    return false;
  }

  @Override
  public Curve curve(double initial, Span span) {
    throw new UnsupportedOperationException(factory.qualifiedName() + " runs in training only");
  }

  @Override
  public Term code(double initial, Term steps) {
    return new Term.Call(
        new Term.NewFactory(factory),
        "curve",
        List.of(Term.of(initial), steps, Term.STEPS_PER_EPOCH));
  }

  @Override
  public Words words(double initial) {
    String makes = "{@link " + factory.qualifiedName() + "} makes from " + Figures.shown(initial);
    return new Words("that " + makes, "goes on as " + makes);
  }
}
