package org.texp4j.dl4j.internal.invariance;

import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;

/**
 * The rules by which vertices of a graph propagate degrees of homogeneity.
 *
 * <p>They are chosen by exact class: a subclass may compute anything.
 */
final class VertexRules {

  /** Vertices that move, omit or repeat elements of their first input. */
  private static final Set<Class<?>> REARRANGEMENTS =
      Set.of(
          SubsetVertex.class,
          UnstackVertex.class,
          ReshapeVertex.class,
          PoolHelperVertex.class,
          LastTimeStepVertex.class,
          DuplicateToTimeSeriesVertex.class,
          ReverseTimeSeriesVertex.class);

  private VertexRules() {}

  /** Propagates signals through a vertex. */
  static Signal apply(Propagation propagation, Node node, GraphVertex vertex, List<Signal> inputs) {
    Class<?> type = vertex.getClass();
    if (type == ElementWiseVertex.class) {
      return elementWise(propagation, node, ((ElementWiseVertex) vertex).getOp(), inputs);
    }
    if (type == MergeVertex.class) {
      Signal sum = propagation.requireEqual(node, inputs);
      // Joined along another axis than the channels', a constant per channel no longer is one.
      return ((MergeVertex) vertex).isModified() ? propagation.withBiasesInEffect(sum) : sum;
    }
    if (type == StackVertex.class) {
      return propagation.withBiasesInEffect(propagation.requireEqual(node, inputs));
    }
    if (type == ScaleVertex.class) {
      return inputs.get(0);
    }
    if (type == ShiftVertex.class && ((ShiftVertex) vertex).getShiftFactor() == 0) {
      return inputs.get(0);
    }
    if (type == PreprocessorVertex.class) {
      return propagation.preprocessed(
          node, ((PreprocessorVertex) vertex).getPreProcessor(), inputs.get(0));
    }
    if (type == FrozenVertex.class) {
      return apply(propagation, node, ((FrozenVertex) vertex).getUnderlying(), inputs);
    }
    if (type == AttentionVertex.class) {
      return attention(propagation, node, inputs);
    }
    if (REARRANGEMENTS.contains(type)) {
      return propagation.withBiasesInEffect(inputs.get(0));
    }
    return requireZero(propagation, node, vertex, inputs);
  }

  private static Signal elementWise(
      Propagation propagation, Node node, ElementWiseVertex.Op op, List<Signal> inputs) {
    return switch (op) {
      case Add, Subtract, Average -> propagation.requireEqual(node, inputs);
      case Max -> propagation.withBiasesInEffect(propagation.requireEqual(node, inputs));
      case Product ->
          Signal.of(
              inputs.stream()
                  .map(input -> propagation.withBiasesInEffect(input).degree())
                  .reduce(Degree.ZERO, Degree::plus));
    };
  }

  /** softmax(QKᵀ) V: queries and keys must have degree 0; linear in the values. */
  private static Signal attention(Propagation propagation, Node node, List<Signal> inputs) {
    String why =
        "the softmax over products of queries and keys in "
            + node.label()
            + " does not scale with the weights";
    for (Propagation.Tensor tensor : propagation.tensorsOf(node)) {
      propagation.requireZero(
          Degree.of(tensor.name()),
          why,
          "project and normalize queries and keys before it, with projectInput(false)");
    }
    for (Signal input : inputs.subList(0, 2)) {
      propagation.requireZero(
          propagation.withBiasesInEffect(input).degree(), why, "normalize queries and keys");
    }
    return propagation.withBiasesInEffect(inputs.get(2));
  }

  private static Signal requireZero(
      Propagation propagation, Node node, GraphVertex vertex, List<Signal> inputs) {
    String type = vertex.getClass().getSimpleName();
    for (Propagation.Tensor tensor : propagation.tensorsOf(node)) {
      propagation.requireZero(Degree.of(tensor.name()), "there is no rule for " + type, "");
    }
    String why =
        vertex instanceof L2NormalizeVertex
            ? "the lower bounds that "
                + node.label()
                + " puts on a norm and, in its gradient, on"
                + " the norm's cube do not scale with the weights"
            : vertex instanceof ShiftVertex
                ? "the constant that " + node.label() + " adds does not scale with the weights"
                : "it goes through " + node.label() + ", and there is no rule for " + type;
    inputs.forEach(input -> propagation.requireZero(input, why));
    return Signal.UNSCALED;
  }
}
