package org.texp4j.dl4j.normalization;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of an attention: the weights, as matrices of inputs by outputs and named as in
 * Deeplearning4j's attention, and a γ each for queries and keys.
 */
final class AttentionParameters extends MatrixParameters<QkNormAttention> {

  static final String QUERIES = "Wq";
  static final String KEYS = "Wk";
  static final String VALUES = "Wv";
  static final String OUTPUTS = "Wo";
  static final String QUERY_GAMMA = "gammaQ";
  static final String KEY_GAMMA = "gammaK";

  static final AttentionParameters INSTANCE = new AttentionParameters();

  private AttentionParameters() {
    super(
        QkNormAttention.class,
        List.of(QUERIES, KEYS, VALUES, OUTPUTS),
        List.of(),
        List.of(QUERIES, KEYS, VALUES, OUTPUTS, QUERY_GAMMA, KEY_GAMMA));
  }

  @Override
  long[] shape(QkNormAttention layer, String key) {
    long width = layer.getHeads() * layer.getHeadSize();
    return switch (key) {
      case OUTPUTS -> new long[] {width, layer.getNOut()};
      case QUERY_GAMMA, KEY_GAMMA -> new long[] {1, layer.getHeadSize()};
      default -> new long[] {layer.getNIn(), width};
    };
  }

  @Override
  void initialize(QkNormAttention layer, String key, INDArray values) {
    if (!isWeightParam(layer, key)) {
      values.assign(1);
      return;
    }
    layer
        .getWeightInitFn()
        .init(
            values.rows(), values.columns(), values.shape(), 'c', values.reshape(values.length()));
  }
}
