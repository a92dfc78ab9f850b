package org.texp4j.dl4j.normalization;

import java.util.Collection;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The parts of Deeplearning4j's contract for layers that all layers of this package share. */
final class LayerSupport {

  private LayerSupport() {}

  /** A layer as its author knows it. */
  static String label(String kind, String name) {
    return kind + (name == null ? " (not named)" : " '" + name + "'");
  }

  /**
   * Gives a new layer its place in a network and its parameters.
   *
   * @param parameters its range of the network's parameters
   * @param initialize whether the parameters get their initial values
   * @return the layer
   */
  static <L extends BaseLayer<?>> L installed(
      L layer,
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize) {
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(
        layer.layerConf().initializer().init(configuration, parameters, initialize));
    return layer;
  }

  /**
   * Requires that the number of inputs is known.
   *
   * @param label the layer as its author knows it
   */
  static void requireInputs(String label, long inputs) {
    if (inputs <= 0) {
      throw new DL4JInvalidConfigException(
          label
              + " does not know its number of inputs: call setInputType(…) on the network's"
              + " builder");
    }
  }

  /**
   * Requires that there is no weight noise.
   *
   * @param label the layer as its author knows it
   */
  static void requireNoWeightNoise(String label, IWeightNoise noise) {
    if (noise != null) {
      throw new DL4JInvalidConfigException(
          label + " does not add weight noise: remove .weightNoise(…) from the network");
    }
  }

  /**
   * Requires sequences [N, C, T].
   *
   * @param label the layer as its author knows it
   * @return the type of the sequences
   */
  static InputType.InputTypeRecurrent requireSequence(String label, InputType input) {
    if (input instanceof InputType.InputTypeRecurrent sequence
        && sequence.getFormat() == RNNFormat.NCW) {
      return sequence;
    }
    throw new DL4JInvalidConfigException(
        label + " reads sequences in the format NCW, not " + input);
  }

  /**
   * Requires a type in which groups can be standardized.
   *
   * @param label the layer as its author knows it
   */
  static void requireType(String label, DataType type) {
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      throw new DL4JInvalidConfigException(label + " computes in FLOAT or DOUBLE, not in " + type);
    }
  }

  /**
   * Requires an ε that is finite and not negative.
   *
   * @return ε
   * @throws IllegalArgumentException if it is negative, infinite or not a number
   */
  static double requireEpsilon(double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("epsilon must be finite and not negative, not " + value);
    }
    return value;
  }
}
