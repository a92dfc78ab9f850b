package org.texp4j.processor.model.shape;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.texp4j.processor.model.Written;

/**
 * An annotation that declares a shape.
 *
 * @param name its simple name
 * @param attributes the rules for what is written in it
 * @param rises whether the shape has a warm-up of its own
 * @param reading the shape, for an annotation that keeps these rules
 */
public record Kind(
    String name,
    List<Attribute> attributes,
    Predicate<Written> rises,
    Function<Written, Shape> reading) {

  /** The names of all kinds. */
  public static final Set<String> NAMES =
      Set.of(
          "CosineDecay",
          "CosineRestarts",
          "CustomCurve",
          "Cyclic",
          "ExponentialDecay",
          "FlatThenCosine",
          "InverseSquareRootDecay",
          "InverseTimeDecay",
          "LinearDecay",
          "OneCycle",
          "PiecewiseConstant",
          "PiecewiseInterpolated",
          "PolynomialDecay",
          "SigmoidDecay",
          "StepDecay",
          "WarmupStableDecay");

  /** A kind without a warm-up of its own. */
  Kind(String name, List<Attribute> attributes, Function<Written, Shape> reading) {
    this(name, attributes, of -> false, reading);
  }

  /**
   * The kind of a name; empty for a name that none has.
   *
   * <p>A compilation uses few kinds, and loads the classes of no others.
   */
  public static Optional<Kind> of(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "CosineDecay" -> CosineDecay.KIND;
          case "CosineRestarts" -> CosineRestarts.KIND;
          case "CustomCurve" -> CustomCurve.KIND;
          case "Cyclic" -> Cyclic.KIND;
          case "ExponentialDecay" -> ExponentialDecay.KIND;
          case "FlatThenCosine" -> FlatThenCosine.KIND;
          case "InverseSquareRootDecay" -> InverseSquareRootDecay.KIND;
          case "InverseTimeDecay" -> InverseTimeDecay.KIND;
          case "LinearDecay" -> LinearDecay.KIND;
          case "OneCycle" -> OneCycle.KIND;
          case "PiecewiseConstant" -> PiecewiseConstant.KIND;
          case "PiecewiseInterpolated" -> PiecewiseInterpolated.KIND;
          case "PolynomialDecay" -> PolynomialDecay.KIND;
          case "SigmoidDecay" -> SigmoidDecay.KIND;
          case "StepDecay" -> StepDecay.KIND;
          case "WarmupStableDecay" -> WarmupStableDecay.KIND;
          default -> null;
        });
  }
}
