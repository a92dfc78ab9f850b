package org.texp4j.dl4j.internal.update;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.texp4j.schedule.Step;

/**
 * The updates of all blocks of a network and its clipping.
 *
 * <p>Not safe for use by several threads.
 */
public final class Updates {

  private final List<PlannedUpdate> updates;
  private final Optional<ScaledClipping> clipping;

  private Updates(List<PlannedUpdate> updates, Optional<ScaledClipping> clipping) {
    this.updates = updates;
    this.clipping = clipping;
  }

  /** Finds the updates in a network's updater; blocks of running statistics, a NoOp, have none. */
  public static Updates in(BaseMultiLayerUpdater<?> updater) {
    return new Updates(
        updater.getUpdaterBlocks().stream()
            .map(UpdaterBlock::getGradientUpdater)
            .filter(PlannedUpdate.class::isInstance)
            .map(PlannedUpdate.class::cast)
            .toList(),
        updater instanceof ScaledClipping.Owner owner
            ? Optional.of(owner.clipping())
            : Optional.empty());
  }

  /**
   * Sets the next step for all tensors.
   *
   * @param shift the power of two by which the state is held below its scale
   */
  public void prepare(Step step, long shift) {
    updates.forEach(update -> update.prepare(step, shift));
    clipping.ifPresent(each -> each.prepare(step, shift));
  }

  /** Sets another step for all tensors of one group, whose state is held at its scale. */
  public void prepare(ParameterGroup group, Step step) {
    updates.stream()
        .filter(update -> update.group() == group)
        .forEach(update -> update.prepare(step, /* heldShift= */ 0));
  }
}
