package org.texp4j.processor.model.shape;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  private static final Map<String, Kind> ALL =
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
          .collect(Collectors.toMap(Kind::name, kind -> kind));

  /** A kind without a warm-up of its own. */
  Kind(String name, List<Attribute> attributes, Function<Written, Shape> reading) {
    this(name, attributes, of -> false, reading);
  }

  /** All kinds, by name. */
  public static Map<String, Kind> all() {
    return ALL;
  }
}
