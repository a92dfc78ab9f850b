package org.texp4j.dl4j.normalization;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A {@link WeightStandardizedConvolution} in a network: Deeplearning4j's convolution with Ŵ in
 * place of its weights, whose gradient for Ŵ is turned into that for W.
 */
final class WeightStandardizedLayer extends ConvolutionLayer implements AdjustableEpsilon {

  private static final long serialVersionUID = 1;

  private double epsilon;

  /** Ŵ during a backward pass, which reads it more than once; otherwise null. */
  private transient INDArray standardized;

  WeightStandardizedLayer(NeuralNetConfiguration configuration, DataType type) {
    super(configuration, type);
    WeightStandardizedConvolution layer = (WeightStandardizedConvolution) layerConf();
    LayerSupport.requireType(layer.label(), type);
    epsilon = layer.getEpsilon();
  }

  @Override
  public double epsilon() {
    return epsilon;
  }

  @Override
  public void epsilon(double value) {
    epsilon = LayerSupport.requireEpsilon(value);
  }

  @Override
  protected INDArray getParamWithNoise(
      String parameter, boolean training, LayerWorkspaceMgr memory) {
    if (!parameter.equals(ConvolutionParamInitializer.WEIGHT_KEY)) {
      return getParam(parameter);
    }
    return standardized != null
        ? standardized
        : kernels(standardize(ArrayType.FF_WORKING_MEM, memory), ArrayType.FF_WORKING_MEM, memory);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray delta, LayerWorkspaceMgr memory) {
    ArrayType working = ArrayType.BP_WORKING_MEM;
    GroupStandardization standardization = standardize(working, memory);
    standardized = kernels(standardization, working, memory);
    try {
      Pair<Gradient, INDArray> result = super.backpropGradient(delta, memory);
      differentiate(
          standardization, gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY), memory);
      return result;
    } finally {
      standardized = null;
    }
  }

  private GroupStandardization standardize(ArrayType type, LayerWorkspaceMgr memory) {
    INDArray weights = getParam(ConvolutionParamInitializer.WEIGHT_KEY);
    NormalizationGroups kernels =
        new NormalizationGroups(
            weights.size(0), 1, weights.size(1), weights.size(2) * weights.size(3));
    return GroupStandardization.of(
        kernels, weights, like(weights, type, memory), like(weights, type, memory), epsilon);
  }

  private static INDArray kernels(
      GroupStandardization standardization, ArrayType type, LayerWorkspaceMgr memory) {
    INDArray result = like(standardization.values(), type, memory);
    standardization.writeTo(result);
    return result;
  }

  /** Turns the gradient for Ŵ into that for W, in place. */
  private static void differentiate(
      GroupStandardization standardization, INDArray gradient, LayerWorkspaceMgr memory) {
    NormalizationGroups kernels = standardization.groups();
    INDArray product = like(gradient, ArrayType.BP_WORKING_MEM, memory);
    Nd4j.exec(new MulOp(gradient, standardization.values(), product));
    INDArray productSums = kernels.channelSums(product);
    // Copied, since the sums of kernels of a single pixel would be a view of the gradient itself.
    INDArray sums = kernels.channelSums(gradient.dup());
    kernels.multiplyGroups(gradient, standardization.inverseDeviations(), gradient);
    standardization.completeGradient(gradient, sums, productSums, product);
  }

  private static INDArray like(INDArray array, ArrayType type, LayerWorkspaceMgr memory) {
    return memory.createUninitialized(type, array.dataType(), array.shape());
  }
}
