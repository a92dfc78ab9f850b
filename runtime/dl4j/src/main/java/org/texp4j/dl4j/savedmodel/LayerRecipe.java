package org.texp4j.dl4j.savedmodel;

import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.internal.update.PlannedUpdater;
import org.texp4j.dl4j.schedules.ConvertedSchedule;
import org.texp4j.dl4j.schedules.ConvertedSgd;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Velocity;

/**
 * The recipe by which Deeplearning4j trains the weights of a layer, read from its configuration.
 *
 * <p>Deeplearning4j's {@code Nesterovs} is {@link Velocity#NESTEROV_RATE_IN_VELOCITY}; its L2 is a
 * decay in the gradient, its {@code WeightDecay} with {@code applyLR} a decoupled decay. The recipe
 * is that of the actual computation: {@code .weightDecay(λ)} on the builder for all layers decays
 * by 2λ, since Deeplearning4j 1.0.0-M2.1 adds it to each layer twice.
 */
record LayerRecipe(
    Velocity velocity,
    Coupling coupling,
    ISchedule learningRate,
    ISchedule weightDecay,
    ISchedule momentum) {

  private static final Set<Class<? extends IUpdater>> ADAPTIVE =
      Set.of(
          Adam.class,
          AMSGrad.class,
          Nadam.class,
          AdaMax.class,
          AdaBelief.class,
          AdaDelta.class,
          AdaGrad.class,
          RmsProp.class);

  private record Decay(Coupling coupling, ISchedule coefficient) {}

  /**
   * Reads the recipe of a layer's weights.
   *
   * @param label the layer as its author knows it
   * @throws UnsuitableNetworkException if it has no exact equivalent; the message says what to
   *     write instead
   */
  static LayerRecipe read(String label, BaseLayer layer) {
    GradientNormalization normalization = layer.getGradientNormalization();
    if (normalization != null && normalization != GradientNormalization.None) {
      throw refused(
          label,
          "clips or normalizes its gradient ("
              + normalization
              + "), with a threshold that would have to shrink as the weights grow: remove it");
    }
    if (layer.getRegularizationBias() != null && !layer.getRegularizationBias().isEmpty()) {
      throw refused(
          label,
          "decays its bias, which has no effect since batch normalization subtracts the bias: remove"
              + " .l2Bias(…) or .weightDecayBias(…)");
    }
    return read(label, decay(label, layer.getRegularization()), layer.getIUpdater());
  }

  private static LayerRecipe read(String label, Decay decay, IUpdater updater) {
    if (updater instanceof org.nd4j.linalg.learning.config.Sgd sgd) {
      return new LayerRecipe(
          Velocity.HEAVY_BALL,
          decay.coupling,
          schedule(sgd.getLearningRateSchedule(), sgd.getLearningRate()),
          decay.coefficient,
          new FixedSchedule(0));
    } else if (updater instanceof Nesterovs nesterovs) {
      return new LayerRecipe(
          Velocity.NESTEROV_RATE_IN_VELOCITY,
          decay.coupling,
          schedule(nesterovs.getLearningRateSchedule(), nesterovs.getLearningRate()),
          decay.coefficient,
          schedule(nesterovs.getMomentumISchedule(), nesterovs.getMomentum()));
    }
    throw refused(label, "is trained by " + updater.getClass().getSimpleName() + why(updater));
  }

  /**
   * Requires that an updater belongs to this recipe.
   *
   * @throws UnsuitableNetworkException if it is not
   */
  void requireUpdater(String label, IUpdater updater) {
    if (!read(label, new Decay(coupling, weightDecay), updater).equals(this)) {
      throw refused(
          label,
          "scales with converted weights and must be trained by their updater, but has "
              + updater
              + ": remove .biasUpdater(…), or call .hasBias(false)");
    }
  }

  /** Returns the schedule of the equivalent run from an iteration. */
  ConvertedSchedule schedule(long origin, RunLength length) {
    return new ConvertedSchedule(
        velocity,
        coupling,
        /* dampening= */ 0,
        origin,
        length.steps(),
        length.stepsPerEpoch(),
        learningRate,
        weightDecay,
        momentum);
  }

  private static Decay decay(String label, List<Regularization> regularization) {
    if (regularization.stream().anyMatch(each -> each instanceof WeightDecay w && !w.isApplyLR())) {
      throw refused(
          label,
          "loses a part of its weights at every step, independent of the rate (WeightDecay without"
              + " applyLR): write .weightDecay(coefficient / learningRate, true)");
    }
    if (regularization.stream().anyMatch(L1Regularization.class::isInstance)) {
      throw refused(
          label,
          "has an L1 penalty, which does not scale with the weights: write .l2(…), or remove the"
              + " batch normalization that makes the layer convertible");
    }
    Set<Regularization> different = Set.copyOf(regularization);
    Regularization only = regularization.get(0);
    if (different.size() == 1 && only instanceof WeightDecay decay) {
      // Deeplearning4j adds a decay that is set for all layers to each of them twice.
      return new Decay(Coupling.DECOUPLED, times(label, decay.getCoeff(), regularization.size()));
    } else if (regularization.size() == 1 && only.getClass() == L2Regularization.class) {
      return new Decay(Coupling.IN_GRADIENT, ((L2Regularization) only).getL2());
    }
    throw refused(
        label, "has the regularization " + regularization + ": keep only one weight decay");
  }

  private static ISchedule times(String label, ISchedule coefficient, int count) {
    if (count == 1) {
      return coefficient;
    } else if (coefficient instanceof FixedSchedule fixed) {
      return new FixedSchedule(count * fixed.getValue());
    }
    throw refused(
        label,
        "has the same WeightDecay " + count + " times: set it by .regularization(…) on the layer");
  }

  private static String why(IUpdater updater) {
    if (updater instanceof PlannedUpdater || updater instanceof ConvertedSgd) {
      return ", so it is already converted or belongs to a training class";
    }
    if (ADAPTIVE.contains(updater.getClass())) {
      return ", which divides each gradient by the size of earlier gradients, which include the decay:"
          + " this has no equivalent without decay. Write Sgd or Nesterovs, or declare @AdamW in an"
          + " annotated experiment";
    }
    return ", which is unknown: write Sgd or Nesterovs";
  }

  private static ISchedule schedule(ISchedule schedule, double value) {
    return schedule == null ? new FixedSchedule(value) : schedule;
  }

  private static UnsuitableNetworkException refused(String label, String reason) {
    return new UnsuitableNetworkException(label + " cannot be converted: it " + reason);
  }
}
