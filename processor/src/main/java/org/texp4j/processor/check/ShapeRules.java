package org.texp4j.processor.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.Shape;
import org.texp4j.processor.model.Declaration.Warmup;
import org.texp4j.processor.model.FactoryClass;
import org.texp4j.processor.model.Figures;
import org.texp4j.processor.model.Given;
import org.texp4j.processor.model.Hyperparameter;
import org.texp4j.processor.model.InUnits;
import org.texp4j.processor.model.Length;
import org.texp4j.processor.model.Span;
import org.texp4j.processor.model.Written;
import org.texp4j.processor.model.shape.Attribute;
import org.texp4j.processor.model.shape.Attribute.Boundaries;
import org.texp4j.processor.model.shape.Attribute.Constant;
import org.texp4j.processor.model.shape.Attribute.Factory;
import org.texp4j.processor.model.shape.Attribute.Part;
import org.texp4j.processor.model.shape.Attribute.Real;
import org.texp4j.processor.model.shape.Attribute.Sum;
import org.texp4j.processor.model.shape.Attribute.Together;
import org.texp4j.processor.model.shape.Attribute.Values;

/** Keeps one shape to the rules of its kind. */
final class ShapeRules {

  /** Numbers whose rule has a code of its own. */
  private static final Map<String, Code> CODES =
      Map.of(
          "StepDecay.factor", Code.FACTOR_RANGE,
          "ExponentialDecay.factor", Code.FACTOR_RANGE,
          "CosineDecay.minimum", Code.COSINE_MINIMUM,
          "CosineRestarts.minimum", Code.COSINE_MINIMUM,
          "FlatThenCosine.minimum", Code.COSINE_MINIMUM);

  private final Shape shape;
  private final Written written;
  private final String name;
  private final Hyperparameter of;
  private final double initial;
  private final Optional<Span> span;
  private final boolean afterWarmup;

  private ShapeRules(Declaration declaration, Shape shape, Hyperparameter of) {
    this.shape = shape;
    this.of = of;
    this.written = shape.written();
    this.name = "@" + shape.kind().name();
    this.initial = declaration.initial(of).value();
    this.span = LengthRules.left(declaration, of);
    boolean after = false;
    for (Warmup warmup : declaration.warmups(of)) {
      after |= LengthRules.isBefore(warmup);
    }
    this.afterWarmup = after;
  }

  static List<Diagnostic> of(Declaration declaration) {
    List<Diagnostic> found = new ArrayList<>();
    for (Hyperparameter of : Hyperparameter.values()) {
      for (Shape shape : declaration.shapes(of)) {
        ShapeRules rules = new ShapeRules(declaration, shape, of);
        for (Attribute attribute : shape.kind().attributes()) {
          found.addAll(rules.broken(attribute));
        }
      }
    }
    return found;
  }

  /** Asks for what most shapes have first: asking for a kind of attribute loads its class. */
  private List<Diagnostic> broken(Attribute attribute) {
    if (attribute instanceof Real real) {
      return number(real);
    }
    if (attribute instanceof Boundaries) {
      return boundaries();
    }
    if (attribute instanceof Constant constant) {
      return constant(constant);
    }
    if (attribute instanceof Attribute.Length length) {
      return length(name, length.example(), length.optional(), length.most(), written.length());
    }
    if (attribute instanceof Part part) {
      return length(
          "the " + part.name() + " of " + name,
          part.example(),
          part.optional(),
          part.most(),
          written.length(part.name()));
    }
    if (attribute instanceof Values values) {
      return values(values);
    }
    if (attribute instanceof Factory factory) {
      return factory(factory);
    }
    return attribute instanceof Sum sum ? together(sum) : together((Together) attribute);
  }

  private List<Diagnostic> number(Real real) {
    Given<Double> given = written.real(real.name());
    if (real.bound().holds(given.value(), of, initial)) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            CODES.getOrDefault(shape.kind().name() + "." + real.name(), Code.SHAPE_VALUE),
            given.position(),
            real.name()
                + " of "
                + name
                + " is "
                + Figures.shown(given.value())
                + " but must "
                + real.bound().words(of, initial),
            "write for example " + real.name() + " = " + real.example()));
  }

  private List<Diagnostic> constant(Constant constant) {
    return SupportRules.known(written.text(constant.name()), constant.known());
  }

  private List<Diagnostic> length(
      String what, String example, boolean optional, Attribute.Most most, InUnits<Length> length) {
    return Diagnostic.all(
        Lengths.sound(what, example, optional, length),
        span.isPresent() ? Lengths.within(what, length, span.get(), most) : List.of());
  }

  private List<Diagnostic> boundaries() {
    InUnits<List<Given<Length>>> lengths = written.lengths();
    return Diagnostic.all(
        Lengths.boundaries(name, lengths),
        span.isPresent() ? Lengths.within(lengths, span.get(), afterWarmup) : List.of());
  }

  private List<Diagnostic> values(Values values) {
    Given<List<Given<Double>>> given = written.reals(values.name());
    Optional<Given<List<Given<Length>>>> boundaries = written.lengths().only();
    List<Diagnostic> found = new ArrayList<>();
    if (boundaries.isPresent()) {
      found.addAll(asMany(given, boundaries.get().value().size()));
    }
    for (Given<Double> value : given.value()) {
      found.addAll(value(value));
    }
    return found;
  }

  private List<Diagnostic> asMany(Given<List<Given<Double>>> values, int boundaries) {
    int count = values.value().size();
    if (count == boundaries || boundaries == 0) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.VALUES_COUNT,
            values.position(),
            name
                + " has "
                + count
                + (count == 1 ? " value and " : " values and ")
                + boundaries
                + (boundaries == 1 ? " boundary" : " boundaries"),
            "write one value for each boundary; before the first boundary the "
                + of.noun()
                + " is "
                + Figures.shown(initial)
                + " already"));
  }

  private List<Diagnostic> value(Given<Double> given) {
    if (of.admits(given.value())) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.SHAPE_VALUE,
            given.position(),
            "a value of "
                + name
                + " is "
                + Figures.shown(given.value())
                + " but must be "
                + of.range()
                + ", as a "
                + of.noun(),
            "write a value in that range"));
  }

  private List<Diagnostic> factory(Factory attribute) {
    Given<FactoryClass> given = written.type(attribute.name());
    Optional<String> flaw = given.value().flaw();
    if (flaw.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.CURVE_CLASS,
            given.position(),
            given.value().qualifiedName() + " cannot make a curve: it " + flaw.get(),
            "name a class that implements org.texp4j.schedule.CurveFactory and can be"
                + " created without arguments from the declaration's package"));
  }

  private List<Diagnostic> together(Sum sum) {
    Optional<Length> one = Lengths.ifSound(written.length(sum.name()));
    Optional<Length> other = Lengths.ifSound(written.length(sum.other()));
    if (span.isEmpty() || one.isEmpty() || other.isEmpty()) {
      return List.of();
    }
    long first = one.get().in(span.get());
    long second = other.get().in(span.get());
    long all = span.get().steps();
    if (first > all || second > all - 1 || first + second <= all) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.LENGTH_PAST_END,
            written.length(sum.name()).only().orElseThrow().position(),
            "the "
                + sum.name()
                + " and the "
                + sum.other()
                + " of "
                + name
                + " have "
                + (first + second)
                + " steps together, but there are only "
                + all,
            "shorten one of them or lengthen the run"));
  }

  private List<Diagnostic> together(Together rule) {
    boolean known =
        shape.kind().attributes().stream()
            .filter(Constant.class::isInstance)
            .allMatch(constant -> isKnown((Constant) constant));
    if (!known || rule.holds().test(written)) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.SHAPE_VALUE,
            written.attributes().get(rule.name()).position(),
            "in " + name + " " + rule.problem(),
            rule.remedy()));
  }

  private boolean isKnown(Constant constant) {
    Set<String> known = constant.known();
    return known.contains(written.text(constant.name()).value());
  }
}
