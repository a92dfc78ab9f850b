package org.texp4j.benchmarks;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.texp4j.dl4j.Experiment;
import org.texp4j.schedule.Recipe;

/**
 * The training that one would write without this library: the same network with {@code Nesterovs},
 * L2 decay, and Deeplearning4j's {@code fit} for each batch.
 *
 * @param fit takes one training step
 * @param layers the layers of the network
 * @param trainedParameters the number of parameters that have a gradient
 */
record HandWrittenTraining(Consumer<DataSet> fit, Layer[] layers, long trainedParameters) {

  private static final Set<String> RUNNING_STATISTICS =
      Set.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR,
          BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

  /** Initializes the network, with the defaults of Deeplearning4j except for the recipe. */
  static HandWrittenTraining stock(Experiment experiment) throws Exception {
    return of(experiment, base(experiment));
  }

  /** Initializes the network, keeping its activations in memory from step to step. */
  static HandWrittenTraining fast(Experiment experiment) throws Exception {
    return of(experiment, base(experiment).cacheMode(CacheMode.DEVICE));
  }

  private static NeuralNetConfiguration.Builder base(Experiment experiment) {
    Recipe recipe = experiment.recipe(experiment.stepsPerEpoch());
    return new NeuralNetConfiguration.Builder()
        .seed(experiment.seed())
        .updater(new Nesterovs(recipe.learningRate().at(0), recipe.momentum().at(0)))
        .l2(recipe.weightDecay().at(0));
  }

  private static HandWrittenTraining of(Experiment experiment, NeuralNetConfiguration.Builder base)
      throws Exception {
    if (experiment.network().orElseThrow() instanceof Experiment.Network.MultiLayer layers) {
      MultiLayerNetwork network = new MultiLayerNetwork(layers.configure(base));
      network.init();
      return new HandWrittenTraining(network::fit, network.getLayers(), trainedParameters(network));
    }
    Experiment.Network.Graph graph = (Experiment.Network.Graph) experiment.network().orElseThrow();
    ComputationGraph network = new ComputationGraph(graph.configure(base));
    network.init();
    return new HandWrittenTraining(network::fit, network.getLayers(), trainedParameters(network));
  }

  /** The number of parameters without the running statistics of batch normalization. */
  static long trainedParameters(Model network) {
    return network.paramTable().entrySet().stream()
        .filter(
            entry ->
                !RUNNING_STATISTICS.contains(
                    entry.getKey().substring(entry.getKey().lastIndexOf('_') + 1)))
        .map(Map.Entry::getValue)
        .mapToLong(INDArray::length)
        .sum();
  }

  /** Whether any layer computes through oneDNN instead of Deeplearning4j's own operations. */
  boolean hasHelper() {
    for (Layer layer : layers) {
      if (layer.getHelper() != null) {
        return true;
      }
    }
    return false;
  }

  /** Takes a step and returns its milliseconds. */
  double timedStep(DataSet batch) {
    long start = System.nanoTime();
    fit.accept(batch);
    return (System.nanoTime() - start) / 1e6;
  }
}
