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
 * The parameters of an attention: the weights, as matrices of inputs by outputs and named as in
 * Deeplearning4j's attention, and a γ each for queries and keys.
 */
final class AttentionParameters implements ParamInitializer {

  static final String QUERIES = "Wq";
  static final String KEYS = "Wk";
  static final String VALUES = "Wv";
  static final String OUTPUTS = "Wo";
  static final String QUERY_GAMMA = "gammaQ";
  static final String KEY_GAMMA = "gammaK";

  static final AttentionParameters INSTANCE = new AttentionParameters();

  private static final List<String> WEIGHTS = List.of(QUERIES, KEYS, VALUES, OUTPUTS);
  private static final List<String> ALL =
      List.of(QUERIES, KEYS, VALUES, OUTPUTS, QUERY_GAMMA, KEY_GAMMA);

  private AttentionParameters() {}

  @Override
  public long numParams(NeuralNetConfiguration configuration) {
    return numParams(configuration.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    long sum = 0;
    for (String key : ALL) {
      long[] shape = shape((QkNormAttention) layer, key);
      sum += shape[0] * shape[1];
    }
    return sum;
  }

  private static long[] shape(QkNormAttention layer, String key) {
    long width = layer.getHeads() * layer.getHeadSize();
    return switch (key) {
      case OUTPUTS -> new long[] {width, layer.getNOut()};
      case QUERY_GAMMA, KEY_GAMMA -> new long[] {1, layer.getHeadSize()};
      default -> new long[] {layer.getNIn(), width};
    };
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return ALL;
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return WEIGHTS;
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return List.of();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return WEIGHTS.contains(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return false;
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration configuration, INDArray parameters, boolean initialize) {
    QkNormAttention layer = (QkNormAttention) configuration.getLayer();
    Map<String, INDArray> table = getGradientsFromFlattened(configuration, parameters);
    table.forEach(
        (key, values) -> {
          configuration.addVariable(key);
          if (initialize && WEIGHTS.contains(key)) {
            layer
                .getWeightInitFn()
                .init(
                    values.rows(),
                    values.columns(),
                    values.shape(),
                    'c',
                    values.reshape(values.length()));
          } else if (initialize) {
            values.assign(1);
          }
        });
    return table;
  }

  /** Divides a flat row into the parameters, or their gradients; views. */
  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration configuration, INDArray row) {
    INDArray flat = row.reshape(row.length());
    Map<String, INDArray> views = new LinkedHashMap<>();
    long from = 0;
    for (String key : ALL) {
      long[] shape = shape((QkNormAttention) configuration.getLayer(), key);
      long to = from + shape[0] * shape[1];
      views.put(key, flat.get(interval(from, to)).reshape('c', shape));
      from = to;
    }
    return views;
  }
}
