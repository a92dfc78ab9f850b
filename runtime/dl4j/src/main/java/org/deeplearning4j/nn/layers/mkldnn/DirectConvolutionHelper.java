package org.deeplearning4j.nn.layers.mkldnn;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Deeplearning4j's oneDNN convolution with a faster way back for large images.
 *
 * <p>The backward operation of ND4J's natives lets oneDNN choose an algorithm that is several times
 * slower than the direct one where images are large and channels few. The transposed convolution is
 * the same mathematics under another name, and there oneDNN works directly: the gradient of the
 * input is the transposed convolution of the output's gradient, and the gradient of the weights is
 * that of this transposed convolution with the two sides exchanged.
 */
public final class DirectConvolutionHelper extends MKLDNNConvHelper {

  /**
   * The image size from which the direct way was measured to be faster: three times at 28×28 with 8
   * channels, a quarter at 32×32 with 16; at 16×16 it is slower.
   */
  private static final long LARGE_IMAGE = 24 * 24;

  /** Creates the helper of a layer in float; Deeplearning4j's does not compute in another type. */
  public DirectConvolutionHelper() {
    super(DataType.FLOAT);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray input,
      INDArray weights,
      INDArray bias,
      INDArray delta,
      int[] kernel,
      int[] strides,
      int[] pad,
      INDArray biasGradient,
      INDArray weightGradient,
      IActivation activation,
      ConvolutionLayer.AlgoMode mode,
      ConvolutionLayer.BwdFilterAlgo filterAlgorithm,
      ConvolutionLayer.BwdDataAlgo dataAlgorithm,
      ConvolutionMode convolutionMode,
      int[] dilation,
      CNN2DFormat format,
      LayerWorkspaceMgr memory) {
    if (!isDirect(input, delta, kernel, strides, pad, dilation, format)) {
      return super.backpropGradient(
          input,
          weights,
          bias,
          delta,
          kernel,
          strides,
          pad,
          biasGradient,
          weightGradient,
          activation,
          mode,
          filterAlgorithm,
          dataAlgorithm,
          convolutionMode,
          dilation,
          format,
          memory);
    }
    int[] geometry = {kernel[0], kernel[1], 1, 1, pad[0], pad[1], 1, 1, 0, 0, 1};
    INDArray inputGradient =
        memory.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, input.shape());
    Nd4j.exec(
        DynamicCustomOp.builder("deconv2d")
            .addInputs(delta, weights)
            .addOutputs(inputGradient)
            .addIntegerArguments(geometry)
            .build());
    INDArray unused =
        memory.createUninitialized(ArrayType.BP_WORKING_MEM, DataType.FLOAT, delta.shape());
    Nd4j.exec(
        DynamicCustomOp.builder("deconv2d_bp")
            .addInputs(delta, weights, input)
            .addOutputs(unused, weightGradient)
            .addIntegerArguments(geometry)
            .build());
    Gradient gradient = new DefaultGradient();
    if (biasGradient != null) {
      delta.sum(biasGradient.reshape(biasGradient.length()), 0, 2, 3);
      gradient.gradientForVariable().put(ConvolutionParamInitializer.BIAS_KEY, biasGradient);
    }
    gradient.gradientForVariable().put(ConvolutionParamInitializer.WEIGHT_KEY, weightGradient);
    return new Pair<>(gradient, inputGradient);
  }

  /** Whether the direct way is possible, with one padding for both sides, and worth it. */
  private static boolean isDirect(
      INDArray input,
      INDArray delta,
      int[] kernel,
      int[] strides,
      int[] pad,
      int[] dilation,
      CNN2DFormat format) {
    boolean plain = strides[0] == 1 && strides[1] == 1 && dilation[0] == 1 && dilation[1] == 1;
    return plain
        && format == CNN2DFormat.NCHW
        && input.dataType() == DataType.FLOAT
        && delta.dataType() == DataType.FLOAT
        && delta.size(2) * delta.size(3) >= LARGE_IMAGE
        && input.size(2) + 2L * pad[0] - kernel[0] + 1 == delta.size(2)
        && input.size(3) + 2L * pad[1] - kernel[1] + 1 == delta.size(3);
  }
}
