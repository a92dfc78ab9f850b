package org.texp4j.dl4j.invariance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.texp4j.dl4j.network.NetworkDescription;
import org.texp4j.dl4j.network.NetworkDescription.Node;
import org.texp4j.dl4j.network.TensorTraining;
import org.texp4j.dl4j.update.DeclaredDecay;
import org.texp4j.dl4j.update.PlannedUpdater;
import org.texp4j.dl4j.update.Recipient;

/**
 * Which tensors of a network are converted and which keep the declared recipe.
 *
 * <p>Only tensors that are proven invariant <em>and</em> under the declared weight decay are
 * converted. Scales and shifts of normalizations, biases, tensors exempt from decay or with a decay
 * of their own, and everything not proven keep the declared recipe, which is exact: nothing has to
 * be frozen.
 */
public final class TensorAssignment {

  /** What batch normalization keeps among its parameters without training it. */
  private static final Set<String> RUNNING_STATISTICS =
      Set.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR,
          BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

  private TensorAssignment() {}

  /**
   * Checks that a network is trained by the declared recipe and nothing else.
   *
   * @throws UnsuitableNetworkException if a layer brings its own updater or gradient clipping, a
   *     decay that is decoupled, or freezes weights that a decay would still move; or if the
   *     declared decay acts on no weight at all
   */
  public static void check(NetworkDescription network, double weightDecay) {
    if (!network.base().isMiniBatch()) {
      throw new UnsuitableNetworkException(
          "the network sums gradients over a batch, where the recipe means their mean: remove"
              + " .miniBatch(false)");
    }
    if (network.backpropType() != BackpropType.Standard) {
      throw new UnsuitableNetworkException(
          "the network truncates backpropagation through time, which this version does not do:"
              + " remove .backpropType(…)");
    }
    for (Node node : network.nodes()) {
      if (node.layer() instanceof FrozenLayerWithBackprop frozen) {
        checkFrozen(node, frozen.getUnderlying());
      }
      Map<String, TrainingConfig> trained = trained(node);
      trained.forEach(
          (parameter, configuration) -> {
            if (!RUNNING_STATISTICS.contains(parameter)) {
              checkUpdater(node.label(), updater(configuration, parameter));
              checkRegularization(node.label(), regularization(configuration, parameter));
            }
          });
      if (!trained.isEmpty()) {
        checkClipping(node.label(), trained.values().iterator().next().getGradientNormalization());
      }
    }
    if (weightDecay > 0) {
      Map<String, String> kept = kept(network, weightDecay);
      List<String> weights =
          InvarianceAnalysis.of(network).verdicts().stream().map(Verdict::tensor).toList();
      if (!weights.isEmpty() && kept.keySet().containsAll(weights)) {
        throw new UnsuitableNetworkException(
            "the declared @WeightDecay("
                + weightDecay
                + ") acts on no weight of the network:"
                + reasons(kept)
                + "\nRemove .l1(…), .l2(…) and .regularization(…) from the network method.");
      }
    }
  }

  /**
   * Proves what can be converted under the declared weight decay.
   *
   * @param asserted sets of weight tensors that the author says are invariant
   * @throws UnsuitableNetworkException if an asserted tensor does not exist or is not under the
   *     declared decay
   */
  public static Proof prove(
      NetworkDescription network, double weightDecay, List<Set<String>> asserted) {
    Map<String, String> kept = kept(network, weightDecay);
    for (Set<String> group : asserted) {
      for (String tensor : group) {
        checkAsserted(network, tensor, kept);
      }
    }
    return InvarianceAnalysis.of(network, kept, asserted);
  }

  /**
   * Marks in the configuration by which recipe each tensor is trained. Converted tensors lose their
   * weight decay and get the updater {@link Recipient#CONVERTED}; a bias that batch normalization
   * subtracts from them gets {@link Recipient#SUBTRACTED}.
   *
   * @param onlyInvariant whether everything that is not proven invariant stays as it is
   *     initialized; Li and Arora's own setting
   * @return the weights trained otherwise than the rest of their layer, which a configuration
   *     cannot say: by name, for {@link NetworkDescription#build(Map)}
   * @throws UnsuitableNetworkException if there is no tensor to convert
   */
  public static Map<String, TensorTraining> assign(
      NetworkDescription network, Proof proof, boolean converted, boolean onlyInvariant) {
    if (converted && proof.groups().isEmpty()) {
      throw new UnsuitableNetworkException(nothingToConvert(proof));
    }
    Map<String, TensorTraining> exceptions = new HashMap<>();
    if (!converted && !onlyInvariant) {
      return exceptions;
    }
    Set<String> proven = proof.tensors();
    Set<String> subtracted = proof.biases(proven).keySet();
    Recipient rest = onlyInvariant ? Recipient.FIXED : Recipient.DECLARED;
    for (Node node : network.nodes()) {
      Map<String, TensorTraining> weights = new LinkedHashMap<>();
      boolean bias = false;
      boolean follows = false;
      Map<String, TrainingConfig> trained = trained(node);
      for (String parameter : trained.keySet()) {
        String tensor = node.key() + "_" + parameter;
        List<Regularization> declared = regularization(trained.get(parameter), parameter);
        if (isWeight(node, parameter)) {
          boolean invariant = proven.contains(tensor);
          weights.put(
              tensor,
              new TensorTraining(
                  !invariant ? rest : converted ? Recipient.CONVERTED : Recipient.DECLARED,
                  (invariant ? converted : onlyInvariant) ? List.of() : declared));
        } else if (!RUNNING_STATISTICS.contains(parameter)) {
          bias = true;
          follows |= converted && subtracted.contains(tensor);
        }
      }
      if (weights.isEmpty() && !bias) {
        continue;
      }
      TensorTraining others = new TensorTraining(rest, onlyInvariant ? List.of() : null);
      TensorTraining main =
          weights.values().stream()
              .filter(each -> each.recipient() == Recipient.CONVERTED)
              .findFirst()
              .orElse(weights.isEmpty() ? others : weights.values().iterator().next());
      weights.forEach(
          (tensor, training) -> {
            if (!training.equals(main)) {
              exceptions.put(tensor, training);
            }
          });
      TensorTraining biases =
          follows ? new TensorTraining(Recipient.SUBTRACTED, others.regularization()) : others;
      Map.Entry<String, TrainingConfig> any = trained.entrySet().iterator().next();
      PlannedUpdater declared = (PlannedUpdater) updater(any.getValue(), any.getKey());
      configure(node, any.getValue(), declared, main, biases);
    }
    return exceptions;
  }

  /** The weight tensors that are not under the declared decay alone, with the reason. */
  private static Map<String, String> kept(NetworkDescription network, double weightDecay) {
    Map<String, String> kept = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      trained(node)
          .forEach(
              (parameter, configuration) -> {
                List<Regularization> acting =
                    Regularizations.of(regularization(configuration, parameter));
                boolean asDeclared =
                    weightDecay == 0 && acting.isEmpty() || Regularizations.isDeclaredDecay(acting);
                if (isWeight(node, parameter) && !asDeclared) {
                  kept.put(node.key() + "_" + parameter, otherDecay(acting));
                } else if (isWeight(node, parameter) && isConstrained(configuration)) {
                  kept.put(
                      node.key() + "_" + parameter,
                      "a constraint ties it to one scale; remove the constraint");
                }
              });
    }
    return kept;
  }

  private static boolean isConstrained(TrainingConfig configuration) {
    return configuration instanceof Layer layer
        && layer.getConstraints() != null
        && !layer.getConstraints().isEmpty();
  }

  private static String otherDecay(List<Regularization> acting) {
    if (acting.isEmpty()) {
      return "it is exempt from the declared weight decay";
    }
    if (acting.size() == 1 && acting.get(0) instanceof L2Regularization l2) {
      return "it has a weight decay of its own, " + Regularizations.coefficient(l2);
    }
    return acting.stream().anyMatch(L1Regularization.class::isInstance)
        ? "its L1 penalty does not scale along; remove .l1(…)"
        : "it has a regularization of its own, " + acting;
  }

  private static void checkAsserted(
      NetworkDescription network, String tensor, Map<String, String> kept) {
    List<String> weights =
        InvarianceAnalysis.of(network).verdicts().stream().map(Verdict::tensor).toList();
    if (!weights.contains(tensor)) {
      throw new UnsuitableNetworkException(
          "the tensor "
              + tensor
              + " is asserted to be invariant, but the network has the weights "
              + weights);
    }
    if (kept.containsKey(tensor)) {
      throw new UnsuitableNetworkException(
          "the tensor "
              + tensor
              + " is asserted to be invariant, but cannot be converted: "
              + kept.get(tensor));
    }
  }

  /** The parameters of a node that are trained, each with the configuration that says how. */
  private static Map<String, TrainingConfig> trained(Node node) {
    Map<String, TrainingConfig> trained = new LinkedHashMap<>();
    Layer layer = node.layer();
    if (layer != null) {
      TrainingConfig configuration = unwrapped(layer);
      if (!(layer instanceof FrozenLayer) && !(layer instanceof FrozenLayerWithBackprop)) {
        layer.initializer().paramKeys(layer).forEach(key -> trained.put(key, configuration));
      }
    } else if (node.vertex() instanceof SameDiffVertex vertex) {
      vertex.getVertexParams().getParamShapes().keySet().forEach(key -> trained.put(key, vertex));
    }
    return trained;
  }

  private static boolean isWeight(Node node, String parameter) {
    return node.layer() != null
        ? node.layer().initializer().weightKeys(node.layer()).contains(parameter)
        : ((SameDiffVertex) node.vertex()).getVertexParams().isWeightParam(parameter);
  }

  private static Layer unwrapped(Layer layer) {
    return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
  }

  private static IUpdater updater(TrainingConfig configuration, String parameter) {
    return configuration.getUpdaterByParam(parameter);
  }

  private static List<Regularization> regularization(
      TrainingConfig configuration, String parameter) {
    List<Regularization> configured = configuration.getRegularizationByParam(parameter);
    return configured == null ? List.of() : configured;
  }

  private static void configure(
      Node node,
      TrainingConfig configuration,
      PlannedUpdater declared,
      TensorTraining weights,
      TensorTraining biases) {
    PlannedUpdater updater = declared.of(weights.recipient());
    PlannedUpdater biasUpdater = declared.of(biases.recipient());
    boolean biasesAsTheyAre = biases.regularization() == null;
    if (configuration instanceof BaseLayer layer) {
      layer.setIUpdater(updater);
      layer.setBiasUpdater(biasUpdater);
      if (weights.regularization() != null) {
        layer.setRegularization(weights.regularization());
      }
      if (!biasesAsTheyAre) {
        layer.setRegularizationBias(biases.regularization());
      }
    } else if (configuration instanceof AbstractSameDiffLayer layer) {
      layer.setUpdater(updater);
      layer.setBiasUpdater(biasUpdater);
      layer.setRegularization(weights.regularization());
      if (!biasesAsTheyAre) {
        layer.setRegularizationBias(biases.regularization());
      }
    } else if (configuration instanceof SameDiffVertex vertex) {
      vertex.setUpdater(updater);
      vertex.setBiasUpdater(biasUpdater);
      vertex.setRegularization(weights.regularization());
      if (!biasesAsTheyAre) {
        vertex.setRegularizationBias(biases.regularization());
      }
    } else if (configuration instanceof Bidirectional both) {
      configure(node, both.getFwd(), declared, weights, biases);
      configure(node, both.getBwd(), declared, weights, biases);
    } else {
      throw new UnsuitableNetworkException(
          node.label()
              + " is a "
              + configuration.getClass().getSimpleName()
              + ", whose training cannot be set");
    }
  }

  private static void checkFrozen(Node node, Layer inner) {
    for (String parameter : inner.initializer().paramKeys(inner)) {
      if (!Regularizations.of(inner.getRegularizationByParam(parameter)).isEmpty()) {
        throw new UnsuitableNetworkException(
            node.label()
                + " is frozen by FrozenLayerWithBackprop, which lets the weight decay move its"
                + " weights: exempt the layer in it with .regularization(List.of(new"
                + " L2Regularization(0))), or use FrozenLayer, which also stops the gradient");
      }
    }
  }

  private static void checkUpdater(String name, IUpdater updater) {
    if (!(updater instanceof PlannedUpdater planned) || planned.recipient() != Recipient.DECLARED) {
      throw new UnsuitableNetworkException(
          name
              + " is trained by "
              + updater
              + ", not by the declared recipe: remove .updater(…) from the network method");
    }
  }

  private static void checkRegularization(String name, List<Regularization> regularizations) {
    for (Regularization each : regularizations) {
      if (!(each instanceof DeclaredDecay)
          && each.applyStep() != Regularization.ApplyStep.BEFORE_UPDATER) {
        throw new UnsuitableNetworkException(
            name
                + " is regularized by "
                + each.getClass().getSimpleName()
                + ", which acts on the weights past the recipe and its rate: remove"
                + " .weightDecay(…) from the network method, and declare @WeightDecay");
      }
    }
  }

  private static void checkClipping(String name, GradientNormalization normalization) {
    if (normalization != null && normalization != GradientNormalization.None) {
      throw new UnsuitableNetworkException(
          name
              + " clips or normalizes its gradient ("
              + normalization
              + "), which this version does not carry into a converted recipe: remove it");
    }
  }

  private static String nothingToConvert(Proof proof) {
    Map<String, String> reasons = new LinkedHashMap<>();
    proof.verdicts().forEach(verdict -> reasons.put(verdict.tensor(), verdict.sentence()));
    return "no weight of the network is proven scale invariant, so nothing can be converted:"
        + reasons(reasons)
        + "\nPut a BatchNormalization behind convolutions and dense layers, or declare"
        + " WEIGHT_DECAY.";
  }

  private static String reasons(Map<String, String> byTensor) {
    List<String> lines = new ArrayList<>();
    byTensor.forEach((tensor, reason) -> lines.add("\n  " + tensor + ": " + reason));
    return String.join("", lines);
  }
}
