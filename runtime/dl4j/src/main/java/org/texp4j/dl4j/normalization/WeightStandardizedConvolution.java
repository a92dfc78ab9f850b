package org.texp4j.dl4j.normalization;

import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ConvolutionUtils;
import org.deeplearning4j.util.ValidationUtils;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution with weight standardization: the kernel of each output channel is replaced by
 *
 * <pre>  Ŵ = (W − mean(W)) / √(var(W) + ε)</pre>
 *
 * over input channels, height and width (Qiao et al., 2019, "Micro-Batch Training with
 * Batch-Channel Normalization and Weight Standardization", arXiv 1903.10520).
 *
 * <p>With ε = 0, multiplying the kernel of an output channel by a positive number does not change
 * the layer's function: each kernel is scale invariant by itself, whatever follows. W is the
 * parameter that is trained, decayed and saved; a bias is not standardized. In a network the layer
 * is an {@link AdjustableEpsilon}.
 */
public final class WeightStandardizedConvolution extends ConvolutionLayer {

  private static final long serialVersionUID = 1;

  private double epsilon;

  private WeightStandardizedConvolution() {}

  private WeightStandardizedConvolution(Builder builder) {
    super(builder);
    epsilon = builder.epsilon;
    cnn2dDataFormat = CNN2DFormat.NCHW;
  }

  /** The ε that was declared. */
  public double getEpsilon() {
    return epsilon;
  }

  @Override
  public WeightStandardizedConvolution clone() {
    return (WeightStandardizedConvolution) super.clone();
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    if (nIn <= 0 || nOut <= 0) {
      throw new DL4JInvalidConfigException(
          label()
              + " has "
              + nIn
              + " input and "
              + nOut
              + " output channels: call nOut(…) on its builder and setInputType(…) on the"
              + " network's");
    }
    if (weightNoise != null) {
      throw new DL4JInvalidConfigException(
          label() + " cannot add weight noise to standardized kernels: remove .weightNoise(…)");
    }
    return LayerSupport.installed(
        new WeightStandardizedLayer(configuration, type),
        configuration,
        listeners,
        index,
        parameters,
        initialize);
  }

  /** The layer as its author knows it. */
  String label() {
    return LayerSupport.label("weight-standardized convolution", layerName);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WeightStandardizedConvolution that
        && super.equals(other)
        && Double.compare(epsilon, that.epsilon) == 0;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof WeightStandardizedConvolution;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), epsilon);
  }

  /** Builds a weight-standardized convolution; all settings but ε are Deeplearning4j's. */
  @SuppressWarnings("unchecked") // Deeplearning4j's build() returns any type that is asked for
  public static final class Builder extends BaseConvBuilder<Builder> {

    private double epsilon = 1e-10;

    /**
     * Starts with defaults for all else.
     *
     * @param kernelSize height and width of the kernel
     */
    public Builder(int... kernelSize) {
      super(kernelSize);
    }

    /**
     * Sets ε, which is added to the variance of a kernel; by default 1e-10.
     *
     * @throws IllegalArgumentException if it is negative, infinite or not a number
     */
    public Builder epsilon(double value) {
      epsilon = LayerSupport.requireEpsilon(value);
      return this;
    }

    /** Sets the stride, in height and width. */
    public Builder stride(int... value) {
      setStride(value);
      return this;
    }

    /** Sets the padding, in height and width. */
    public Builder padding(int... value) {
      setPadding(value);
      return this;
    }

    @Override
    public void setKernelSize(int[] value) {
      kernelSize = ValidationUtils.validate2NonNegative(value, false, "kernelSize");
    }

    @Override
    public void setStride(int[] value) {
      stride = ValidationUtils.validate2NonNegative(value, false, "stride");
    }

    @Override
    public void setPadding(int[] value) {
      padding = ValidationUtils.validate2NonNegative(value, false, "padding");
    }

    @Override
    public void setDilation(int[] value) {
      dilation = ValidationUtils.validate2NonNegative(value, false, "dilation");
    }

    @Override
    protected boolean allowCausal() {
      return false; // for sequences only
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public WeightStandardizedConvolution build() {
      ConvolutionUtils.validateConvolutionModePadding(convolutionMode, padding);
      ConvolutionUtils.validateCnnKernelStridePadding(kernelSize, stride, padding);
      return new WeightStandardizedConvolution(this);
    }
  }
}
