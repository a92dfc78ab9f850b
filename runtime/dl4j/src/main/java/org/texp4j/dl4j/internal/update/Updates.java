package org.texp4j.dl4j.internal.update;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.texp4j.schedule.LinearCoefficients;
import org.texp4j.schedule.Step;

/**
 * The updates of all blocks of a network, its clipping and the declared decays of its weights.
 *
 * <p>Not safe for use by several threads.
 */
public final class Updates {

  private final List<PlannedUpdate> updates;
  private final Collection<DeclaredDecay> decays;
  private final Optional<ScaledClipping> clipping;

  private Updates(
      List<PlannedUpdate> updates,
      Collection<DeclaredDecay> decays,
      Optional<ScaledClipping> clipping) {
    this.updates = updates;
    this.decays = decays;
    this.clipping = clipping;
  }

  /** Finds the updates in a network's updater; blocks of running statistics, a NoOp, have none. */
  public static Updates in(BaseMultiLayerUpdater<?> updater) {
    Set<DeclaredDecay> decays = Collections.newSetFromMap(new IdentityHashMap<>());
    for (UpdaterBlock block : updater.getUpdaterBlocks()) {
      for (UpdaterBlock.ParamState tensor : block.getLayersAndVariablesInBlock()) {
        List<Regularization> acting =
            tensor.getLayer().getConfig().getRegularizationByParam(tensor.getParamName());
        if (acting != null) {
          acting.stream()
              .filter(DeclaredDecay.class::isInstance)
              .forEach(decay -> decays.add((DeclaredDecay) decay));
        }
      }
    }
    return new Updates(
        updater.getUpdaterBlocks().stream()
            .map(UpdaterBlock::getGradientUpdater)
            .filter(PlannedUpdate.class::isInstance)
            .map(PlannedUpdate.class::cast)
            .toList(),
        decays,
        updater instanceof ScaledClipping.Owner owner
            ? Optional.of(owner.clipping())
            : Optional.empty());
  }

  /**
   * Sets the coefficients of the next step for all tensors.
   *
   * @param shift the power of two by which the state is held below its scale
   */
  public void prepare(Step step, long shift) {
    updates.forEach(update -> update.prepare(step, shift));
    decays.forEach(decay -> decay.prepare(step));
    clipping.ifPresent(each -> each.prepare(step, shift));
  }

  /** Sets other coefficients of the next step for all tensors of one group of a linear rule. */
  public void prepare(ParameterGroup group, LinearCoefficients coefficients) {
    for (PlannedUpdate update : updates) {
      if (update instanceof LinearUpdate linear && update.group() == group) {
        linear.prepare(coefficients);
      }
    }
  }
}
