package org.texp4j.dl4j.internal.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.nd4j.linalg.api.buffer.DataType;
import org.texp4j.dl4j.internal.network.NetworkDescription;

/** The settings of a network that belong to its run, replaced by those of the run. */
final class OwnSettings {

  private OwnSettings() {}

  /**
   * Sets seed, data type and the mean over batches.
   *
   * @return what was replaced, one clause each
   */
  static List<String> replace(NetworkDescription network, long seed, DataType type) {
    List<String> replaced = new ArrayList<>();
    if (network.base().getSeed() != seed) {
      replaced.add("the seed " + network.base().getSeed() + " by that of @Experiment(seed = …)");
      network.setSeed(seed);
    }
    if (network.dataType() != type) {
      replaced.add("the data type " + network.dataType() + " by that of the run, " + type);
      network.setDataType(type);
    }
    if (!network.base().isMiniBatch()) {
      replaced.add("the sum of gradients over a batch, .miniBatch(false), by their mean");
      network.averageOverBatches();
    }
    OptimizationAlgorithm algorithm = network.base().getOptimizationAlgo();
    if (algorithm != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT) {
      replaced.add("the optimization algorithm " + algorithm + " by the declared rule");
    }
    return replaced;
  }

  /**
   * Lets gradients go back through whole sequences where the network truncates them in time: the
   * same for sequences that are not longer than its truncation length, which is known when there
   * are data.
   *
   * @return that length; empty if nothing was truncated
   */
  static OptionalInt replaceTruncation(NetworkDescription network) {
    if (network.backpropType() != BackpropType.TruncatedBPTT) {
      return OptionalInt.empty();
    }
    network.setBackpropType(BackpropType.Standard);
    return OptionalInt.of(network.truncationLength());
  }
}
