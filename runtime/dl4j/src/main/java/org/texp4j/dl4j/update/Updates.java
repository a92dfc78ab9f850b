package org.texp4j.dl4j.update;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;

/** The updates of all blocks of a network, by recipient. */
public final class Updates {

  private final Map<Recipient, List<LinearUpdate>> byRecipient;

  private Updates(Map<Recipient, List<LinearUpdate>> byRecipient) {
    this.byRecipient = byRecipient;
  }

  /** Finds the updates in a network's updater; running statistics, moved by NoOp, are none. */
  public static Updates of(BaseMultiLayerUpdater<?> updater) {
    return new Updates(
        updater.getUpdaterBlocks().stream()
            .map(UpdaterBlock::getGradientUpdater)
            .filter(LinearUpdate.class::isInstance)
            .map(LinearUpdate.class::cast)
            .collect(
                Collectors.groupingBy(
                    update -> update.getConfig().recipient(),
                    () -> new EnumMap<>(Recipient.class),
                    Collectors.toList())));
  }

  /** Sets the coefficients of the next step for all tensors of one recipient. */
  public void prepare(Recipient recipient, UpdateCoefficients coefficients) {
    byRecipient.getOrDefault(recipient, List.of()).forEach(update -> update.prepare(coefficients));
  }
}
