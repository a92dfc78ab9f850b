package org.texp4j.dl4j.internal.invariance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;
import org.texp4j.dl4j.internal.update.DeclaredDecay;
import org.texp4j.dl4j.internal.update.ParameterGroup;
import org.texp4j.dl4j.internal.update.PlannedUpdater;

/** The check that a network is trained by the declared recipe, and its exceptions. */
public final class RecipeCheck {

  private RecipeCheck() {}

  /**
   * Checks that a network is trained by the declared recipe alone.
   *
   * @param weightDecay the coefficient that represents the declared decay; 0 if there is none
   * @throws UnsuitableNetworkException if a layer has an updater or a regularization that {@link
   *     OwnTraining} cannot replace, or clips without a threshold; or if the declared decay acts on
   *     no weight
   */
  public static void check(NetworkDescription network, double weightDecay) {
    for (Node node : network.nodes()) {
      for (TrainedTensor trained : TrainedTensor.in(node)) {
        checkUpdater(node, trained.configuration().getUpdaterByParam(trained.parameter()));
        trained.regularization().forEach(each -> checkStep(node, each));
        checkClipping(node, trained.configuration());
      }
    }
    checkDecay(network, weightDecay);
  }

  /** Returns the weights that are not trained by the declared recipe alone, with the reason. */
  static Map<String, String> exceptions(NetworkDescription network, double weightDecay) {
    Map<String, String> exceptions = new LinkedHashMap<>();
    TrainedTensor.in(network)
        .filter(TrainedTensor::isWeight)
        .forEach(
            trained -> {
              List<Regularization> effective = trained.effectiveRegularization();
              boolean asDeclared =
                  weightDecay == 0
                      ? effective.isEmpty()
                      : effective.size() == 1 && effective.get(0) instanceof DeclaredDecay;
              double rateFactor = OwnRates.of(trained);
              if (rateFactor != 1) {
                exceptions.put(
                    trained.tensor(),
                    "it has a learning rate of its own, " + rateFactor + " times the declared one");
              } else if (!asDeclared) {
                exceptions.put(trained.tensor(), otherDecay(effective));
              } else if (trained.isConstrained()) {
                exceptions.put(
                    trained.tensor(), "a constraint fixes its scale; remove the constraint");
              }
            });
    return exceptions;
  }

  /** Formats tensors with their reasons, one per line. */
  static String lines(Map<String, String> reasons) {
    StringBuilder lines = new StringBuilder();
    reasons.forEach(
        (tensor, reason) -> lines.append("\n  ").append(tensor).append(": ").append(reason));
    return lines.toString();
  }

  private static String otherDecay(List<Regularization> effective) {
    if (effective.isEmpty()) {
      return "it is exempt from the declared weight decay";
    }
    if (effective.size() == 1
        && effective.get(0) instanceof L2Regularization l2
        && l2.getL2() instanceof FixedSchedule) {
      return "it has a weight decay of its own, " + l2.getL2().valueAt(0, 0);
    }
    return effective.stream().anyMatch(L1Regularization.class::isInstance)
        ? "its L1 penalty does not scale with the weights; remove .l1(…)"
        : "it has a regularization of its own, " + effective;
  }

  private static void checkDecay(NetworkDescription network, double weightDecay) {
    List<TrainedTensor> weights =
        TrainedTensor.in(network).filter(TrainedTensor::isWeight).toList();
    boolean acts =
        weights.stream()
            .flatMap(weight -> weight.regularization().stream())
            .anyMatch(DeclaredDecay.class::isInstance);
    if (weightDecay > 0 && !weights.isEmpty() && !acts) {
      throw new UnsuitableNetworkException(
          "the declared @WeightDecay("
              + weightDecay
              + ") acts on no weight of the network:"
              + lines(exceptions(network, weightDecay))
              + "\nRemove @WeightDecay, or .regularization(…) from the network method.");
    }
  }

  private static void checkUpdater(Node node, IUpdater updater) {
    if (!(updater instanceof PlannedUpdater planned)
        || planned.group() != ParameterGroup.DECLARED) {
      throw new UnsuitableNetworkException(
          node.label()
              + " is trained by "
              + updater
              + ", which the declared recipe cannot replace: leave its updater to the network");
    }
  }

  private static void checkStep(Node node, Regularization regularization) {
    if (!(regularization instanceof DeclaredDecay)
        && regularization.applyStep() != Regularization.ApplyStep.BEFORE_UPDATER) {
      throw new UnsuitableNetworkException(
          node.label()
              + " is regularized by "
              + regularization.getClass().getSimpleName()
              + ", which changes the weights independently of the recipe: remove it from the network"
              + " method, and declare @WeightDecay");
    }
  }

  private static void checkClipping(Node node, TrainingConfig configuration) {
    GradientNormalization normalization = configuration.getGradientNormalization();
    boolean clips =
        normalization == GradientNormalization.ClipElementWiseAbsoluteValue
            || normalization == GradientNormalization.ClipL2PerLayer
            || normalization == GradientNormalization.ClipL2PerParamType;
    double threshold = configuration.getGradientNormalizationThreshold();
    if (clips && !(threshold > 0)) {
      throw new UnsuitableNetworkException(
          node.label()
              + " clips its gradient at "
              + threshold
              + ": give it a threshold greater than 0 by .gradientNormalizationThreshold(…)");
    }
  }
}
