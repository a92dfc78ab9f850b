package org.texp4j.dl4j.invariance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.texp4j.dl4j.network.NetworkDescription;
import org.texp4j.dl4j.network.NetworkDescription.Node;

/**
 * The proof of scale invariance, read off a network's configuration.
 *
 * <p>A first, conservative rule: the weights of a convolution or dense layer are invariant when the
 * layer's output goes straight into one batch normalization and nowhere else. The output is then
 * homogeneous of degree 1 in the weights, and batch normalization of a homogeneous input is of
 * degree 0 (Li and Arora 2020, Lemma 1.3 and Appendix). A bias is a constant per channel, which
 * batch normalization subtracts, so it does no harm behind the identity; behind a rectifier it
 * would. Whatever the rule does not know is not proven.
 */
public final class InvarianceAnalysis {

  /** Activations with f(cx) = c f(x) for c &gt; 0; a rectifier unless it {@link #isBent}. */
  private static final Set<Class<?>> HOMOGENEOUS =
      Set.of(ActivationIdentity.class, ActivationReLU.class, ActivationLReLU.class);

  private final List<Node> nodes;
  private final List<String> outputs;

  private InvarianceAnalysis(NetworkDescription network) {
    nodes = network.nodes();
    outputs = network.outputs();
  }

  /** Returns a verdict for every weight tensor under weight decay, in the order of the layers. */
  public static List<Verdict> of(NetworkDescription network) {
    InvarianceAnalysis analysis = new InvarianceAnalysis(network);
    List<Verdict> verdicts = new ArrayList<>();
    for (Node node : analysis.nodes) {
      if (node.layer() instanceof BaseLayer layer) {
        for (String weight : layer.initializer().weightKeys(layer)) {
          verdicts.add(analysis.verdict(node, layer, weight));
        }
      }
    }
    return List.copyOf(verdicts);
  }

  private Verdict verdict(Node node, BaseLayer layer, String weight) {
    if (outputs.contains(node.key())) {
      return Verdict.notProven(
          node.key(), weight, "it makes the network's output, which scales along");
    }
    boolean bias;
    if (layer.getClass() == ConvolutionLayer.class) {
      bias = ((ConvolutionLayer) layer).hasBias();
    } else if (layer.getClass() == DenseLayer.class) {
      if (((DenseLayer) layer).hasLayerNorm()) {
        return Verdict.notProven(
            node.key(), weight, "no rule for a dense layer with layer normalization of its own");
      }
      bias = ((DenseLayer) layer).hasBias();
    } else {
      return Verdict.notProven(
          node.key(), weight, "no rule for " + layer.getClass().getSimpleName());
    }
    if (layer.getWeightNoise() != null) {
      return Verdict.notProven(node.key(), weight, "weight noise does not scale with the weights");
    }
    if (layer.getConstraints() != null && !layer.getConstraints().isEmpty()) {
      return Verdict.notProven(node.key(), weight, "a constraint ties the weights to one scale");
    }
    IActivation activation = layer.getActivationFn();
    if (isBent(activation)) {
      return Verdict.notProven(
          node.key(),
          weight,
          "its activation " + activation + " has a cap or a threshold, which does not scale along");
    }
    if (!HOMOGENEOUS.contains(activation.getClass())) {
      return Verdict.notProven(
          node.key(), weight, "its activation " + activation + " is not homogeneous");
    }
    if (bias && activation.getClass() != ActivationIdentity.class) {
      return Verdict.notProven(
          node.key(),
          weight,
          "a bias under the activation " + activation + " does not scale along");
    }
    List<Node> readers =
        nodes.stream().filter(other -> other.inputs().contains(node.key())).toList();
    if (readers.size() != 1) {
      return Verdict.notProven(
          node.key(),
          weight,
          "its output goes to "
              + (readers.isEmpty()
                  ? "nothing"
                  : readers.stream().map(Node::label).collect(Collectors.joining(" and "))));
    }
    Node reader = readers.get(0);
    if (reader.hasPreprocessor()
        || reader.layer() == null
        || reader.layer().getClass() != BatchNormalization.class) {
      return Verdict.notProven(
          node.key(),
          weight,
          "its output goes to " + reader.label() + ", not straight into batch normalization");
    }
    return Verdict.proven(
        node.key(), weight, reader.key(), "goes straight into batch normalization");
  }

  /** Whether a rectifier has a cap or a threshold, which are numbers on the scale of its input. */
  private static boolean isBent(IActivation activation) {
    return activation instanceof ActivationReLU relu
        && (relu.getMax() != null || relu.getThreshold() != null);
  }
}
