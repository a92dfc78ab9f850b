package org.texp4j.dl4j.internal.invariance;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.Pooling1D;
import org.deeplearning4j.nn.conf.layers.Pooling2D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.Upsampling3D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.deeplearning4j.nn.params.SimpleRnnParamInitializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.texp4j.dl4j.internal.invariance.Propagation.Tensor;
import org.texp4j.dl4j.internal.network.FrozenLayers;
import org.texp4j.dl4j.internal.network.NetworkDescription.Node;
import org.texp4j.dl4j.normalization.ExampleNormalization;
import org.texp4j.dl4j.normalization.GroupNormalization;
import org.texp4j.dl4j.normalization.InstanceNormalization;
import org.texp4j.dl4j.normalization.LayerNormalization;
import org.texp4j.dl4j.normalization.LayerNormalizedLstm;
import org.texp4j.dl4j.normalization.QkNormAttention;
import org.texp4j.dl4j.normalization.RmsNormalization;
import org.texp4j.dl4j.normalization.WeightStandardizedConvolution;

/**
 * The rules by which layers propagate degrees of homogeneity.
 *
 * <p>They are chosen by exact class: a subclass may compute anything.
 */
final class LayerRules {

  @FunctionalInterface
  private interface Rule {
    Signal apply(Propagation propagation, Node node, Layer layer, Signal input);
  }

  @SuppressWarnings("deprecation") // of the Graves layers, which networks still have
  private static final Map<Class<?>, Rule> RULES =
      Map.ofEntries(
          entry(ConvolutionLayer.class, LayerRules::linear),
          entry(Convolution2D.class, LayerRules::linear),
          entry(Convolution1DLayer.class, LayerRules::linear),
          entry(Convolution1D.class, LayerRules::linear),
          entry(Convolution3D.class, LayerRules::linear),
          entry(Deconvolution2D.class, LayerRules::linear),
          entry(Deconvolution3D.class, LayerRules::linear),
          entry(DepthwiseConvolution2D.class, LayerRules::linear),
          entry(SeparableConvolution2D.class, LayerRules::linear),
          entry(ElementWiseMultiplicationLayer.class, LayerRules::linear),
          entry(WeightStandardizedConvolution.class, LayerRules::standardized),
          entry(QkNormAttention.class, LayerRules::normalizedAttention),
          entry(LayerNormalizedLstm.class, LayerRules::normalizedRecurrence),
          entry(DenseLayer.class, LayerRules::dense),
          entry(EmbeddingLayer.class, LayerRules::embedding),
          entry(EmbeddingSequenceLayer.class, LayerRules::embedding),
          entry(BatchNormalization.class, LayerRules::channelNormalization),
          entry(InstanceNormalization.class, LayerRules::channelNormalization),
          entry(LayerNormalization.class, LayerRules::exampleNormalization),
          entry(GroupNormalization.class, LayerRules::exampleNormalization),
          entry(RmsNormalization.class, LayerRules::exampleNormalization),
          entry(ActivationLayer.class, LayerRules::activationLayer),
          entry(PReLULayer.class, LayerRules::rectifierWithSlope),
          entry(SubsamplingLayer.class, LayerRules::pooling),
          entry(Pooling2D.class, LayerRules::pooling),
          entry(Subsampling1DLayer.class, LayerRules::pooling),
          entry(Pooling1D.class, LayerRules::pooling),
          entry(Subsampling3DLayer.class, LayerRules::pooling),
          entry(GlobalPoolingLayer.class, LayerRules::pooling),
          entry(DropoutLayer.class, LayerRules::unchanged),
          entry(ZeroPaddingLayer.class, LayerRules::unchanged),
          entry(ZeroPadding1DLayer.class, LayerRules::unchanged),
          entry(ZeroPadding3DLayer.class, LayerRules::unchanged),
          entry(Cropping1D.class, LayerRules::unchanged),
          entry(Cropping2D.class, LayerRules::unchanged),
          entry(Cropping3D.class, LayerRules::unchanged),
          entry(Upsampling1D.class, LayerRules::unchanged),
          entry(Upsampling2D.class, LayerRules::unchanged),
          entry(Upsampling3D.class, LayerRules::unchanged),
          entry(SpaceToDepthLayer.class, LayerRules::unchanged),
          entry(SpaceToBatchLayer.class, LayerRules::unchanged),
          entry(RepeatVector.class, LayerRules::unchanged),
          entry(MaskLayer.class, LayerRules::unchanged),
          entry(SelfAttentionLayer.class, LayerRules::attention),
          entry(SimpleRnn.class, LayerRules::recurrent),
          entry(LSTM.class, LayerRules::gated),
          entry(GravesLSTM.class, LayerRules::gated),
          entry(GravesBidirectionalLSTM.class, LayerRules::gated),
          entry(LastTimeStep.class, LayerRules::wrapped),
          entry(TimeDistributed.class, LayerRules::wrapped),
          entry(FrozenLayer.class, LayerRules::frozen),
          entry(FrozenLayerWithBackprop.class, LayerRules::frozen));

  private LayerRules() {}

  /** Propagates a signal through a layer. */
  static Signal apply(Propagation propagation, Node node, Layer layer, Signal input) {
    return RULES
        .getOrDefault(layer.getClass(), LayerRules::unknown)
        .apply(propagation, node, layer, input);
  }

  /** Whether a layer is a normalization of its input. */
  static boolean isNormalization(Layer layer) {
    return layer.getClass() == BatchNormalization.class || layer instanceof ExampleNormalization;
  }

  /** A layer that multiplies its input by its weights, adds a bias and activates the sum. */
  private static Signal linear(Propagation propagation, Node node, Layer layer, Signal input) {
    Degree degree = propagation.withBiasesInEffect(input).degree();
    for (Tensor tensor : scalable(propagation, node, layer)) {
      degree = degree.plus(Degree.of(tensor.name()));
    }
    return activated(propagation, node, (BaseLayer) layer, Signal.of(degree));
  }

  /** The kernels are normalized, so the output has the degree of the input. */
  private static Signal standardized(
      Propagation propagation, Node node, Layer layer, Signal input) {
    List<Tensor> tensors = scalable(propagation, node, layer);
    propagation.normalized(node, degree(tensors, DefaultParamInitializer.WEIGHT_KEY));
    return activated(propagation, node, (BaseLayer) layer, propagation.withBiasesInEffect(input));
  }

  /** Queries and keys are normalized with one ε, so their degrees must be equal. */
  private static Signal normalizedAttention(
      Propagation propagation, Node node, Layer layer, Signal input) {
    List<Tensor> tensors = scalable(propagation, node, layer);
    Degree degree = propagation.withBiasesInEffect(input).degree();
    Degree queries = degree.plus(degree(tensors, "Wq"));
    Degree keys = degree.plus(degree(tensors, "Wk"));
    propagation.requireEqual(
        new Condition.EqualDegrees(
            "the normalization of " + node.label(), "the queries", queries, "the keys", keys));
    propagation.normalized(node, queries);
    return Signal.of(degree.plus(degree(tensors, "Wv")).plus(degree(tensors, "Wo")));
  }

  /**
   * The products of input and state are normalized with one ε, so their degrees must be equal. The
   * state has degree 0, at the first time step and so at all others.
   */
  private static Signal normalizedRecurrence(
      Propagation propagation, Node node, Layer layer, Signal input) {
    List<Tensor> tensors = scalable(propagation, node, layer);
    Degree inputs =
        propagation
            .withBiasesInEffect(input)
            .degree()
            .plus(degree(tensors, LSTMParamInitializer.INPUT_WEIGHT_KEY));
    Degree states = degree(tensors, LSTMParamInitializer.RECURRENT_WEIGHT_KEY);
    propagation.requireEqual(
        new Condition.EqualDegrees(
            "the normalization of " + node.label(), "the input", inputs, "the state", states));
    propagation.normalized(node, inputs);
    return Signal.UNSCALED;
  }

  private static Signal dense(Propagation propagation, Node node, Layer layer, Signal input) {
    if (!((DenseLayer) layer).hasLayerNorm()) {
      return linear(propagation, node, layer, input);
    }
    List<Tensor> tensors = scalable(propagation, node, layer);
    Degree weights = degree(tensors, DefaultParamInitializer.WEIGHT_KEY);
    Degree gain = degree(tensors, DefaultParamInitializer.GAIN_KEY);
    propagation.normalizedWithoutEpsilon(
        node, propagation.withBiasesInEffect(input).degree().plus(weights));
    return activated(propagation, node, (BaseLayer) layer, Signal.of(gain));
  }

  private static Signal embedding(Propagation propagation, Node node, Layer layer, Signal input) {
    propagation.requireZero(input, "it is an index in " + node.label());
    return linear(propagation, node, layer, Signal.UNSCALED);
  }

  private static Signal channelNormalization(
      Propagation propagation, Node node, Layer layer, Signal input) {
    return propagation.normalized(node, input.degree());
  }

  private static Signal exampleNormalization(
      Propagation propagation, Node node, Layer layer, Signal input) {
    return propagation.normalized(node, propagation.withBiasesInEffect(input).degree());
  }

  private static Signal activationLayer(
      Propagation propagation, Node node, Layer layer, Signal input) {
    return activated(propagation, node, ((ActivationLayer) layer).getActivationFn(), input);
  }

  private static Signal rectifierWithSlope(
      Propagation propagation, Node node, Layer layer, Signal input) {
    for (Tensor tensor : propagation.tensorsOf(node)) {
      propagation.requireZero(
          Degree.of(tensor.name()), "it is the slope of a rectifier on one side only", "");
    }
    return propagation.withBiasesInEffect(input);
  }

  private static Signal pooling(Propagation propagation, Node node, Layer layer, Signal input) {
    PoolingType type =
        layer instanceof GlobalPoolingLayer global
            ? global.getPoolingType()
            : layer instanceof Subsampling3DLayer cubes
                ? PoolingType.valueOf(cubes.getPoolingType().name())
                : PoolingType.valueOf(((SubsamplingLayer) layer).getPoolingType().name());
    return type == PoolingType.PNORM
        ? propagation.requireZero(
            input,
            "the lower bound on the norm in " + node.label() + " does not scale with the weights")
        : propagation.withBiasesInEffect(input);
  }

  private static Signal unchanged(Propagation propagation, Node node, Layer layer, Signal input) {
    return propagation.withBiasesInEffect(input);
  }

  private static Signal attention(Propagation propagation, Node node, Layer layer, Signal input) {
    String why =
        "the softmax over products of queries and keys in "
            + node.label()
            + " does not scale with the weights";
    return requireZero(
        propagation,
        node,
        input,
        why,
        "project and normalize queries and keys before an AttentionVertex");
  }

  /**
   * h ← σ(Wx + Rh + b), from h = 0: with a rectifier h has the degree of Wx, if R is not scaled. R
   * mixes the bias into all channels, so no later normalization subtracts it.
   */
  private static Signal recurrent(Propagation propagation, Node node, Layer layer, Signal input) {
    List<Tensor> tensors = scalable(propagation, node, layer);
    if (((SimpleRnn) layer).hasLayerNorm()) {
      return requireZero(
          propagation,
          node,
          input,
          "the layer normalization in "
              + node.label()
              + ", Deeplearning4j's only one in a recurrent layer, fails in this version",
          "leave out .hasLayerNorm(…), and put a normalization after the layer");
    }
    propagation.requireZero(
        degree(tensors, SimpleRnnParamInitializer.RECURRENT_WEIGHT_KEY),
        "it is applied to the layer's own output at every time step, which would scale it by a higher"
            + " power each time",
        "");
    Degree degree =
        propagation
            .withBiasesInEffect(input)
            .degree()
            .plus(degree(tensors, SimpleRnnParamInitializer.WEIGHT_KEY));
    if (propagation.isTruncated()) {
      propagation.requireZero(
          degree,
          "the state of "
              + node.label()
              + " is carried from one segment of a sequence to the next, and does not scale with the"
              + " weights in between",
          "remove .backpropType(…)");
    }
    return propagation.withBiasesInEffect(
        activated(propagation, node, (BaseLayer) layer, Signal.of(degree)));
  }

  private static Signal gated(Propagation propagation, Node node, Layer layer, Signal input) {
    return requireZero(
        propagation,
        node,
        input,
        "the gates of " + node.label() + " are not homogeneous functions of their inputs",
        "");
  }

  /** Requires that neither the weights of a layer nor its input are scaled. */
  private static Signal requireZero(
      Propagation propagation, Node node, Signal input, String why, String remedy) {
    for (Tensor tensor : propagation.tensorsOf(node)) {
      propagation.requireZero(Degree.of(tensor.name()), why, remedy);
    }
    return propagation.requireZero(input, why);
  }

  private static Signal wrapped(Propagation propagation, Node node, Layer layer, Signal input) {
    Layer inner = ((BaseWrapperLayer) layer).getUnderlying();
    return hasEpsilon(inner) && !(inner instanceof LayerNormalizedLstm)
        ? unknown(propagation, node, layer, input)
        : apply(propagation, node, inner, input);
  }

  /** A frozen layer computes as in evaluation; so does batch normalization. */
  private static Signal frozen(Propagation propagation, Node node, Layer layer, Signal input) {
    Layer inner = FrozenLayers.held(layer).orElseThrow();
    return hasEpsilon(inner)
        ? propagation.requireZero(
            input,
            "the normalization that is frozen in "
                + node.label()
                + " does not scale with the weights")
        : apply(propagation, node, inner, input);
  }

  /** Whether a layer has an ε that would have to be scaled. */
  private static boolean hasEpsilon(Layer layer) {
    return isNormalization(layer)
        || layer instanceof WeightStandardizedConvolution
        || layer instanceof QkNormAttention
        || layer instanceof LayerNormalizedLstm;
  }

  private static Signal unknown(Propagation propagation, Node node, Layer layer, Signal input) {
    String type = layer.getClass().getSimpleName();
    for (Tensor tensor : propagation.tensorsOf(node)) {
      propagation.requireZero(Degree.of(tensor.name()), "there is no rule for " + type, "");
    }
    return propagation.requireZero(
        input, "it goes through " + node.label() + ", and there is no rule for " + type);
  }

  private static Degree degree(List<Tensor> tensors, String parameter) {
    return tensors.stream()
        .filter(tensor -> tensor.parameter().equals(parameter))
        .map(tensor -> Degree.of(tensor.name()))
        .findFirst()
        .orElse(Degree.ZERO);
  }

  /** The weights of a layer, which weight noise, if there is any, requires not to be scaled. */
  private static List<Tensor> scalable(Propagation propagation, Node node, Layer layer) {
    List<Tensor> tensors = propagation.tensorsOf(node);
    IWeightNoise noise = ((BaseLayer) layer).getWeightNoise();
    if (noise != null) {
      boolean added = noise instanceof WeightNoise weightNoise && weightNoise.isAdditive();
      for (Tensor tensor : tensors) {
        propagation.requireZero(
            Degree.of(tensor.name()),
            added
                ? "weight noise is added to the weights and does not scale with them"
                : "Deeplearning4j leaves weight noise out of the gradient, which is therefore not"
                    + " that of the loss",
            "use dropout instead");
      }
    }
    return tensors;
  }

  private static Signal activated(
      Propagation propagation, Node node, BaseLayer layer, Signal product) {
    Signal sum = product;
    for (String key : layer.initializer().biasKeys(layer)) {
      String bias = node.key() + "_" + key;
      if (propagation.isFree(bias)) {
        sum = propagation.withBias(sum, bias);
      } else {
        propagation.requireZero(
            product.degree(),
            "the bias of "
                + node.label()
                + " is frozen, held by a constraint or under a decay of its own, and does not scale"
                + " with the weights",
            "give it .hasBias(false), or remove .l2Bias(…)");
      }
    }
    return activated(propagation, node, layer.getActivationFn(), sum);
  }

  private static Signal activated(
      Propagation propagation, Node node, IActivation activation, Signal input) {
    // Not a subclass: one of the user computes something else.
    if (activation.getClass() == ActivationIdentity.class) {
      return input;
    }
    if (hasCapOrThreshold(activation)) {
      return propagation.requireZero(
          input,
          "the activation "
              + activation
              + " of "
              + node.label()
              + " has a cap or a threshold, which does not scale with the weights");
    }
    Class<?> type = activation.getClass();
    if (type == ActivationReLU.class
        || type == ActivationLReLU.class
        || type == ActivationRReLU.class) {
      return propagation.withBiasesInEffect(input);
    }
    if (type == ActivationCube.class) {
      return Signal.of(propagation.withBiasesInEffect(input).degree().times(3));
    }
    propagation.requireZero(
        propagation.withBiasesInEffect(input).degree(),
        "the activation " + activation + " of " + node.label() + " is not homogeneous",
        type == ActivationSigmoid.class
            ? "if no activation was set, this is Deeplearning4j's default: set one, such as"
                + " .activation(Activation.RELU)"
            : Propagation.NORMALIZE);
    return Signal.UNSCALED;
  }

  /** Whether a rectifier has a cap or a threshold, which would have to scale with its input. */
  private static boolean hasCapOrThreshold(IActivation activation) {
    return activation instanceof ActivationReLU relu
        && (relu.getMax() != null || relu.getThreshold() != null);
  }
}
