package org.texp4j.dl4j.normalization;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * A normalization within each example, whatever else is in the batch.
 *
 * <p>The channels of an example are divided into groups, and each group z becomes
 *
 * <pre>  y = γ (z − mean(z)) / √(var(z) + ε) + β</pre>
 *
 * with the biased variance (divided by the number of values). γ and β hold one number a channel.
 * There are no running statistics: training and evaluation compute the same. If a group is constant
 * its output is β, and the gradient is finite, for any ε: the root is taken of no less than 1e-200
 * in double and 1e-25 in float.
 *
 * <p>Reads images [N, C, H, W], vectors [N, C] and, where the kind says so, sequences [N, C, T] or
 * [N, T, C]; the number of channels is inferred from the input type. Global dropout, activation and
 * weight noise do not act on it, and γ and β are never decayed: all as for Deeplearning4j's batch
 * normalization. Masks pass through.
 */
public abstract sealed class ExampleNormalization extends FeedForwardLayer
    permits LayerNormalization, GroupNormalization, InstanceNormalization, RmsNormalization {

  private static final long serialVersionUID = 1;

  private double epsilon;
  private boolean affine;
  private RNNFormat sequenceFormat = RNNFormat.NCW;

  ExampleNormalization(Builder<?> builder) {
    layerName = builder.name;
    iUpdater = builder.updater;
    nIn = builder.channels;
    nOut = builder.channels;
    epsilon = builder.epsilon;
    affine = builder.affine;
    activationFn = new ActivationIdentity();
    regularization = List.of();
    regularizationBias = List.of();
    gradientNormalization = null; // takes the global one, as any layer that says nothing
    gradientNormalizationThreshold = Double.NaN;
  }

  /** The ε that was declared. */
  public double getEpsilon() {
    return epsilon;
  }

  /** Whether γ, and β where the kind has one, are trained; otherwise there are none. */
  public boolean isAffine() {
    return affine;
  }

  /** What the layer is called in messages. */
  abstract String kind();

  /** The number of groups into which an example of that many channels is divided. */
  public abstract long groupCount(long channels);

  /** Whether the mean is subtracted, and β added. */
  public abstract boolean subtractsMean();

  /** Whether positions in a sequence are normalized one by one, so that it can be read. */
  abstract boolean readsSequences();

  RNNFormat sequenceFormat() {
    return sequenceFormat;
  }

  /** Refuses numbers of channels that cannot be divided. */
  void checkChannels(long channels) {}

  /** The layer as its author knows it. */
  final String label() {
    return kind() + (layerName == null ? " (not named)" : " '" + layerName + "'");
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    if (nOut <= 0) {
      throw new DL4JInvalidConfigException(
          label()
              + " does not know its number of channels: call setInputType(…) on the network's"
              + " builder, or channels(…) on the layer's");
    }
    checkChannels(nOut);
    NormalizationLayer layer = new NormalizationLayer(configuration, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    Map<String, INDArray> table = initializer().init(configuration, parameters, initialize);
    layer.setParamTable(table);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return AffineParameters.INSTANCE;
  }

  /**
   * Returns the same type.
   *
   * @throws DL4JInvalidConfigException if this kind cannot normalize such an input
   */
  @Override
  public InputType getOutputType(int index, InputType input) {
    long channels = channels(input);
    long positions =
        input instanceof InputType.InputTypeConvolutional image
            ? image.getHeight() * image.getWidth()
            : 1;
    if (subtractsMean() && channels / groupCount(channels) * positions == 1) {
      throw new DL4JInvalidConfigException(
          label()
              + " would normalize single values, which are all 0 without their mean: "
              + input
              + " has "
              + channels
              + " channels in as many groups; take larger groups or another normalization");
    }
    return input;
  }

  /**
   * Sets the number of channels.
   *
   * @throws DL4JInvalidConfigException if this kind cannot normalize such an input
   */
  @Override
  public void setNIn(InputType input, boolean override) {
    long channels = channels(input);
    if (nIn <= 0 || override) {
      nIn = channels;
      nOut = channels;
    }
    if (input instanceof InputType.InputTypeRecurrent sequence) {
      sequenceFormat = sequence.getFormat();
    }
  }

  private long channels(InputType input) {
    long channels;
    if (input instanceof InputType.InputTypeFeedForward vector) {
      channels = vector.getSize();
    } else if (input instanceof InputType.InputTypeConvolutionalFlat image) {
      channels = image.getDepth();
    } else if (input instanceof InputType.InputTypeConvolutional image
        && image.getFormat() == CNN2DFormat.NCHW) {
      channels = image.getChannels();
    } else if (input instanceof InputType.InputTypeRecurrent sequence && readsSequences()) {
      channels = sequence.getSize();
    } else {
      throw new DL4JInvalidConfigException(
          label()
              + " reads images in the format NCHW"
              + (readsSequences() ? ", vectors and sequences" : " and vectors")
              + ", not "
              + input);
    }
    checkChannels(channels);
    return channels;
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return input instanceof InputType.InputTypeConvolutionalFlat image
        ? new FeedForwardToCnnPreProcessor(image.getHeight(), image.getWidth(), image.getDepth())
        : null;
  }

  /** None, for any parameter. */
  @Override
  public List<Regularization> getRegularizationByParam(String parameter) {
    return null;
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return iUpdater;
  }

  @Override
  public boolean isPretrainParam(String parameter) {
    return false;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    long values = input.arrayElementsPerExample();
    long parameters = initializer().numParams(this);
    long updaterState = parameters == 0 ? 0 : iUpdater.stateSize(parameters);
    // Training keeps the centred input for the backward pass, which needs one product beside it.
    long kept = subtractsMean() ? values : 0;
    return new LayerMemoryReport.Builder(layerName, getClass(), input, input)
        .standardMemory(parameters, updaterState)
        .workingMemory(0, values, 0, kept + values)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExampleNormalization that
        && getClass() == that.getClass()
        && super.equals(other)
        && Double.compare(epsilon, that.epsilon) == 0
        && affine == that.affine
        && sequenceFormat == that.sequenceFormat;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), epsilon, affine, sequenceFormat);
  }

  @Override
  public String toString() {
    return label() + "(channels=" + nOut + ", epsilon=" + epsilon + ", affine=" + affine + ")";
  }

  /**
   * What all normalizations of single examples have to set.
   *
   * @param <B> the builder itself
   */
  public abstract static sealed class Builder<B extends Builder<B>>
      permits LayerNormalization.Builder,
          GroupNormalization.Builder,
          InstanceNormalization.Builder,
          RmsNormalization.Builder {

    private String name;
    private double epsilon = 1e-5;
    private boolean affine = true;
    private long channels;
    private IUpdater updater;

    Builder() {}

    abstract B self();

    /** Returns the layer. */
    public abstract ExampleNormalization build();

    /** Sets the layer's name. */
    public B name(String value) {
      name = value;
      return self();
    }

    /**
     * Sets ε, which is added to the variance; 1e-5 by default.
     *
     * @throws IllegalArgumentException if it is negative, infinite or not a number
     */
    public B epsilon(double value) {
      epsilon = requireEpsilon(value);
      return self();
    }

    /** Sets whether γ, initially 1, and β, initially 0, are trained; they are by default. */
    public B affine(boolean value) {
      affine = value;
      return self();
    }

    /**
     * Sets the number of channels, for networks without an input type.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public B channels(long value) {
      if (value <= 0) {
        throw new IllegalArgumentException("channels must be positive, not " + value);
      }
      channels = value;
      return self();
    }

    /** Sets the updater of γ and β; the network's by default. */
    public B updater(IUpdater value) {
      updater = value;
      return self();
    }
  }

  static double requireEpsilon(double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("epsilon must be finite and not negative, not " + value);
    }
    return value;
  }
}
