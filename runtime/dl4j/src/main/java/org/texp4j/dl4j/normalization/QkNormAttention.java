package org.texp4j.dl4j.normalization;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Self-attention over a sequence, with normalized queries and keys. For each head of size D,
 *
 * <pre>
 *   q̂ = γ_q q / √(mean(q²) + ε),  k̂ = γ_k k / √(mean(k²) + ε),
 *   y = W_o softmax(q̂ k̂ᵀ / √D) v,  where q, k, v = W_q x, W_k x, W_v x
 * </pre>
 *
 * (Henry et al., 2020, "Query-Key Normalization for Transformers", arXiv 2010.04245; with the
 * root-mean-square, and γ_q and γ_k of D values each, shared by the heads, as is now usual). There
 * are no biases. With ε = 0, multiplying W_q or W_k by a positive number does not change the
 * function.
 *
 * <p>Reads sequences [N, C, T] and returns [N, nOut, T]. Masked positions are not attended to. W_q,
 * W_k, W_v and W_o are decayed like any weights; γ_q and γ_k never are. In a network the layer is
 * an {@link AdjustableEpsilon} with one ε for queries and keys, so W_q and W_k must be held at the
 * same scale.
 */
public final class QkNormAttention extends FeedForwardLayer {

  private static final long serialVersionUID = 1;

  private long heads;
  private long headSize;
  private double epsilon;

  private QkNormAttention() {}

  private QkNormAttention(Builder builder) {
    layerName = builder.name;
    iUpdater = builder.updater;
    nOut = builder.nOut;
    heads = builder.heads;
    headSize = builder.headSize == 0 ? nOut / heads : builder.headSize;
    epsilon = builder.epsilon;
    activationFn = new ActivationIdentity();
    regularization = List.of();
    regularizationBias = List.of();
    gradientNormalization = null; // the network's applies, as to any layer without its own
    gradientNormalizationThreshold = Double.NaN;
  }

  /** The number of heads. */
  public long getHeads() {
    return heads;
  }

  /** The size D of a query, key or value of one head. */
  public long getHeadSize() {
    return headSize;
  }

  /** The ε that was declared. */
  public double getEpsilon() {
    return epsilon;
  }

  /** The layer as its author knows it. */
  String label() {
    return LayerSupport.label("QK-norm attention", layerName);
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
        new AttentionLayer(configuration, type),
        configuration,
        listeners,
        index,
        parameters,
        initialize);
  }

  @Override
  public ParamInitializer initializer() {
    return AttentionParameters.INSTANCE;
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
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return null;
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return iUpdater;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    long length = Math.max(1, sequence(input).getTimeSeriesLength());
    long parameters = initializer().numParams(this);
    long forward = heads * length * (7 * headSize + 2 * length);
    return new LayerMemoryReport.Builder(layerName, getClass(), input, getOutputType(-1, input))
        .standardMemory(parameters, iUpdater.stateSize(parameters))
        .workingMemory(0, forward, 0, 2 * forward)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QkNormAttention that
        && super.equals(other)
        && heads == that.heads
        && headSize == that.headSize
        && Double.compare(epsilon, that.epsilon) == 0;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof QkNormAttention;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), heads, headSize, epsilon);
  }

  @Override
  public String toString() {
    return label() + "(" + nIn + " to " + nOut + ", " + heads + " heads of " + headSize + ")";
  }

  /** Builds an attention with normalized queries and keys. */
  public static final class Builder {

    private final long heads;
    private final long nOut;
    private String name;
    private long headSize;
    private double epsilon = 1e-5;
    private IUpdater updater;

    /**
     * Starts with defaults for all else.
     *
     * @param heads the number of heads
     * @param nOut the number of outputs per position
     * @throws IllegalArgumentException if one is not positive
     */
    public Builder(long heads, long nOut) {
      this.heads = requirePositive("heads", heads);
      this.nOut = requirePositive("nOut", nOut);
    }

    /** Sets the layer's name; by default it has none. */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /**
     * Sets the size of a query, key or value of one head; by default nOut / heads.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder headSize(long value) {
      headSize = requirePositive("headSize", value);
      return this;
    }

    /**
     * Sets ε, which is added to the mean square of a query or key; by default 1e-5.
     *
     * @throws IllegalArgumentException if it is negative, infinite or not a number
     */
    public Builder epsilon(double value) {
      epsilon = LayerSupport.requireEpsilon(value);
      return this;
    }

    /** Sets the updater of all parameters; by default the network's. */
    public Builder updater(IUpdater value) {
      updater = value;
      return this;
    }

    /**
     * Returns a new layer.
     *
     * @throws IllegalArgumentException if no head size is set and heads does not divide nOut
     */
    public QkNormAttention build() {
      if (headSize == 0 && nOut % heads != 0) {
        throw new IllegalArgumentException(
            "cannot divide "
                + nOut
                + " outputs among "
                + heads
                + " heads: choose a divisor, or call headSize(…)");
      }
      return new QkNormAttention(this);
    }

    private static long requirePositive(String name, long value) {
      if (value <= 0) {
        throw new IllegalArgumentException(name + " must be positive, not " + value);
      }
      return value;
    }
  }
}
