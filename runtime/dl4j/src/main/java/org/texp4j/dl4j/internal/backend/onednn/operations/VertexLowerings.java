package org.texp4j.dl4j.internal.backend.onednn.operations;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;

/**
 * Which operations each kind of vertex becomes.
 *
 * <p>Vertices are known by the exact classes of their configurations: a subclass may do anything.
 */
public final class VertexLowerings {

  private static final Map<Class<?>, Function<VertexContext, Optional<Value>>> LOWERINGS =
      Map.ofEntries(
          entry(ElementWiseVertex.class, VertexLowerings::elementwise),
          entry(ScaleVertex.class, VertexLowerings::scale),
          entry(MergeVertex.class, VertexLowerings::merge));

  private VertexLowerings() {}

  /** Adds the operations of a vertex and returns its value; empty if oneDNN does not compute it. */
  public static Optional<Value> lower(VertexContext vertex) {
    return LOWERINGS
        .getOrDefault(vertex.configuration().getClass(), unknown -> Optional.empty())
        .apply(vertex);
  }

  private static Optional<Value> elementwise(VertexContext vertex) {
    List<Value> inputs = vertex.inputs();
    if (!haveOneShape(inputs)) {
      return Optional.empty();
    }
    return switch (((ElementWiseVertex) vertex.configuration()).getOp()) {
      case Add -> Optional.of(vertex.add(new Addition(inputs)));
      case Average -> {
        Value sum = vertex.add(new Addition(inputs));
        yield Optional.of(times(vertex, sum, 1.0 / inputs.size()));
      }
      case Subtract -> {
        Value negative = times(vertex, inputs.get(1), -1);
        yield Optional.of(vertex.add(new Addition(List.of(inputs.get(0), negative))));
      }
      case Product ->
          inputs.stream().reduce((first, second) -> vertex.add(new Product(first, second)));
      default -> Optional.empty();
    };
  }

  private static boolean haveOneShape(List<Value> values) {
    long[] shape = values.get(0).shape();
    return values.stream().allMatch(value -> Arrays.equals(value.shape(), shape));
  }

  private static boolean differInSecondDimensionOnly(List<Value> values) {
    long[] first = values.get(0).shape();
    return values.stream()
        .map(Value::shape)
        .allMatch(
            shape ->
                shape.length == first.length
                    && shape[0] == first[0]
                    && Arrays.equals(shape, 2, shape.length, first, 2, first.length));
  }

  private static Optional<Value> scale(VertexContext vertex) {
    double factor = ((ScaleVertex) vertex.configuration()).getScaleFactor();
    return Optional.of(times(vertex, vertex.inputs().get(0), factor));
  }

  private static Value times(VertexContext vertex, Value value, double factor) {
    return vertex.add(new Elementwise(value, ElementwiseFunction.times(factor)));
  }

  private static Optional<Value> merge(VertexContext vertex) {
    return ((MergeVertex) vertex.configuration()).getMergeAxis() == 1
            && differInSecondDimensionOnly(vertex.inputs())
        ? Optional.of(vertex.add(new Concatenation(vertex.inputs())))
        : Optional.empty();
  }
}
