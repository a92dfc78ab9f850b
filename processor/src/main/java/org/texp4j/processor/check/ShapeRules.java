package org.texp4j.processor.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.ShapeAnnotation;
import org.texp4j.processor.model.annotation.AnnotationValues;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.annotation.UnitChoice;
import org.texp4j.processor.model.shape.AttributeRule;
import org.texp4j.processor.model.shape.AttributeRule.Boundaries;
import org.texp4j.processor.model.shape.AttributeRule.Constant;
import org.texp4j.processor.model.shape.AttributeRule.Constraint;
import org.texp4j.processor.model.shape.AttributeRule.Factory;
import org.texp4j.processor.model.shape.AttributeRule.Part;
import org.texp4j.processor.model.shape.AttributeRule.Real;
import org.texp4j.processor.model.shape.AttributeRule.Sum;
import org.texp4j.processor.model.shape.AttributeRule.Values;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.FactoryClass;
import org.texp4j.processor.model.value.Hyperparameter;
import org.texp4j.processor.model.value.Length;
import org.texp4j.processor.model.value.Span;

/** Checks one shape against the rules of its kind. */
final class ShapeRules {

  /** Numbers whose rule has its own code. */
  private static final Map<String, Code> CODES =
      Map.of(
          "StepDecay.factor", Code.FACTOR_RANGE,
          "ExponentialDecay.factor", Code.FACTOR_RANGE,
          "CosineDecay.minimum", Code.COSINE_MINIMUM,
          "CosineRestarts.minimum", Code.COSINE_MINIMUM,
          "FlatThenCosine.minimum", Code.COSINE_MINIMUM);

  /** A class file has 65,535 places for constants, of which a long or a double takes two. */
  private static final int MOST_LISTED_NUMBERS = 30_000;

  private final ShapeAnnotation shape;
  private final AnnotationValues values;
  private final String name;
  private final Hyperparameter of;
  private final double initial;
  private final Optional<Span> span;
  private final boolean afterWarmup;

  private ShapeRules(Declaration declaration, ShapeAnnotation shape, Hyperparameter of) {
    this.shape = shape;
    this.of = of;
    this.values = shape.values();
    this.name = "@" + shape.kind().name();
    this.initial = declaration.initial(of).value();
    this.span = RunLengthRules.left(declaration, of);
    this.afterWarmup = declaration.warmups(of).stream().anyMatch(RunLengthRules::isBefore);
  }

  static List<Diagnostic> of(Declaration declaration) {
    List<Diagnostic> found = new ArrayList<>();
    for (Hyperparameter of : Hyperparameter.values()) {
      for (ShapeAnnotation shape : declaration.shapes(of)) {
        ShapeRules rules = new ShapeRules(declaration, shape, of);
        for (AttributeRule rule : shape.kind().rules()) {
          found.addAll(rules.violations(rule));
        }
      }
    }
    found.addAll(tooLong(declaration.shapes()));
    return found;
  }

  /** Reports the first shape that the numbers of those before it leave no room for. */
  private static List<Diagnostic> tooLong(List<ShapeAnnotation> shapes) {
    int count = 0;
    for (ShapeAnnotation shape : shapes) {
      count += shape.values().listedNumbers();
      if (count > MOST_LISTED_NUMBERS) {
        return List.of(
            new Diagnostic(
                Code.TABLE_TOO_LONG,
                shape.position(),
                "the boundaries and values up to and including those of @"
                    + shape.kind().name()
                    + " are "
                    + count
                    + " numbers, but a training class can hold at most "
                    + MOST_LISTED_NUMBERS,
                "write a @CustomCurve that computes them, or reads them with Curve.table"));
      }
    }
    return List.of();
  }

  private List<Diagnostic> violations(AttributeRule rule) {
    if (rule instanceof Real real) {
      return number(real);
    }
    if (rule instanceof Constant constant) {
      return constant(constant);
    }
    if (rule instanceof AttributeRule.Length length) {
      return length(name, length.example(), length.optional(), length.most(), values.length());
    }
    if (rule instanceof Part part) {
      return length(
          "the " + part.name() + " of " + name,
          part.example(),
          part.optional(),
          part.most(),
          values.length(part.name()));
    }
    if (rule instanceof Boundaries) {
      return boundaries();
    }
    if (rule instanceof Values values) {
      return values(values);
    }
    if (rule instanceof Factory factory) {
      return factory(factory);
    }
    if (rule instanceof Sum sum) {
      return sum(sum);
    }
    if (rule instanceof Constraint constraint) {
      return constraint(constraint);
    }
    throw new IllegalArgumentException("a rule that is not checked: " + rule);
  }

  private List<Diagnostic> number(Real real) {
    AttributeValue<Double> given = values.real(real.name());
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
                + Decimals.shown(given.value())
                + " but must "
                + real.bound().words(of, initial),
            "write, for example, " + real.name() + " = " + real.example()));
  }

  private List<Diagnostic> constant(Constant constant) {
    return SupportRules.known(values.text(constant.name()), constant.known());
  }

  private List<Diagnostic> length(
      String what,
      String example,
      boolean optional,
      AttributeRule.Most most,
      UnitChoice<Length> length) {
    return Diagnostic.all(
        LengthRules.sound(what, example, optional, length),
        span.isPresent() ? LengthRules.within(what, length, span.get(), most) : List.of());
  }

  private List<Diagnostic> boundaries() {
    UnitChoice<List<AttributeValue<Length>>> lengths = values.lengths();
    return Diagnostic.all(
        LengthRules.boundaries(name, lengths),
        span.isPresent() ? LengthRules.within(lengths, span.get(), afterWarmup) : List.of());
  }

  private List<Diagnostic> values(Values values) {
    AttributeValue<List<AttributeValue<Double>>> given = this.values.reals(values.name());
    Optional<AttributeValue<List<AttributeValue<Length>>>> boundaries =
        this.values.lengths().only();
    List<Diagnostic> found = new ArrayList<>();
    if (boundaries.isPresent()) {
      found.addAll(asMany(given, boundaries.get().value().size()));
    }
    for (AttributeValue<Double> value : given.value()) {
      found.addAll(value(value));
    }
    return found;
  }

  private List<Diagnostic> asMany(
      AttributeValue<List<AttributeValue<Double>>> values, int boundaries) {
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
                + (count == 1 ? " value but " : " values but ")
                + boundaries
                + (boundaries == 1 ? " boundary" : " boundaries"),
            "write one value for each boundary; before the first boundary the "
                + of.noun()
                + " is already "
                + Decimals.shown(initial)));
  }

  private List<Diagnostic> value(AttributeValue<Double> given) {
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
                + Decimals.shown(given.value())
                + " but must be "
                + of.range()
                + " for a "
                + of.noun(),
            "write a value in that range"));
  }

  private List<Diagnostic> factory(Factory attribute) {
    AttributeValue<FactoryClass> given = values.type(attribute.name());
    Optional<String> flaw = given.value().flaw();
    if (flaw.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.CURVE_CLASS,
            given.position(),
            given.value().qualifiedName() + " cannot make a curve: it " + flaw.get(),
            "name a class that implements org.texp4j.schedule.CurveFactory and has a"
                + " no-argument constructor without checked exceptions, visible from the"
                + " declaration's package"));
  }

  private List<Diagnostic> sum(Sum sum) {
    Optional<Length> one = LengthRules.ifSound(values.length(sum.name()));
    Optional<Length> other = LengthRules.ifSound(values.length(sum.other()));
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
            values.length(sum.name()).only().orElseThrow().position(),
            "the "
                + sum.name()
                + " and the "
                + sum.other()
                + " of "
                + name
                + " take "
                + (first + second)
                + " steps together, but there are only "
                + all,
            "shorten one of them or lengthen the run"));
  }

  private List<Diagnostic> constraint(Constraint rule) {
    boolean known =
        shape.kind().rules().stream()
            .filter(Constant.class::isInstance)
            .allMatch(constant -> isKnown((Constant) constant));
    if (!known || rule.holds().test(values)) {
      return List.of();
    }
    return List.of(
        new Diagnostic(
            Code.SHAPE_VALUE,
            values.attributes().get(rule.name()).position(),
            "in " + name + ", " + rule.problem(),
            rule.remedy()));
  }

  private boolean isKnown(Constant constant) {
    Set<String> known = constant.known();
    return known.contains(values.text(constant.name()).value());
  }
}
