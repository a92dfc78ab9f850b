package org.texp4j.dl4j.normalization;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.List;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of a recurrent layer: W, R and b, named as in Deeplearning4j's LSTM, whose columns
 * are those of the gates i, f, o and g, and a γ each for W and R.
 */
final class RecurrentParameters extends MatrixParameters<LayerNormalizedLstm> {

  static final String INPUTS = LSTMParamInitializer.INPUT_WEIGHT_KEY;
  static final String STATES = LSTMParamInitializer.RECURRENT_WEIGHT_KEY;
  static final String BIAS = LSTMParamInitializer.BIAS_KEY;
  static final String INPUT_GAMMA = "gammaW";
  static final String STATE_GAMMA = "gammaRW";

  static final int GATES = 4;

  static final RecurrentParameters INSTANCE = new RecurrentParameters();

  private RecurrentParameters() {
    super(
        LayerNormalizedLstm.class,
        List.of(INPUTS, STATES),
        List.of(BIAS),
        List.of(INPUTS, STATES, INPUT_GAMMA, STATE_GAMMA, BIAS));
  }

  @Override
  long[] shape(LayerNormalizedLstm layer, String key) {
    long rows =
        switch (key) {
          case INPUTS -> layer.getNIn();
          case STATES -> layer.getNOut();
          default -> 1;
        };
    return new long[] {rows, GATES * layer.getNOut()};
  }

  @Override
  void initialize(LayerNormalizedLstm layer, String key, INDArray values) {
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
}
