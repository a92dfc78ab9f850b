package org.texp4j.dl4j.normalization;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Long short-term memory with layer normalization between time steps. The products of the input and
 * of the state with their weights are normalized each by itself, over all four gates:
 *
 * <pre>
 *   z = γ_W N(W x_t) + γ_R N(R h_{t−1}) + b,  N(a) = (a − mean(a)) / √(var(a) + ε),
 *   i, f, o = sigmoid(z_i, z_f, z_o),  g = tanh(z_g),
 *   c_t = f c_{t−1} + i g,  h_t = o tanh(c_t)
 * </pre>
 *
 * (Ba, Kiros and Hinton, 2016, arXiv 1607.06450, equations 20 to 22, without the normalization of
 * c_t). With ε = 0, multiplying W or R by a positive number does not change the function.
 *
 * <p>Reads sequences [N, C, T] and returns [N, nOut, T]. At masked time steps h and c are 0. W and
 * R are decayed like any weights, γ_W and γ_R never, b as biases are. In a network the layer is an
 * {@link AdjustableEpsilon} with one ε for both, so W and R must be held at the same scale. Under
 * truncated backpropagation through time the gradient of a segment is that of its loss, unlike that
 * of Deeplearning4j's recurrent layers.
 */
public final class LayerNormalizedLstm extends BaseRecurrentLayer {

  private static final long serialVersionUID = 1;

  private double epsilon;
  private double forgetGateBias;

  private LayerNormalizedLstm() {}

  private LayerNormalizedLstm(Builder builder) {
    layerName = builder.name;
    iUpdater = builder.updater;
    nOut = builder.nOut;
    epsilon = builder.epsilon;
    forgetGateBias = builder.forgetGateBias;
    rnnDataFormat = RNNFormat.NCW;
    activationFn = new ActivationTanH();
    regularization = List.of();
    regularizationBias = List.of();
    gradientNormalization = null; // the network's applies, as to any layer without its own
    gradientNormalizationThreshold = Double.NaN;
  }

  /** The ε that was declared. */
  public double getEpsilon() {
    return epsilon;
  }

  /** The initial bias of the forget gate. */
  public double getForgetGateBias() {
    return forgetGateBias;
  }

  /** The layer as its author knows it. */
  String label() {
    return LayerSupport.label("layer-normalized LSTM", layerName);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    LayerSupport.requireInputs(label(), nIn);
    LayerSupport.requireNoWeightNoise(label(), weightNoise);
    return LayerSupport.installed(
        new RecurrentNormalizationLayer(configuration, type),
        configuration,
        listeners,
        index,
        parameters,
        initialize);
  }

  @Override
  public ParamInitializer initializer() {
    return RecurrentParameters.INSTANCE;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return InputType.recurrent(nOut, sequence(input).getTimeSeriesLength(), RNNFormat.NCW);
  }

  @Override
  public void setNIn(InputType input, boolean override) {
    if (nIn <= 0 || override) {
      nIn = sequence(input).getSize();
    }
  }

  private InputType.InputTypeRecurrent sequence(InputType input) {
    return LayerSupport.requireSequence(label(), input);
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return initializer().isBiasParam(this, parameter) && biasUpdater != null
        ? biasUpdater
        : iUpdater;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    long length = Math.max(1, sequence(input).getTimeSeriesLength());
    long parameters = initializer().numParams(this);
    long forward = length * 14 * nOut;
    return new LayerMemoryReport.Builder(layerName, getClass(), input, getOutputType(-1, input))
        .standardMemory(parameters, iUpdater.stateSize(parameters))
        .workingMemory(0, forward, 0, 2 * forward)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayerNormalizedLstm that
        && super.equals(other)
        && Double.compare(epsilon, that.epsilon) == 0
        && Double.compare(forgetGateBias, that.forgetGateBias) == 0;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof LayerNormalizedLstm;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), epsilon, forgetGateBias);
  }

  @Override
  public String toString() {
    return label() + "(" + nIn + " to " + nOut + ")";
  }

  /** Builds a layer-normalized LSTM. */
  public static final class Builder {

    private final long nOut;
    private String name;
    private double epsilon = 1e-5;
    private double forgetGateBias = 1;
    private IUpdater updater;

    /**
     * Starts with defaults for all else.
     *
     * @param nOut the number of outputs per time step
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder(long nOut) {
      if (nOut <= 0) {
        throw new IllegalArgumentException("nOut must be positive, not " + nOut);
      }
      this.nOut = nOut;
    }

    /** Sets the layer's name; by default it has none. */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /**
     * Sets ε, which is added to both variances; by default 1e-5.
     *
     * @throws IllegalArgumentException if it is negative, infinite or not a number
     */
    public Builder epsilon(double value) {
      epsilon = LayerSupport.requireEpsilon(value);
      return this;
    }

    /** Sets the initial bias of the forget gate; by default 1. */
    public Builder forgetGateBias(double value) {
      forgetGateBias = value;
      return this;
    }

    /** Sets the updater of all parameters; by default the network's. */
    public Builder updater(IUpdater value) {
      updater = value;
      return this;
    }

    /** Returns a new layer. */
    public LayerNormalizedLstm build() {
      return new LayerNormalizedLstm(this);
    }
  }
}
