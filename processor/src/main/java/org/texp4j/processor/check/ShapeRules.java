package org.texp4j.processor.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.Shape;
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
    this.afterWarmup = declaration.warmups(of).stream().anyMatch(LengthRules::isBefore);
  }

  static Stream<Diagnostic> of(Declaration declaration) {
    return Stream.of(Hyperparameter.values())
        .flatMap(
            of ->
                declaration.shapes(of).stream()
                    .flatMap(shape -> new ShapeRules(declaration, shape, of).find()));
  }

  private Stream<Diagnostic> find() {
    return shape.kind().attributes().stream().flatMap(this::broken);
  }

  private Stream<Diagnostic> broken(Attribute attribute) {
    if (attribute instanceof Real real) {
      return number(real);
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
    if (attribute instanceof Boundaries) {
      return boundaries();
    }
    if (attribute instanceof Values values) {
      return values(values);
    }
    if (attribute instanceof Factory factory) {
      return factory(factory);
    }
    return attribute instanceof Sum sum ? together(sum) : together((Together) attribute);
  }

  private Stream<Diagnostic> number(Real real) {
    Given<Double> given = written.real(real.name());
    if (real.bound().holds(given.value(), of, initial)) {
      return Stream.empty();
    }
    return Stream.of(
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

  private Stream<Diagnostic> constant(Constant constant) {
    return SupportRules.known(written.text(constant.name()), constant.known());
  }

  private Stream<Diagnostic> length(
      String what, String example, boolean optional, Attribute.Most most, InUnits<Length> length) {
    return Stream.concat(
        Lengths.sound(what, example, optional, length),
        span.stream().flatMap(all -> Lengths.within(what, length, all, most)));
  }

  private Stream<Diagnostic> boundaries() {
    InUnits<List<Given<Length>>> lengths = written.lengths();
    return Stream.concat(
        Lengths.boundaries(name, lengths),
        span.stream().flatMap(all -> Lengths.within(lengths, all, afterWarmup)));
  }

  private Stream<Diagnostic> values(Values values) {
    Given<List<Given<Double>>> given = written.reals(values.name());
    Stream<Diagnostic> count =
        written.lengths().only().stream()
            .flatMap(boundaries -> asMany(given, boundaries.value().size()));
    return Stream.concat(count, given.value().stream().flatMap(this::value));
  }

  private Stream<Diagnostic> asMany(Given<List<Given<Double>>> values, int boundaries) {
    int count = values.value().size();
    if (count == boundaries || boundaries == 0) {
      return Stream.empty();
    }
    return Stream.of(
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

  private Stream<Diagnostic> value(Given<Double> given) {
    if (of.admits(given.value())) {
      return Stream.empty();
    }
    return Stream.of(
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

  private Stream<Diagnostic> factory(Factory attribute) {
    Given<FactoryClass> given = written.type(attribute.name());
    return given.value().flaw().stream()
        .map(
            flaw ->
                new Diagnostic(
                    Code.CURVE_CLASS,
                    given.position(),
                    given.value().qualifiedName() + " cannot make a curve: it " + flaw,
                    "name a class that implements org.texp4j.schedule.CurveFactory and can be"
                        + " created without arguments from the declaration's package"));
  }

  private Stream<Diagnostic> together(Sum sum) {
    Optional<Length> one = Lengths.ifSound(written.length(sum.name()));
    Optional<Length> other = Lengths.ifSound(written.length(sum.other()));
    if (span.isEmpty() || one.isEmpty() || other.isEmpty()) {
      return Stream.empty();
    }
    long first = one.get().in(span.get());
    long second = other.get().in(span.get());
    long all = span.get().steps();
    if (first > all || second > all - 1 || first + second <= all) {
      return Stream.empty();
    }
    return Stream.of(
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

  private Stream<Diagnostic> together(Together rule) {
    boolean known =
        shape.kind().attributes().stream()
            .filter(Constant.class::isInstance)
            .allMatch(constant -> isKnown((Constant) constant));
    if (!known || rule.holds().test(written)) {
      return Stream.empty();
    }
    return Stream.of(
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
