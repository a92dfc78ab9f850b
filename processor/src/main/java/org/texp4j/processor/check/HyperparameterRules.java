package org.texp4j.processor.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.ShapeAnnotation;
import org.texp4j.processor.model.Declaration.Warmup;
import org.texp4j.processor.model.DeclaredRule;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.value.Hyperparameter;

/** Rules for what a hyperparameter may have: one shape and one warm-up, if it is declared. */
final class HyperparameterRules {

  private final Declaration declaration;
  private final Hyperparameter of;
  private final List<ShapeAnnotation> shapes;
  private final List<Warmup> warmups;

  private HyperparameterRules(Declaration declaration, Hyperparameter of) {
    this.declaration = declaration;
    this.of = of;
    this.shapes = declaration.shapes(of);
    this.warmups = declaration.warmups(of);
  }

  static List<Diagnostic> of(Declaration declaration) {
    List<Diagnostic> found = new ArrayList<>();
    for (Hyperparameter of : Hyperparameter.values()) {
      HyperparameterRules rules = new HyperparameterRules(declaration, of);
      rules.oneShape(found);
      rules.oneWarmup(found);
      rules.present(found);
    }
    momentumCycle(declaration, found);
    return found;
  }

  private void oneShape(List<Diagnostic> found) {
    for (int i = 1; i < shapes.size(); i++) {
      found.add(
          new Diagnostic(
              Code.TWO_SHAPES,
              shapes.get(i).position(),
              "the "
                  + of.noun()
                  + " already has a shape, @"
                  + shapes.get(0).kind().name()
                  + ", and cannot also have @"
                  + shapes.get(i).kind().name(),
              "keep one of the two"));
    }
  }

  private void oneWarmup(List<Diagnostic> found) {
    boolean hasWarmup = !shapes.isEmpty() && shapes.get(0).hasWarmup();
    for (int i = hasWarmup ? 0 : 1; i < warmups.size(); i++) {
      found.add(
          new Diagnostic(
              Code.TWO_WARMUPS,
              warmups.get(i).position(),
              "the "
                  + of.noun()
                  + " is already warmed up by "
                  + (hasWarmup ? "@" + shapes.get(0).kind().name() : "another @Warmup"),
              "keep one of the two"));
    }
  }

  private void present(List<Diagnostic> found) {
    if (of == Hyperparameter.MOMENTUM && !declaration.hasMomentum()) {
      for (ShapeAnnotation shape : shapes) {
        found.add(noMomentum(declaration, shape.of().position()));
      }
      for (Warmup warmup : warmups) {
        found.add(noMomentum(declaration, warmup.of().position()));
      }
    }
  }

  private static Diagnostic noMomentum(Declaration declaration, Position position) {
    Optional<DeclaredRule> rule = declaration.rule();
    return new Diagnostic(
        Code.NO_MOMENTUM,
        position,
        rule.map(written -> "@" + written.name()).orElse("the declaration")
            + " has no momentum to vary",
        rule.isPresent()
            ? "remove it, or name the attribute that is the momentum in @UpdateRule, such as"
                + " momentum = \"beta1\""
            : "add, for example, @Momentum(0.9) to start from");
  }

  /** A momentum that {@code @OneCycle} cycles has no other shape. */
  private static void momentumCycle(Declaration declaration, List<Diagnostic> found) {
    for (ShapeAnnotation cycle : declaration.shapes(Hyperparameter.LEARNING_RATE)) {
      if (cycle.cyclesMomentum()) {
        soleShape(declaration, found);
        AttributeValue<Boolean> given = cycle.values().flag("momentum");
        if (given.isExplicit() && !declaration.hasMomentum()) {
          found.add(noMomentum(declaration, given.position()));
        }
        return;
      }
    }
  }

  private static void soleShape(Declaration declaration, List<Diagnostic> found) {
    List<ShapeAnnotation> shapes = declaration.shapes(Hyperparameter.MOMENTUM);
    List<Warmup> warmups = declaration.warmups(Hyperparameter.MOMENTUM);
    if (!shapes.isEmpty() || !warmups.isEmpty()) {
      found.add(
          new Diagnostic(
              Code.TWO_SHAPES,
              shapes.isEmpty() ? warmups.get(0).position() : shapes.get(0).position(),
              "the momentum already has a shape, the cycle of @OneCycle",
              "write momentum = false in @OneCycle, or remove this annotation"));
    }
  }
}
