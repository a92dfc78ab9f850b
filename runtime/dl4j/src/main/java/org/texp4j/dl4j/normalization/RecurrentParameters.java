package org.texp4j.dl4j.normalization;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of a recurrent layer: W, R and b, named as in Deeplearning4j's LSTM, whose columns
 * are those of the gates i, f, o and g, and a γ each for W and R.
 */
final class RecurrentParameters implements ParamInitializer {

  static final String INPUTS = LSTMParamInitializer.INPUT_WEIGHT_KEY;
  static final String STATES = LSTMParamInitializer.RECURRENT_WEIGHT_KEY;
  static final String BIAS = LSTMParamInitializer.BIAS_KEY;
  static final String INPUT_GAMMA = "gammaW";
  static final String STATE_GAMMA = "gammaRW";

  static final int GATES = 4;

  static final RecurrentParameters INSTANCE = new RecurrentParameters();

  private static final List<String> WEIGHTS = List.of(INPUTS, STATES);
  private static final List<String> BIASES = List.of(BIAS);
  private static final List<String> ALL = List.of(INPUTS, STATES, INPUT_GAMMA, STATE_GAMMA, BIAS);

  private RecurrentParameters() {}

  @Override
  public long numParams(NeuralNetConfiguration configuration) {
    return numParams(configuration.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    long sum = 0;
    for (String key : ALL) {
      long[] shape = shape((LayerNormalizedLstm) layer, key);
      sum += shape[0] * shape[1];
    }
    return sum;
  }

  private static long[] shape(LayerNormalizedLstm layer, String key) {
    long rows =
        switch (key) {
          case INPUTS -> layer.getNIn();
          case STATES -> layer.getNOut();
          default -> 1;
        };
    return new long[] {rows, GATES * layer.getNOut()};
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
    return BIASES;
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return WEIGHTS.contains(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return BIASES.contains(key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration configuration, INDArray parameters, boolean initialize) {
    LayerNormalizedLstm layer = (LayerNormalizedLstm) configuration.getLayer();
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

  private static void initialize(LayerNormalizedLstm layer, String key, INDArray values) {
    long width = layer.getNOut();
    switch (key) {
      case INPUTS, STATES -> {
        boolean recurrent = key.equals(STATES) && layer.getWeightInitFnRecurrent() != null;
        IWeightInit weightInit =
            recurrent ? layer.getWeightInitFnRecurrent() : layer.getWeightInitFn();
        weightInit.init(values.rows(), width, values.shape(), 'c', values.reshape(values.length()));
      }
      case BIAS -> {
        values.assign(0);
        values
            .reshape(values.length())
            .get(interval(width, 2 * width))
            .assign(layer.getForgetGateBias());
      }
      default -> values.assign(1);
    }
  }

  /** Divides a flat row into the parameters, or their gradients; views. */
  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration configuration, INDArray row) {
    INDArray flat = row.reshape(row.length());
    Map<String, INDArray> views = new LinkedHashMap<>();
    long from = 0;
    for (String key : ALL) {
      long[] shape = shape((LayerNormalizedLstm) configuration.getLayer(), key);
      long to = from + shape[0] * shape[1];
      views.put(key, flat.get(interval(from, to)).reshape('c', shape));
      from = to;
    }
    return views;
  }
}
