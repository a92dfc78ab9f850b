package org.texp4j.dl4j.internal.invariance;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;
import org.texp4j.dl4j.internal.network.TensorTraining;
import org.texp4j.dl4j.internal.update.ParameterGroup;
import org.texp4j.dl4j.internal.update.PlannedUpdater;

/**
 * The assignment of a network's tensors to parameter groups.
 *
 * <p>Only tensors that are proven scale invariant <em>and</em> are under the declared weight decay
 * are converted. Scales and shifts of normalizations, biases, tensors exempt from decay or with a
 * decay of their own, and everything not proven keep the declared recipe. This is exact: nothing
 * has to be frozen.
 */
public final class TensorAssignment {

  private TensorAssignment() {}

  /**
   * Proves which tensors can be converted under the declared weight decay.
   *
   * @param weightDecay the coefficient that represents the declared decay; 0 if there is none
   * @param asserted sets of weight tensors that the author asserts to be invariant
   * @throws UnsuitableNetworkException if an asserted tensor does not exist or is not under the
   *     declared decay
   */
  public static Proof prove(
      NetworkDescription network, double weightDecay, List<Set<String>> asserted) {
    Map<String, String> kept = RecipeCheck.exceptions(network, weightDecay);
    for (Set<String> group : asserted) {
      for (String tensor : group) {
        checkAsserted(network, tensor, kept);
      }
    }
    return InvarianceAnalysis.prove(network, kept, asserted);
  }

  /** The names of the tensors that frozen layers keep, whatever the recipe. */
  public static List<String> frozen(NetworkDescription network) {
    return network.nodes().stream().flatMap(node -> TrainedTensor.frozenIn(node).stream()).toList();
  }

  /**
   * Sets the parameter group of each tensor in the configuration. Converted tensors lose their
   * weight decay and are {@link ParameterGroup#CONVERTED}; the biases that scale with them are
   * {@link ParameterGroup#FOLLOWING}. In either form, a bias that batch normalization subtracts
   * from what can be converted is {@link ParameterGroup#SUBTRACTED}.
   *
   * @param converted whether the proven tensors are converted
   * @param onlyInvariant whether everything that is not proven invariant keeps its initial value,
   *     as in the experiments of Li and Arora
   * @return the training of the tensors that are not trained like the rest of their layer, which a
   *     configuration cannot express: by name, for {@link NetworkDescription#build}
   * @throws UnsuitableNetworkException if {@code converted} and there is no tensor to convert
   */
  public static Map<String, TensorTraining> assign(
      NetworkDescription network, Proof proof, boolean converted, boolean onlyInvariant) {
    if (converted && proof.groups().isEmpty()) {
      throw new UnsuitableNetworkException(nothingToConvert(proof));
    }
    Map<String, TensorTraining> exceptions = new HashMap<>();
    for (Node node : network.nodes()) {
      List<TrainedTensor> trained = TrainedTensor.in(node);
      if (!trained.isEmpty()) {
        assign(trained, proof, converted, onlyInvariant, exceptions);
      }
    }
    return exceptions;
  }

  /** Configures the layer or vertex of its tensors, and collects what it cannot express. */
  private static void assign(
      List<TrainedTensor> tensors,
      Proof proof,
      boolean converted,
      boolean onlyInvariant,
      Map<String, TensorTraining> exceptions) {
    ParameterGroup rest = onlyInvariant ? ParameterGroup.FIXED : ParameterGroup.DECLARED;
    Map<String, TensorTraining> wanted = new LinkedHashMap<>();
    for (TrainedTensor each : tensors) {
      wanted.put(each.tensor(), training(each, proof, converted, onlyInvariant));
    }
    TensorTraining none = new TensorTraining(rest, 1, List.of());
    TrainedTensor any = tensors.get(0);
    PlannedUpdater declared =
        (PlannedUpdater) any.configuration().getUpdaterByParam(any.parameter());
    any.layerTraining()
        .set(
            declared,
            common(tensors.stream().filter(TrainedTensor::isWeight), wanted).orElse(none),
            common(tensors.stream().filter(each -> !each.isWeight()), wanted).orElse(none));
    for (TrainedTensor each : tensors) {
      TensorTraining training = wanted.get(each.tensor());
      if (!training.equals(each.training())) {
        exceptions.put(each.tensor(), training);
      }
    }
  }

  private static TensorTraining training(
      TrainedTensor tensor, Proof proof, boolean converted, boolean onlyInvariant) {
    Map<String, Integer> scalingBiases = proof.biases(proof.tensors());
    boolean invariant = proof.tensors().contains(tensor.tensor());
    boolean scales = scalingBiases.containsKey(tensor.tensor());
    ParameterGroup group;
    if (scales && proof.isSubtracted(tensor.tensor())) {
      // Its gradient is rounding, which renormalizing would turn into a unit vector.
      group =
          tensor.configuration().getGradientNormalization()
                  == GradientNormalization.RenormalizeL2PerParamType
              ? ParameterGroup.FIXED
              : ParameterGroup.SUBTRACTED;
    } else if (scales && converted && !onlyInvariant) {
      group = ParameterGroup.FOLLOWING;
    } else if (invariant) {
      group = converted ? ParameterGroup.CONVERTED : ParameterGroup.DECLARED;
    } else {
      group = onlyInvariant ? ParameterGroup.FIXED : ParameterGroup.DECLARED;
    }
    boolean exempt = invariant ? converted : onlyInvariant;
    return new TensorTraining(
        group,
        scalingBiases.getOrDefault(tensor.tensor(), 1),
        exempt ? List.of() : tensor.regularization());
  }

  /** How the weights of a layer, or its other tensors, are trained unless they are exceptions. */
  private static Optional<TensorTraining> common(
      Stream<TrainedTensor> tensors, Map<String, TensorTraining> wanted) {
    // A converted tensor must not be an exception: its decay would stay in the layer's penalty.
    return tensors
        .map(each -> wanted.get(each.tensor()))
        .min(Comparator.comparing(training -> training.group() != ParameterGroup.CONVERTED));
  }

  private static void checkAsserted(
      NetworkDescription network, String tensor, Map<String, String> kept) {
    List<String> weights =
        InvarianceAnalysis.prove(network).verdicts().stream().map(Verdict::tensor).toList();
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

  private static String nothingToConvert(Proof proof) {
    Map<String, String> reasons = new LinkedHashMap<>();
    proof.verdicts().forEach(verdict -> reasons.put(verdict.tensor(), verdict.sentence()));
    return "no weight of the network is proven scale invariant, so nothing can be converted:"
        + RecipeCheck.lines(reasons)
        + "\nPut a BatchNormalization after convolutions and dense layers, or declare"
        + " WEIGHT_DECAY.";
  }
}
