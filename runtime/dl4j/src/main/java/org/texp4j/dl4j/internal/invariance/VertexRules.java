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

/** What each vertex of a graph does to degrees of homogeneity. */
final class VertexRules {

  /** Vertices that move or leave out elements of their first input, or repeat them. */
  private static final Set<Class<?>> MOVES =
      Set.of(
          SubsetVertex.class,
          UnstackVertex.class,
          ReshapeVertex.class,
          PoolHelperVertex.class,
          LastTimeStepVertex.class,
          DuplicateToTimeSeriesVertex.class,
          ReverseTimeSeriesVertex.class);

  private VertexRules() {}

  static Signal apply(Propagation propagation, Node node, GraphVertex vertex, List<Signal> inputs) {
    // Exact classes: a subclass may do anything.
    Class<?> type = vertex.getClass();
    if (type == ElementWiseVertex.class) {
      return elementWise(propagation, node, ((ElementWiseVertex) vertex).getOp(), inputs);
    }
    if (type == MergeVertex.class) {
      Signal joined = propagation.meeting(node, inputs);
      // Along another axis than that of the channels, a constant per channel is none any more.
      return ((MergeVertex) vertex).isModified() ? propagation.settled(joined) : joined;
    }
    if (type == StackVertex.class) {
      return propagation.settled(propagation.meeting(node, inputs));
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
    if (MOVES.contains(type)) {
      return propagation.settled(inputs.get(0));
    }
    return opaque(propagation, node, vertex, inputs);
  }

  private static Signal elementWise(
      Propagation propagation, Node node, ElementWiseVertex.Op op, List<Signal> inputs) {
    return switch (op) {
      case Add, Subtract, Average -> propagation.meeting(node, inputs);
      case Max -> propagation.settled(propagation.meeting(node, inputs));
      case Product ->
          Signal.of(
              inputs.stream()
                  .map(input -> propagation.settled(input).degree())
                  .reduce(Degree.ZERO, Degree::plus));
    };
  }

  /** softmax(QKᵀ) V: queries and keys have to come normalized; linear in the values. */
  private static Signal attention(Propagation propagation, Node node, List<Signal> inputs) {
    for (Propagation.Tensor tensor : propagation.tensorsOf(node)) {
      propagation.unscaled(
          Degree.of(tensor.name()),
          "the softmax over products of queries and keys in "
              + node.label()
              + " does not scale"
              + " along",
          "project and normalize queries and keys before it, with projectInput(false)");
    }
    for (Signal input : inputs.subList(0, 2)) {
      propagation.unscaled(
          propagation.settled(input).degree(),
          "the softmax over products of queries and keys in "
              + node.label()
              + " does not scale"
              + " along",
          "normalize queries and keys");
    }
    return propagation.settled(inputs.get(2));
  }

  private static Signal opaque(
      Propagation propagation, Node node, GraphVertex vertex, List<Signal> inputs) {
    String type = vertex.getClass().getSimpleName();
    for (Propagation.Tensor tensor : propagation.tensorsOf(node)) {
      propagation.unscaled(Degree.of(tensor.name()), "there is no rule for " + type, "");
    }
    String why =
        vertex instanceof L2NormalizeVertex
            ? "the lower bounds that "
                + node.label()
                + " puts on a norm and, in its gradient, on"
                + " the norm's cube do not scale along"
            : vertex instanceof ShiftVertex
                ? "the constant that " + node.label() + " adds does not scale along"
                : "it goes through " + node.label() + ", and there is no rule for " + type;
    inputs.forEach(input -> propagation.opaque(input, why));
    return Signal.UNSCALED;
  }
}
