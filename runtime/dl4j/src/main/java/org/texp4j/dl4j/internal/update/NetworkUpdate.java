package org.texp4j.dl4j.internal.update;

import java.util.Optional;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;

/**
 * The update of a whole network over its flat arrays, in place of Deeplearning4j's, which runs
 * several operations for each block and each tensor.
 *
 * <p>Not safe for use by several threads.
 */
public sealed interface NetworkUpdate permits FlatUpdate, LoopUpdate {

  /** Returns the update of an updater; empty where Deeplearning4j has to apply it. */
  static Optional<NetworkUpdate> forUpdater(BaseMultiLayerUpdater<?> updater) {
    return LoopUpdate.forUpdater(updater)
        .<NetworkUpdate>map(update -> update)
        .or(() -> FlatUpdate.forUpdater(updater));
  }

  /** Whether this is the update of an updater and the updater still has the same arrays. */
  boolean isOf(BaseMultiLayerUpdater<?> present);

  /**
   * Replaces the gradient by the update, updates the states and subtracts the update from the
   * weights.
   *
   * @param examples the number of examples over which the gradient is a sum
   * @throws IllegalStateException if no step was prepared
   */
  void apply(int examples);

  /** Whether the last update left all parameters finite. */
  boolean leftFinite();
}
