package org.texp4j.dl4j.normalization;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of a normalization: γ, followed by β if the mean is subtracted, named as in batch
 * normalization. As there, they are neither weights nor biases, so no decay or constraint on those
 * applies to them.
 */
final class AffineParameters implements ParamInitializer {

  static final String GAMMA = BatchNormalizationParamInitializer.GAMMA;
  static final String BETA = BatchNormalizationParamInitializer.BETA;

  static final AffineParameters INSTANCE = new AffineParameters();

  private AffineParameters() {}

  @Override
  public long numParams(NeuralNetConfiguration configuration) {
    return numParams(configuration.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return paramKeys(layer).size() * ((ExampleNormalization) layer).getNOut();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    ExampleNormalization normalization = (ExampleNormalization) layer;
    if (!normalization.isAffine()) {
      return List.of();
    }
    return normalization.subtractsMean() ? List.of(GAMMA, BETA) : List.of(GAMMA);
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return List.of();
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return List.of();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return false;
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return false;
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration configuration, INDArray parameters, boolean initialize) {
    Map<String, INDArray> table = getGradientsFromFlattened(configuration, parameters);
    table.forEach(
        (key, values) -> {
          configuration.addVariable(key);
          if (initialize) {
            values.assign(key.equals(GAMMA) ? 1 : 0);
          }
        });
    return table;
  }

  /** Divides a flat row into the parameters, or their gradients; views. */
  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration configuration, INDArray row) {
    long channels = ((ExampleNormalization) configuration.getLayer()).getNOut();
    Map<String, INDArray> views = new LinkedHashMap<>();
    for (String key : paramKeys(configuration.getLayer())) {
      long from = views.size() * channels;
      views.put(key, row.reshape(row.length()).get(interval(from, from + channels)));
    }
    return views;
  }
}
