package org.texp4j.dl4j.normalization;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
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
 * A normalization of each example independently of the rest of the batch.
 *
 * <p>The channels of an example are divided into groups, and each group z becomes
 *
 * <pre>  y = γ (z − mean(z)) / √(var(z) + ε) + β</pre>
 *
 * with the biased variance (divided by the number of values). γ and β have one value per channel.
 * There are no running statistics: training and evaluation compute the same. If a group is
 * constant, its output is β, and the gradient is finite for any ε: the square root is taken of at
 * least 1e-200 in double and 1e-25 in float.
 *
 * <p>Reads images [N, C, H, W], vectors [N, C] and, if the kind supports them, sequences [N, C, T]
 * or [N, T, C]; the number of channels is inferred from the input type. As for Deeplearning4j's
 * batch normalization, global dropout, activation and weight noise do not apply, and γ and β are
 * never decayed. Masks pass through. Not safe for use by several threads, as all layers of
 * Deeplearning4j.
 */
public abstract sealed class ExampleNormalization extends FeedForwardLayer
    permits LayerNormalization, GroupNormalization, InstanceNormalization, RmsNormalization {

  private static final long serialVersionUID = 1;

  private double epsilon;
  private boolean affine;
  private RNNFormat sequenceFormat = RNNFormat.NCW;

  ExampleNormalization(Builder<?, ?> builder) {
    layerName = builder.name;
    iUpdater = builder.updater;
    nIn = builder.channels;
    nOut = builder.channels;
    epsilon = builder.epsilon;
    affine = builder.affine;
    activationFn = new ActivationIdentity();
    regularization = List.of();
    regularizationBias = List.of();
    gradientNormalization = null; // the network's applies, as to any layer without its own
    gradientNormalizationThreshold = Double.NaN;
  }

  /** The ε that was declared. */
  public double getEpsilon() {
    return epsilon;
  }

  /** Whether there are γ and, if the mean is subtracted, β, which are trained. */
  public boolean isAffine() {
    return affine;
  }

  /** The name of the kind in messages. */
  abstract String kind();

  /** The number of groups into which the channels of an example are divided; 1 by default. */
  public long groupCount(long channels) {
    return 1;
  }

  /** Whether the mean is subtracted and β added; true by default. */
  public boolean subtractsMean() {
    return true;
  }

  /** Whether sequences are supported, each position normalized by itself; false by default. */
  boolean readsSequences() {
    return false;
  }

  RNNFormat sequenceFormat() {
    return sequenceFormat;
  }

  /**
   * Requires that the channels can be divided into the groups.
   *
   * @throws DL4JInvalidConfigException if not
   */
  void checkChannels(long channels) {}

  /** The layer as its author knows it. */
  final String label() {
    return LayerSupport.label(kind(), layerName);
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
    return LayerSupport.installed(
        new NormalizationLayer(configuration, type),
        configuration,
        listeners,
        index,
        parameters,
        initialize);
  }

  @Override
  public ParamInitializer initializer() {
    return AffineParameters.INSTANCE;
  }

  /**
   * Returns the type of the input, which the output shares.
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
              + " would normalize single values, which are 0 after subtracting their mean: "
              + input
              + " has "
              + channels
              + " channels in as many groups; use larger groups or another normalization");
    }
    return input;
  }

  /**
   * Sets the number of channels from the type of the input.
   *
   * @param override whether to replace a number that is already set
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

  /** Returns null, which means none to Deeplearning4j. */
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
    // Training keeps the centred input for the backward pass, which also needs one product.
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
   * Builds a normalization of single examples.
   *
   * @param <B> the type of the builder itself
   * @param <L> the type of the layer
   */
  public abstract static sealed class Builder<
          B extends Builder<B, L>, L extends ExampleNormalization>
      permits LayerNormalization.Builder,
          GroupNormalization.Builder,
          InstanceNormalization.Builder,
          RmsNormalization.Builder {

    private final Function<B, L> constructor;

    private String name;
    private double epsilon = 1e-5;
    private boolean affine = true;
    private long channels;
    private IUpdater updater;

    Builder(Function<B, L> constructor) {
      this.constructor = constructor;
    }

    @SuppressWarnings("unchecked") // each subclass is its own B
    private B self() {
      return (B) this;
    }

    /** Returns a new layer. */
    public L build() {
      return constructor.apply(self());
    }

    /** Sets the layer's name; by default it has none. */
    public B name(String value) {
      name = value;
      return self();
    }

    /**
     * Sets ε, which is added to the variance; by default 1e-5.
     *
     * @throws IllegalArgumentException if it is negative, infinite or not a number
     */
    public B epsilon(double value) {
      epsilon = LayerSupport.requireEpsilon(value);
      return self();
    }

    /** Sets whether there are γ, initially 1, and β, initially 0; true by default. */
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

    /** Sets the updater of γ and β; by default the network's. */
    public B updater(IUpdater value) {
      updater = value;
      return self();
    }
  }
}
