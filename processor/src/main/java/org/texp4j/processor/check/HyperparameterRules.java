package org.texp4j.processor.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.Shape;
import org.texp4j.processor.model.Declaration.Warmup;
import org.texp4j.processor.model.Given;
import org.texp4j.processor.model.Hyperparameter;
import org.texp4j.processor.model.Position;

/** Rules for what a hyperparameter may have: one shape and one warm-up, if it is there at all. */
final class HyperparameterRules {

  private final Declaration declaration;
  private final Hyperparameter of;
  private final List<Shape> shapes;
  private final List<Warmup> warmups;

  private HyperparameterRules(Declaration declaration, Hyperparameter of) {
    this.declaration = declaration;
    this.of = of;
    this.shapes = declaration.shapes(of);
    this.warmups = declaration.warmups(of);
  }

  static Stream<Diagnostic> of(Declaration declaration) {
    return Stream.concat(
        Stream.of(Hyperparameter.values())
            .flatMap(of -> new HyperparameterRules(declaration, of).find()),
        momentumCycle(declaration));
  }

  private Stream<Diagnostic> find() {
    return Diagnostic.all(List.of(oneShape(), oneWarmup(), present()));
  }

  private Stream<Diagnostic> oneShape() {
    return shapes.stream()
        .skip(1)
        .map(
            shape ->
                new Diagnostic(
                    Code.TWO_SHAPES,
                    shape.position(),
                    "the "
                        + of.noun()
                        + " already has a shape, @"
                        + shapes.get(0).kind().name()
                        + ", and cannot have that of @"
                        + shape.kind().name()
                        + " as well",
                    "keep one of the two annotations"));
  }

  private Stream<Diagnostic> oneWarmup() {
    Optional<String> first =
        shapes.stream()
            .limit(1)
            .filter(shape -> shape.kind().rises().test(shape.written()))
            .map(shape -> "@" + shape.kind().name())
            .findFirst();
    return warmups.stream()
        .skip(first.isPresent() ? 0 : 1)
        .map(
            warmup ->
                new Diagnostic(
                    Code.TWO_WARMUPS,
                    warmup.position(),
                    "the "
                        + of.noun()
                        + " is already warmed up by "
                        + first.orElse("another @Warmup"),
                    "keep one of the two"));
  }

  private Stream<Diagnostic> present() {
    boolean isThere =
        of != Hyperparameter.MOMENTUM
            || declaration.momentum().isPresent()
            || declaration.adamW().isPresent();
    return Stream.concat(shapes.stream().map(Shape::of), warmups.stream().map(Warmup::of))
        .flatMap(given -> noMomentum(given.position()).unless(isThere));
  }

  private static Diagnostic noMomentum(Position position) {
    return new Diagnostic(
        Code.NO_MOMENTUM,
        position,
        "the declaration has no momentum to give a shape to",
        "add for example @Momentum(0.9), from which the shape starts");
  }

  /** The momentum that {@code @OneCycle} cycles has no other shape. */
  private static Stream<Diagnostic> momentumCycle(Declaration declaration) {
    return declaration.shapes(Hyperparameter.LEARNING_RATE).stream()
        .filter(shape -> shape.cyclesMomentum())
        .limit(1)
        .flatMap(cycle -> Stream.concat(soleShape(declaration), cycled(declaration, cycle)));
  }

  private static Stream<Diagnostic> soleShape(Declaration declaration) {
    return Stream.concat(
            declaration.shapes(Hyperparameter.MOMENTUM).stream().map(Shape::position),
            declaration.warmups(Hyperparameter.MOMENTUM).stream().map(Warmup::position))
        .limit(1)
        .map(
            position ->
                new Diagnostic(
                    Code.TWO_SHAPES,
                    position,
                    "the momentum already has a shape: @OneCycle cycles it",
                    "write momentum = false in @OneCycle, or remove this annotation"));
  }

  private static Stream<Diagnostic> cycled(Declaration declaration, Shape cycle) {
    Given<Boolean> given = cycle.written().flag("momentum");
    boolean isThere = declaration.momentum().isPresent() || declaration.adamW().isPresent();
    return noMomentum(given.position()).unless(isThere || !given.written());
  }
}
