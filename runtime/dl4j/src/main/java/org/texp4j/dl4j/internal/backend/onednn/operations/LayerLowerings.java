package org.texp4j.dl4j.internal.backend.onednn.operations;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.layers.DropoutLayer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.DepthwiseConvolution2DLayer;
import org.deeplearning4j.nn.layers.convolution.SeparableConvolution2DLayer;
import org.deeplearning4j.nn.layers.convolution.ZeroPaddingLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.convolution.upsampling.Upsampling2D;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.layers.pooling.GlobalPoolingLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.params.DepthwiseConvolutionParamInitializer;
import org.deeplearning4j.nn.params.SeparableConvolutionParamInitializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.texp4j.dl4j.internal.backend.onednn.program.Layouts;
import org.texp4j.dl4j.internal.backend.onednn.program.Parameter;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;
import org.texp4j.dl4j.normalization.GroupNormalization;
import org.texp4j.dl4j.normalization.InstanceNormalization;
import org.texp4j.dl4j.normalization.LayerNormalization;
import org.texp4j.dl4j.normalization.RmsNormalization;

/**
 * Which operations each kind of layer becomes.
 *
 * <p>A layer is lowered if its configuration proves that oneDNN computes the same. Layers are known
 * by their exact classes: a subclass may do anything.
 */
public final class LayerLowerings {

  /** By the class that computes the layer or, for this project's layers, that configures it. */
  private static final Map<Class<?>, Function<LayerContext, Optional<Value>>> LOWERINGS =
      Map.ofEntries(
          entry(ConvolutionLayer.class, LayerLowerings::convolution),
          entry(DepthwiseConvolution2DLayer.class, LayerLowerings::depthwiseConvolution),
          entry(SeparableConvolution2DLayer.class, LayerLowerings::separableConvolution),
          entry(DenseLayer.class, LayerLowerings::dense),
          entry(BatchNormalization.class, LayerLowerings::batchNormalization),
          entry(InstanceNormalization.class, LayerLowerings::instanceNormalization),
          entry(LayerNormalization.class, LayerLowerings::groupNormalization),
          entry(GroupNormalization.class, LayerLowerings::groupNormalization),
          entry(RmsNormalization.class, LayerLowerings::groupNormalization),
          entry(ActivationLayer.class, LayerLowerings::activation),
          entry(DropoutLayer.class, layer -> Optional.of(layer.droppedInput())),
          entry(ZeroPaddingLayer.class, LayerLowerings::zeroPadding),
          entry(Upsampling2D.class, LayerLowerings::upsampling),
          entry(SubsamplingLayer.class, LayerLowerings::pooling),
          entry(GlobalPoolingLayer.class, LayerLowerings::globalPooling));

  private LayerLowerings() {}

  /** Adds the operations of a layer and returns its value; empty if oneDNN does not compute it. */
  public static Optional<Value> lower(LayerContext layer) {
    Class<?> configuration = layer.layer().conf().getLayer().getClass();
    return Optional.ofNullable(LOWERINGS.get(layer.layer().getClass()))
        .or(() -> Optional.ofNullable(LOWERINGS.get(configuration)))
        .flatMap(lowering -> lowering.apply(layer));
  }

  /** Whether an activation function is the rectifier that operations can include. */
  public static boolean isRectifier(IActivation activation) {
    return ElementwiseFunction.of(activation).filter(ElementwiseFunction.RELU::equals).isPresent();
  }

  private static Optional<Value> convolution(LayerContext context) {
    Layer layer = context.layer();
    var configuration =
        (org.deeplearning4j.nn.conf.layers.ConvolutionLayer) layer.conf().getLayer();
    if (!isPlain(configuration)) {
      return Optional.empty();
    }
    long[] shape = context.outputShape();
    long[] kernel = layer.getParam(ConvolutionParamInitializer.WEIGHT_KEY).shape();
    Function<Value, Convolution> operation =
        addend ->
            new Convolution(
                context.droppedInput(),
                shape,
                parameter(context, ConvolutionParamInitializer.WEIGHT_KEY, kernel),
                parameter(context, ConvolutionParamInitializer.BIAS_KEY, shape[1]),
                Window.of(configuration, context.input().shape(), shape),
                addend,
                fused(configuration));
    Value linear =
        isIdentity(configuration.getActivationFn())
            ? context.addFusingSum(operation::apply)
            : context.add(operation.apply(null));
    return activated(context, configuration, linear);
  }

  private static Optional<Value> depthwiseConvolution(LayerContext context) {
    Layer layer = context.layer();
    var configuration =
        (org.deeplearning4j.nn.conf.layers.ConvolutionLayer) layer.conf().getLayer();
    if (!isPlain(configuration)) {
      return Optional.empty();
    }
    String name = DepthwiseConvolutionParamInitializer.WEIGHT_KEY;
    // Deeplearning4j has rows, columns, input channels, outputs of each.
    long[] kernel = layer.getParam(name).shape();
    long[] grouped = {kernel[2], kernel[3], 1, kernel[0], kernel[1]};
    long pixel = kernel[2] * kernel[3];
    long[] strides = {kernel[3], 1, 1, kernel[1] * pixel, pixel};
    long[] shape = context.outputShape();
    Value linear =
        context.add(
            new Convolution(
                context.droppedInput(),
                shape,
                parameter(context, name, grouped, strides),
                parameter(context, DepthwiseConvolutionParamInitializer.BIAS_KEY, shape[1]),
                Window.of(configuration, context.input().shape(), shape),
                null,
                fused(configuration)));
    return activated(context, configuration, linear);
  }

  private static Optional<Value> separableConvolution(LayerContext context) {
    Layer layer = context.layer();
    var configuration =
        (org.deeplearning4j.nn.conf.layers.ConvolutionLayer) layer.conf().getLayer();
    if (!isPlain(configuration)) {
      return Optional.empty();
    }
    String depthwise = SeparableConvolutionParamInitializer.DEPTH_WISE_WEIGHT_KEY;
    String pointwise = SeparableConvolutionParamInitializer.POINT_WISE_WEIGHT_KEY;
    // Deeplearning4j has outputs of each input channel, input channels, rows, columns.
    long[] kernel = layer.getParam(depthwise).shape();
    long[] grouped = {kernel[1], kernel[0], 1, kernel[2], kernel[3]};
    long pixels = kernel[2] * kernel[3];
    long[] strides = {pixels, kernel[1] * pixels, 1, kernel[3], 1};
    long[] shape = context.outputShape();
    long[] between = shape.clone();
    between[1] = kernel[0] * kernel[1];
    Value each =
        context.add(
            new Convolution(
                context.droppedInput(),
                between,
                parameter(context, depthwise, grouped, strides),
                null,
                Window.of(configuration, context.input().shape(), shape),
                null,
                null));
    Value linear =
        context.add(
            new Convolution(
                each,
                shape,
                parameter(context, pointwise, shape[1], between[1], 1, 1),
                parameter(context, SeparableConvolutionParamInitializer.BIAS_KEY, shape[1]),
                Window.POINTWISE,
                null,
                fused(configuration)));
    return activated(context, configuration, linear);
  }

  private static Optional<Value> dense(LayerContext context) {
    var configuration =
        (org.deeplearning4j.nn.conf.layers.DenseLayer) context.layer().conf().getLayer();
    return isPlain(configuration) && !configuration.hasLayerNorm()
        ? activated(context, configuration, affine(context, fused(configuration)))
        : Optional.empty();
  }

  /**
   * Adds the product with the layer's weights, its bias and an activation function.
   *
   * @param activation null for none
   */
  static Value affine(LayerContext context, ElementwiseFunction activation) {
    Value dropped = context.droppedInput();
    // Rows that are only images in another shape are read as the images they are.
    Value input = dropped.original() == null ? dropped : dropped.original();
    long outputs = context.layer().getParam(DefaultParamInitializer.WEIGHT_KEY).size(1);
    long[] matrix = input.shape().clone();
    matrix[0] = outputs;
    return context.add(
        new Dense(
            input,
            outputs,
            parameter(context, DefaultParamInitializer.WEIGHT_KEY, matrix),
            parameter(context, DefaultParamInitializer.BIAS_KEY, outputs),
            activation));
  }

  private static Optional<Value> batchNormalization(LayerContext context) {
    BatchNormalization layer = (BatchNormalization) context.layer();
    var configuration = layer.layerConf();
    if (configuration.isLockGammaBeta()
        && (configuration.getGamma() != 1 || configuration.getBeta() != 0)) {
      return Optional.empty();
    }
    return Optional.of(
        context.addFusingRectifier(
            rectified -> new BatchNorm(context.input(), layer, rectified, context.isTraining())));
  }

  private static Optional<Value> instanceNormalization(LayerContext context) {
    return context.input().shape().length == 2
        ? rowNormalization(context)
        : Optional.of(
            context.addFusingRectifier(
                rectified -> new InstanceNorm(context.input(), context.layer(), rectified)));
  }

  private static Optional<Value> groupNormalization(LayerContext context) {
    return context.input().shape().length == 2
        ? rowNormalization(context)
        : Optional.of(
            context.addFusingRectifier(
                rectified ->
                    new GroupNorm(
                        context.input(), context.layer(), rectified, context.isTraining())));
  }

  private static Optional<Value> rowNormalization(LayerContext context) {
    return Optional.of(
        context.addFusingRectifier(
            rectified -> new RowNorm(context.input(), context.layer(), rectified)));
  }

  private static Optional<Value> activation(LayerContext context) {
    IActivation activation = ((ActivationLayer) context.layer()).layerConf().getActivationFn();
    return activated(context, activation, context.input());
  }

  private static Optional<Value> zeroPadding(LayerContext context) {
    var configuration =
        (org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer) context.layer().conf().getLayer();
    return Optional.of(
        context.add(
            new Padding(context.input(), context.outputShape(), configuration.getPadding())));
  }

  private static Optional<Value> upsampling(LayerContext context) {
    return Optional.of(context.add(new Upsampling(context.droppedInput(), context.outputShape())));
  }

  private static Optional<Value> pooling(LayerContext context) {
    var configuration = ((SubsamplingLayer) context.layer()).layerConf();
    return Pooling.of(context.input(), context.outputShape(), configuration).map(context::add);
  }

  private static Optional<Value> globalPooling(LayerContext context) {
    Value input = context.input();
    var configuration =
        (org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer) context.layer().conf().getLayer();
    return Pooling.global(input, configuration)
        .map(context::add)
        .map(
            pooled ->
                configuration.isCollapseDimensions()
                    ? pooled.reshaped(input.shape()[0], input.shape()[1])
                    : pooled);
  }

  private static Parameter parameter(LayerContext context, String name, long... shape) {
    return Parameter.of(context.builder(), context.layer(), name, shape);
  }

  private static Parameter parameter(
      LayerContext context, String name, long[] shape, long[] strides) {
    return Parameter.of(
        context.builder(), context.layer(), name, shape, Layouts.strided(shape, strides));
  }

  /** Whether a layer adds nothing to its own computation that oneDNN does not know. */
  private static boolean isPlain(BaseLayer configuration) {
    IActivation activation = configuration.getActivationFn();
    return configuration.getWeightNoise() == null
        && (isIdentity(activation) || ElementwiseFunction.of(activation).isPresent());
  }

  /** Not a subclass: one of the user computes something else. */
  private static boolean isIdentity(IActivation activation) {
    return activation.getClass() == ActivationIdentity.class;
  }

  /** A layer's activation function if the layer's primitive can apply it; otherwise null. */
  private static ElementwiseFunction fused(BaseLayer configuration) {
    return ElementwiseFunction.of(configuration.getActivationFn())
        .filter(ElementwiseFunction::ofOutput)
        .orElse(null);
  }

  /** Applies the activation function of a layer where its primitive does not. */
  private static Optional<Value> activated(
      LayerContext context, BaseLayer configuration, Value value) {
    return fused(configuration) == null
        ? activated(context, configuration.getActivationFn(), value)
        : Optional.of(value);
  }

  private static Optional<Value> activated(
      LayerContext context, IActivation activation, Value input) {
    return isIdentity(activation)
        ? Optional.of(input)
        : ElementwiseFunction.of(activation)
            .map(function -> context.add(new Elementwise(input, function)));
  }
}
