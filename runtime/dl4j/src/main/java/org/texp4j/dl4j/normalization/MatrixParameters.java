package org.texp4j.dl4j.normalization;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of a layer that are matrices, one behind the other in memory.
 *
 * @param <L> the type of the layer
 */
abstract class MatrixParameters<L extends Layer> implements ParamInitializer {

  private final Class<L> type;
  private final List<String> weights;
  private final List<String> biases;
  private final List<String> all;

  /**
   * Names the parameters.
   *
   * @param all the weights, the biases and those that are neither, in the order of memory
   */
  MatrixParameters(Class<L> type, List<String> weights, List<String> biases, List<String> all) {
    this.type = type;
    this.weights = weights;
    this.biases = biases;
    this.all = all;
  }

  /** The rows and columns of a parameter. */
  abstract long[] shape(L layer, String key);

  /** Sets the initial values of a parameter. */
  abstract void initialize(L layer, String key, INDArray values);

  @Override
  public final long numParams(NeuralNetConfiguration configuration) {
    return numParams(configuration.getLayer());
  }

  @Override
  public final long numParams(Layer layer) {
    return all.stream().mapToLong(key -> size(shape(type.cast(layer), key))).sum();
  }

  private static long size(long[] shape) {
    return shape[0] * shape[1];
  }

  @Override
  public final List<String> paramKeys(Layer layer) {
    return all;
  }

  @Override
  public final List<String> weightKeys(Layer layer) {
    return weights;
  }

  @Override
  public final List<String> biasKeys(Layer layer) {
    return biases;
  }

  @Override
  public final boolean isWeightParam(Layer layer, String key) {
    return weights.contains(key);
  }

  @Override
  public final boolean isBiasParam(Layer layer, String key) {
    return biases.contains(key);
  }

  @Override
  public final Map<String, INDArray> init(
      NeuralNetConfiguration configuration, INDArray parameters, boolean initialize) {
    L layer = type.cast(configuration.getLayer());
    Map<String, INDArray> table = getGradientsFromFlattened(configuration, parameters);
    table.forEach(
        (key, values) -> {
          configuration.addVariable(key);
          if (initialize) {
            initialize(layer, key, values);
          }
        });
    return table;
  }

  /** Divides a flat row into the parameters, or their gradients; views. */
  @Override
  public final Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration configuration, INDArray row) {
    L layer = type.cast(configuration.getLayer());
    INDArray flat = row.reshape(row.length());
    Map<String, INDArray> views = new LinkedHashMap<>();
    long from = 0;
    for (String key : all) {
      long[] shape = shape(layer, key);
      long to = from + size(shape);
      views.put(key, flat.get(interval(from, to)).reshape('c', shape));
      from = to;
    }
    return views;
  }
}
