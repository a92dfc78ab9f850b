package org.texp4j.processor.check;

import java.util.List;
import java.util.OptionalLong;
import org.texp4j.processor.model.Declaration;
import org.texp4j.processor.model.Declaration.ShapeAnnotation;
import org.texp4j.processor.model.annotation.AttributeValue;
import org.texp4j.processor.model.annotation.Position;
import org.texp4j.processor.model.value.Decimals;
import org.texp4j.processor.model.value.Hyperparameter;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Range;

/**
 * Checks that the curve of a hyperparameter stays in its range, and in its own bounds, at every
 * step of a run.
 */
record CurveRange(
    Declaration declaration, Hyperparameter of, Curve curve, long steps, RecipeWalk walk) {

  List<Diagnostic> find() {
    OptionalLong contradiction = curve.firstContradiction(steps);
    if (contradiction.isPresent()) {
      return List.of(sinks(contradiction.getAsLong()));
    }
    Range range = curve.range();
    if (of.admits(range.minimum()) && of.admits(range.maximum())) {
      return List.of();
    }
    OptionalLong outside = walk.first(step -> !of.admits(curve.at(step)));
    return outside.isPresent() ? List.of(leaves(outside.getAsLong())) : List.of();
  }

  private Diagnostic leaves(long step) {
    boolean byFactor =
        declaration.shapes(of).stream()
            .anyMatch(shape -> shape.values().attributes().containsKey("factor"));
    return new Diagnostic(
        byFactor && of == Hyperparameter.LEARNING_RATE ? Code.FACTOR_RANGE : Code.CURVE_RANGE,
        position(),
        "the "
            + of.noun()
            + " is "
            + Decimals.rounded(curve.at(step), 6)
            + " at step "
            + step
            + " but must be "
            + of.range(),
        byFactor
            ? "write a smaller factor; with one of at most 1, such as factor = 0.1, it never rises"
            : "change the shape so that it stays in this range for the whole run");
  }

  private Diagnostic sinks(long step) {
    ShapeAnnotation shape = declaration.shapes(of).get(0);
    AttributeValue<Double> minimum = shape.values().real("minimum");
    return new Diagnostic(
        Code.COSINE_MINIMUM,
        minimum.position(),
        "the minimum of @"
            + shape.kind().name()
            + " is "
            + Decimals.shown(minimum.value())
            + ", but the "
            + of.noun()
            + " is already down to "
            + Decimals.rounded(curve.at(step), 6)
            + " at step "
            + step
            + ", where a period begins, and would rise from there",
        "write a lower minimum, or a decay closer to 1");
  }

  private Position position() {
    return declaration.shapes(of).stream()
        .map(ShapeAnnotation::position)
        .findFirst()
        .orElseGet(() -> declaration.initial(of).position());
  }
}
