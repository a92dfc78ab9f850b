package org.texp4j.processor.model.shape;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All annotations that declare a shape. */
public final class ShapeKinds {

  private static final Map<String, ShapeKind> BY_NAME =
      Stream.of(
              CosineDecay.KIND,
              CosineRestarts.KIND,
              CustomCurve.KIND,
              Cyclic.KIND,
              ExponentialDecay.KIND,
              FlatThenCosine.KIND,
              InverseSquareRootDecay.KIND,
              InverseTimeDecay.KIND,
              LinearDecay.KIND,
              OneCycle.KIND,
              PiecewiseConstant.KIND,
              PiecewiseInterpolated.KIND,
              PolynomialDecay.KIND,
              SigmoidDecay.KIND,
              StepDecay.KIND,
              WarmupStableDecay.KIND)
          .collect(Collectors.toUnmodifiableMap(ShapeKind::name, Function.identity()));

  private ShapeKinds() {}

  /** The simple names of these annotations. */
  public static Set<String> names() {
    return BY_NAME.keySet();
  }

  /** The kind with the simple name of an annotation, if it declares a shape. */
  public static Optional<ShapeKind> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
