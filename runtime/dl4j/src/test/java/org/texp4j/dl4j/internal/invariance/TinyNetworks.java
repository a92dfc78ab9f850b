package org.texp4j.dl4j.internal.invariance;

import static org.texp4j.dl4j.TinyExperiments.CLASSES;
import static org.texp4j.dl4j.TinyExperiments.convolution;
import static org.texp4j.dl4j.TinyExperiments.norm;
import static org.texp4j.dl4j.TinyExperiments.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.update.DeclaredDecay;
import org.texp4j.dl4j.internal.update.PlannedUpdater;
import org.texp4j.dl4j.normalization.GroupNormalization;
import org.texp4j.dl4j.normalization.InstanceNormalization;
import org.texp4j.dl4j.normalization.LayerNormalization;
import org.texp4j.dl4j.normalization.LayerNormalizedLstm;
import org.texp4j.dl4j.normalization.QkNormAttention;
import org.texp4j.dl4j.normalization.RmsNormalization;
import org.texp4j.dl4j.normalization.WeightStandardizedConvolution;
import org.texp4j.schedule.Coupling;
import org.texp4j.schedule.Sgd;

/** Tiny networks of the usual kinds, with what can be proven of each. */
final class TinyNetworks {

  static final double DECAY = 0.05;

  private static final int SIDE = 6;
  private static final int BATCH = 6;

  /**
   * A network.
   *
   * @param groups the groups to be proven, each a list of tensors with spaces between
   * @param trained whether twins of it are trained, which is of use unless another network shows
   *     the same
   * @param undecided whether more is invariant, on these batches, than can be proven
   * @param reasons parts of the reasons why other tensors are kept, "tensor: reason"
   */
  record Case(
      String name,
      java.util.function.Function<NeuralNetConfiguration.Builder, NetworkDescription> network,
      List<DataSet> batches,
      List<String> groups,
      List<String> reasons,
      boolean undecided,
      boolean trained) {

    NetworkDescription describe() {
      return describe(DataType.DOUBLE);
    }

    NetworkDescription describe(DataType type) {
      return network.apply(
          new NeuralNetConfiguration.Builder()
              .seed(3)
              .dataType(type)
              .updater(PlannedUpdater.forRule(Sgd.HEAVY_BALL))
              .regularization(
                  new ArrayList<>(List.of(new DeclaredDecay(DECAY, Coupling.IN_GRADIENT)))));
    }

    Case proven(String... expected) {
      return new Case(name, network, batches, List.of(expected), reasons, undecided, trained);
    }

    Case kept(String... expected) {
      return new Case(name, network, batches, groups, List.of(expected), undecided, trained);
    }

    Case beyondTheRules() {
      return new Case(name, network, batches, groups, reasons, true, trained);
    }

    Case likeAnother() {
      return new Case(name, network, batches, groups, reasons, undecided, false);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private TinyNetworks() {}

  static final IActivation RELU = new ActivationReLU();

  static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    plain(cases);
    residual(cases);
    joined(cases);
    sequences(cases);
    refused(cases);
    return cases;
  }

  static Case named(String name) {
    return all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private static void plain(List<Case> cases) {
    cases.add(
        layers("CNN, batch normalization", conv(4), norm(true), relu(), conv(4), norm(true), relu())
            .proven("0_W", "3_W")
            .kept("6_W: it produces the network's output, which would scale with it"));
    cases.add(
        layers("CNN, variance statistics", conv(4), norm(false), relu(), conv(4), norm(false))
            .proven("0_W", "3_W")
            .likeAnother());
    cases.add(
        layers(
                "CNN, biases before batch normalization",
                biased(4),
                norm(true),
                relu(),
                biased(4),
                norm(false))
            .proven("0_W", "3_W"));
    cases.add(
        layers("CNN, layer normalization", conv(4), layerNorm(), relu(), conv(4), layerNorm())
            .proven("0_W", "3_W"));
    cases.add(
        layers(
                "CNN, group normalization",
                conv(4),
                new GroupNormalization.Builder(2).build(),
                relu(),
                conv(4),
                new GroupNormalization.Builder(2).build())
            .proven("0_W", "3_W"));
    cases.add(
        layers(
                "CNN, instance normalization, biases",
                biased(4),
                new InstanceNormalization.Builder().build(),
                relu(),
                biased(4),
                new InstanceNormalization.Builder().build())
            .proven("0_W", "3_W"));
    cases.add(
        layers(
                "CNN, RMS normalization",
                conv(4),
                new RmsNormalization.Builder().build(),
                relu(),
                conv(4),
                new RmsNormalization.Builder().build())
            .proven("0_W", "3_W"));
    cases.add(
        layers(
                "CNN, biases before layer normalization",
                biased(4),
                layerNorm(),
                relu(),
                conv(4),
                layerNorm())
            .proven("0_W", "3_W"));
    cases.add(
        layers(
                "MLP, batch normalization",
                dense(8),
                norm(true),
                relu(),
                dense(8),
                norm(true),
                relu())
            .proven("0_W", "3_W"));
    cases.add(
        layers(
                "MLP, layer normalization",
                dense(8, false),
                layerNorm(),
                relu(),
                dense(8, false),
                layerNorm())
            .proven("0_W", "3_W"));
    cases.add(
        layers(
                "MLP, RMS normalization",
                dense(8, false),
                new RmsNormalization.Builder().build(),
                relu(),
                dense(8, false),
                new RmsNormalization.Builder().build())
            .proven("0_W", "3_W")
            .likeAnother());
    cases.add(
        layers(
                "MLP, Deeplearning4j's own layer normalization",
                normalizedDense(true, Activation.RELU),
                normalizedDense(true, Activation.TANH))
            .proven("0_W", "0_g", "1_W")
            .kept("1_g: the activation tanh of layer 1 is not homogeneous"));
    cases.add(
        layers(
                "MLP, Deeplearning4j's own layer normalization without shifts",
                normalizedDense(false, Activation.RELU),
                normalizedDense(false, Activation.RELU))
            .proven("0_W", "0_g", "1_W")
            .kept(
                "1_g: it reaches the network's output in layer 2 with no normalization between; put a normalization before layer 2"));
    cases.add(
        layers(
                "rectified without bias before normalization",
                convolution(4, false, RELU),
                norm(true),
                convolution(4, false, Activation.LEAKYRELU.getActivationFunction()),
                norm(true))
            .proven("0_W", "2_W")
            .likeAnother());
    cases.add(
        layers(
                "scale and shift locked",
                conv(4),
                new BatchNormalization.Builder().lockGammaBeta(true).build(),
                relu())
            .proven("0_W")
            .likeAnother());
    cases.add(
        layers(
                "pooled before normalization",
                conv(4),
                pool(SubsamplingLayer.PoolingType.MAX),
                norm(true),
                relu(),
                conv(4),
                pool(SubsamplingLayer.PoolingType.AVG),
                norm(true))
            .proven("0_W", "4_W"));
    cases.add(
        layers(
                "degree 2, a bias subtracted at degree 2",
                conv(4),
                relu(),
                biased(4),
                norm(true),
                relu())
            .proven("0_W", "2_W"));
    cases.add(
        layers(
                "a bias under a rectifier",
                convolution(4, true, RELU),
                norm(true),
                convolution(4, true, RELU),
                norm(false))
            .proven("0_W", "2_W"));
    cases.add(
        layers(
                "LeNet, normalized once at its end, biases at degrees 1 to 3",
                convolution(3, true, RELU),
                pool(SubsamplingLayer.PoolingType.MAX),
                convolution(4, true, RELU),
                rectifiedDense(6),
                norm(true))
            .proven("0_W", "2_W", "3_W"));
    cases.add(
        layers(
                "a bias at degree 1 behind weights that are kept",
                convolution(3, false, RELU),
                exempt(convolution(4, true, RELU)),
                norm(true))
            .proven("0_W")
            .kept("1_W: it is exempt from the declared weight decay"));
    cases.add(
        layers(
                "degree 4 by a cube, variance statistics",
                conv(3),
                new ActivationLayer(Activation.CUBE),
                conv(3),
                norm(false))
            .proven("0_W", "2_W"));
    cases.add(
        layers(
                "VGG, normalized",
                conv(3),
                norm(true),
                relu(),
                conv(3),
                norm(true),
                relu(),
                pool(SubsamplingLayer.PoolingType.MAX),
                conv(4),
                norm(true),
                relu(),
                pool(SubsamplingLayer.PoolingType.MAX),
                dense(6, false),
                norm(true),
                relu(),
                new DropoutLayer(0.8))
            .proven("0_W", "3_W", "7_W", "11_W"));
    cases.add(
        layers(
                "VGG, normalized once at its end",
                conv(3),
                relu(),
                conv(3),
                relu(),
                pool(SubsamplingLayer.PoolingType.MAX),
                dense(6, false),
                norm(true))
            .proven("0_W", "2_W", "5_W"));
    cases.add(
        layers(
                "padded, cropped, upsampled, deconvolved",
                conv(2),
                new ZeroPaddingLayer(1, 1),
                new Cropping2D(1, 1),
                new Upsampling2D.Builder(2).build(),
                new Deconvolution2D.Builder(2, 2)
                    .stride(2, 2)
                    .nOut(2)
                    .hasBias(false)
                    .activation(Activation.IDENTITY)
                    .build(),
                norm(true))
            .proven("0_W", "4_W"));
    cases.add(
        layers(
                "separable convolution",
                conv(3),
                norm(true),
                new SeparableConvolution2D.Builder(3, 3)
                    .nOut(4)
                    .hasBias(false)
                    .activation(Activation.IDENTITY)
                    .build(),
                norm(true),
                relu())
            .proven("0_W", "2_W", "2_pW"));
    cases.add(
        layers(
                "MobileNet, depthwise convolutions",
                conv(4),
                norm(true),
                relu(),
                depthwise(),
                norm(true),
                relu(),
                pointwise(6),
                norm(true),
                relu())
            .proven("0_W", "3_W", "6_W"));
    cases.add(
        layers(
                "depthwise and separable convolutions with biases",
                conv(4),
                norm(true),
                relu(),
                new DepthwiseConvolution2D.Builder(3, 3)
                    .depthMultiplier(1)
                    .activation(Activation.RELU)
                    .build(),
                norm(true),
                new SeparableConvolution2D.Builder(3, 3)
                    .nOut(4)
                    .activation(Activation.RELU)
                    .build(),
                norm(true))
            .proven("0_W", "3_W", "5_W", "5_pW"));
    cases.add(
        layers(
                "dropout of inputs and channels",
                conv(4),
                norm(true),
                relu(),
                new ConvolutionLayer.Builder(3, 3)
                    .nOut(4)
                    .hasBias(false)
                    .activation(Activation.IDENTITY)
                    .dropOut(new SpatialDropout(0.8))
                    .build(),
                norm(true))
            .proven("0_W", "3_W"));
    cases.add(
        layers(
                "dropped connections",
                dense(8),
                norm(true),
                relu(),
                new DenseLayer.Builder()
                    .nOut(6)
                    .hasBias(false)
                    .activation(Activation.IDENTITY)
                    .weightNoise(new DropConnect(0.8))
                    .build(),
                norm(true))
            .proven("0_W")
            .kept("3_W: Deeplearning4j leaves weight noise out of the gradient")
            .likeAnother());
    cases.add(
        layers(
                "a slope that is trained",
                dense(6, false),
                new PReLULayer.Builder().inputShape(6).build(),
                norm(true))
            .proven("0_W")
            .kept("1_W: it is the slope of a rectifier on one side only")
            .beyondTheRules());
    cases.add(
        layers(
                "a layer exempt from decay",
                exempt(conv(4)),
                norm(true),
                relu(),
                conv(4),
                norm(true))
            .proven("3_W")
            .kept("0_W: it is exempt from the declared weight decay")
            .likeAnother());
    cases.add(
        layers(
                "a layer with a decay of its own",
                decayed(conv(4), 0.01),
                norm(true),
                relu(),
                conv(4),
                norm(true))
            .proven("3_W")
            .kept("0_W: it has a weight decay of its own, 0.01"));
    cases.add(
        layers(
                "a frozen layer",
                conv(4),
                norm(true),
                relu(),
                new FrozenLayerWithBackprop(
                    exempt(
                        new ConvolutionLayer.Builder(3, 3)
                            .nIn(4)
                            .nOut(4)
                            .hasBias(false)
                            .activation(Activation.IDENTITY)
                            .updater(PlannedUpdater.forRule(Sgd.HEAVY_BALL))
                            .build())),
                norm(true))
            .proven("0_W"));
    cases.add(
        layers(
                "weight-standardized convolution, nothing else normalized",
                new WeightStandardizedConvolution.Builder(3, 3)
                    .nOut(4)
                    .activation(Activation.TANH)
                    .build())
            .proven("0_W"));
  }

  private static void residual(List<Case> cases) {
    cases.add(
        preResNet("PreResNet, identity shortcut", false, Shortcut.IDENTITY, true)
            .proven("stem_W conv2_W", "conv1_W"));
    cases.add(
        preResNet("PreResNet, projected shortcut", false, Shortcut.PROJECTED, true)
            .proven("stem_W", "conv1_W", "conv2_W project_W"));
    cases.add(
        preResNet("PreResNet, pooled shortcut", false, Shortcut.POOLED, true)
            .proven("stem_W conv2_W", "conv1_W"));
    cases.add(
        preResNet("PreResNet, biases subtracted behind sums", true, Shortcut.IDENTITY, true)
            .proven("stem_W conv2_W", "conv1_W"));
    cases.add(
        preResNet("PreResNet, no final normalization", false, Shortcut.IDENTITY, false)
            .proven("conv1_W")
            .kept(
                "stem_W: it meets layer conv2 in vertex sum, which does not scale with it, where conv2_W is kept: it reaches the network's output in layer output with no normalization between; put a normalization before layer output",
                "conv2_W: it reaches the network's output")
            .likeAnother());
    cases.add(
        graph(
                "PreResNet, stem exempt from decay",
                g -> preResNet(g, exempt(conv(4)), false, Shortcut.IDENTITY, true))
            .proven("conv1_W")
            .kept(
                "conv2_W: it meets layer stem in vertex sum, which does not scale with it, where stem_W is kept: it is exempt"));
    cases.add(
        postResNet("ResNet, identity shortcut", Shortcut.IDENTITY)
            .proven("stem_W", "conv1_W", "conv2_W"));
    cases.add(
        postResNet("ResNet, projected and normalized shortcut", Shortcut.NORMALIZED)
            .proven("stem_W", "conv1_W", "conv2_W", "project_W"));
    cases.add(
        postResNet("ResNet, projected shortcut without normalization", Shortcut.PROJECTED)
            .proven("stem_W", "conv1_W", "conv2_W")
            .kept(
                "project_W: it meets layer norm2 in vertex sum, which does not scale with it; put a normalization between it and vertex sum"));
    cases.add(
        graph(
                "ResNet, bottleneck",
                g -> {
                  g.addLayer("stem", conv(4), "image")
                      .addLayer("norm0", norm(true), "stem")
                      .addLayer("relu0", relu(), "norm0");
                  g.addLayer("reduce", pointwise(2), "relu0")
                      .addLayer("norm1", norm(true), "reduce")
                      .addLayer("relu1", relu(), "norm1");
                  g.addLayer("conv", conv(2), "relu1")
                      .addLayer("norm2", norm(true), "conv")
                      .addLayer("relu2", relu(), "norm2");
                  g.addLayer("expand", pointwise(4), "relu2")
                      .addLayer("norm3", norm(true), "expand");
                  g.addVertex("sum", add(), "norm3", "relu0").addLayer("last", relu(), "sum");
                  return "last";
                })
            .proven("stem_W", "reduce_W", "conv_W", "expand_W")
            .likeAnother());
    cases.add(
        graph(
                "two residual blocks in a row",
                g -> {
                  g.addLayer("stem", conv(3), "image");
                  String stream = "stem";
                  for (int i = 1; i <= 2; i++) {
                    g.addLayer("norm" + i + "a", norm(true), stream)
                        .addLayer("relu" + i + "a", relu(), "norm" + i + "a");
                    g.addLayer("conv" + i + "a", conv(3), "relu" + i + "a");
                    g.addLayer("norm" + i + "b", norm(false), "conv" + i + "a")
                        .addLayer("relu" + i + "b", relu(), "norm" + i + "b");
                    g.addLayer("conv" + i + "b", conv(3), "relu" + i + "b");
                    g.addVertex("sum" + i, add(), "conv" + i + "b", stream);
                    stream = "sum" + i;
                  }
                  g.addLayer("final", norm(true), stream);
                  return "final";
                })
            .proven("stem_W conv1b_W conv2b_W", "conv1a_W", "conv2a_W"));
    cases.add(
        graph(
                "unequal degrees",
                g -> {
                  g.addLayer("conv1", conv(3), "image")
                      .addLayer("relu", relu(), "conv1")
                      .addLayer("conv2", conv(3), "relu");
                  g.addLayer("conv3", conv(3), "image");
                  g.addVertex("sum", add(), "conv2", "conv3").addLayer("final", norm(true), "sum");
                  return "final";
                })
            .proven("conv1_W conv3_W")
            .kept(
                "conv2_W: layer conv2 reaches vertex sum at degree 2, layer conv3 at 1; leave it at that, or put a normalization before vertex sum"));
  }

  private static void joined(List<Case> cases) {
    cases.add(
        graph(
                "DenseNet",
                g -> {
                  g.addLayer("stem", conv(3), "image");
                  g.addLayer("norm1", norm(true), "stem")
                      .addLayer("relu1", relu(), "norm1")
                      .addLayer("conv1", conv(2), "relu1");
                  g.addVertex("join1", new MergeVertex(), "stem", "conv1");
                  g.addLayer("norm2", norm(true), "join1")
                      .addLayer("relu2", relu(), "norm2")
                      .addLayer("conv2", conv(2), "relu2");
                  g.addVertex("join2", new MergeVertex(), "join1", "conv2");
                  g.addLayer("final", norm(true), "join2");
                  return "final";
                })
            .proven("stem_W conv1_W conv2_W"));
    cases.add(
        graph(
                "SqueezeNet, fire module",
                g -> {
                  g.addLayer("squeeze", convolution(2, false, RELU), "image");
                  g.addLayer("expand1", biasedPointwise(3), "squeeze")
                      .addLayer("expand3", biased(3), "squeeze");
                  g.addVertex("join", new MergeVertex(), "expand1", "expand3");
                  g.addLayer("final", norm(true), "join");
                  return "final";
                })
            .proven("squeeze_W", "expand1_W expand3_W"));
    cases.add(
        graph(
                "Inception, normalized where it joins",
                g -> {
                  g.addLayer("one", pointwise(2), "image");
                  g.addLayer("reduce", pointwise(2), "image")
                      .addLayer("norm", norm(true), "reduce")
                      .addLayer("three", conv(2), "norm");
                  g.addLayer("pool", samePool(), "image").addLayer("pooled", pointwise(2), "pool");
                  g.addVertex("join", new MergeVertex(), "one", "three", "pooled")
                      .addLayer("final", norm(true), "join");
                  return "final";
                })
            .proven("one_W three_W pooled_W", "reduce_W"));
    cases.add(
        graph(
                "Inception, a branch not normalized",
                g -> {
                  g.addLayer("one", pointwise(2), "image").addLayer("normOne", norm(true), "one");
                  g.addLayer("three", conv(2), "image");
                  g.addVertex("join", new MergeVertex(), "normOne", "three")
                      .addLayer("final", norm(true), "join");
                  return "final";
                })
            .proven("one_W")
            .kept(
                "three_W: it meets layer normOne in vertex join, which does not scale with it; put a normalization between it and vertex join"));
    cases.add(
        graph(
                "gated by what is normalized",
                g -> {
                  g.addLayer("conv", conv(3), "image").addLayer("norm", norm(true), "conv");
                  g.addLayer(
                      "gate",
                      new ConvolutionLayer.Builder(1, 1)
                          .nOut(3)
                          .activation(Activation.SIGMOID)
                          .build(),
                      "norm");
                  g.addLayer("main", conv(3), "norm");
                  g.addVertex(
                          "product",
                          new ElementWiseVertex(ElementWiseVertex.Op.Product),
                          "main",
                          "gate")
                      .addLayer("final", norm(true), "product");
                  return "final";
                })
            .proven("conv_W", "main_W")
            .kept("gate_W: the activation sigmoid of layer gate is not homogeneous"));
    cases.add(
        graph(
                "a product of degree 2, halved",
                g -> {
                  g.addLayer("a", conv(3), "image").addLayer("b", conv(3), "image");
                  g.addVertex(
                          "product", new ElementWiseVertex(ElementWiseVertex.Op.Product), "a", "b")
                      .addVertex("half", new ScaleVertex(0.5), "product")
                      .addLayer("final", norm(false), "half");
                  return "final";
                })
            .proven("a_W", "b_W"));
    cases.add(
        graph(
                "the larger, the difference, the average",
                g -> {
                  g.addLayer("a", conv(3), "image").addLayer("b", conv(3), "image");
                  g.addVertex("max", new ElementWiseVertex(ElementWiseVertex.Op.Max), "a", "b");
                  g.addLayer("c", conv(3), "image")
                      .addVertex(
                          "difference",
                          new ElementWiseVertex(ElementWiseVertex.Op.Subtract),
                          "max",
                          "c");
                  g.addVertex(
                          "average",
                          new ElementWiseVertex(ElementWiseVertex.Op.Average),
                          "difference",
                          "a")
                      .addLayer("final", norm(true), "average");
                  return "final";
                })
            .proven("a_W b_W c_W"));
    cases.add(
        graph(
                "four that may be paired either way",
                g -> {
                  g.addLayer("a", conv(2), "image").addLayer("b", conv(2), "a");
                  g.addLayer("c", conv(2), "image").addLayer("d", conv(2), "c");
                  g.addVertex("sum", add(), "b", "d").addLayer("final", norm(true), "sum");
                  return "final";
                })
            .proven("a_W d_W", "b_W c_W"));
  }

  private static void sequences(List<Case> cases) {
    cases.add(
        onSequences(
                "convolution of sequences",
                g -> {
                  g.addLayer(
                      "conv",
                      new Convolution1DLayer.Builder(3)
                          .nOut(4)
                          .convolutionMode(ConvolutionMode.Same)
                          .hasBias(false)
                          .activation(Activation.IDENTITY)
                          .build(),
                      "sequence");
                  g.addLayer("norm", layerNorm(), "conv")
                      .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "norm");
                  return "pool";
                })
            .proven("conv_W"));
    cases.add(
        onSequences(
                "recurrent",
                g -> {
                  g.addLayer(
                      "rnn",
                      new LastTimeStep(
                          new SimpleRnn.Builder().nOut(5).activation(Activation.TANH).build()),
                      "sequence");
                  return "rnn";
                })
            .kept(
                "rnn_W: the activation tanh of layer rnn is not homogeneous",
                "rnn_RW: it is applied to the layer's own output at every time step"));
    cases.add(
        onSequences(
                "recurrent and rectified, normalized at its end",
                g -> {
                  g.addLayer(
                          "rnn",
                          new LastTimeStep(
                              new SimpleRnn.Builder()
                                  .nOut(5)
                                  .biasInit(0.1)
                                  .activation(Activation.RELU)
                                  .build()),
                          "sequence")
                      .addLayer("norm", norm(true), "rnn");
                  return "norm";
                })
            .proven("rnn_W")
            .kept("rnn_RW: it is applied to the layer's own output at every time step"));
    cases.add(
        onSequences(
                "long short-term memory behind normalization",
                g -> {
                  g.addLayer(
                      "conv",
                      new Convolution1DLayer.Builder(1)
                          .nOut(4)
                          .hasBias(false)
                          .activation(Activation.IDENTITY)
                          .build(),
                      "sequence");
                  g.addLayer("norm", layerNorm(), "conv")
                      .addLayer(
                          "lstm",
                          new LastTimeStep(
                              new LSTM.Builder().nOut(3).activation(Activation.TANH).build()),
                          "norm");
                  return "lstm";
                })
            .proven("conv_W")
            .kept("lstm_W: the gates of layer lstm are not homogeneous functions of their inputs")
            .likeAnother());
    cases.add(
        onSequences(
                "long short-term memory, normalized between time steps",
                g -> {
                  g.addLayer("lstm", new LayerNormalizedLstm.Builder(4).build(), "sequence")
                      .addLayer("last", new LastTimeStep(lstm()), "lstm");
                  return "last";
                })
            .proven("lstm_W lstm_RW", "last_W last_RW"));
    cases.add(
        onSequences(
                "attention, queries and keys normalized",
                g -> {
                  for (String name : List.of("queries", "keys", "values")) {
                    g.addLayer(
                        name,
                        new Convolution1DLayer.Builder(1)
                            .nOut(4)
                            .hasBias(false)
                            .activation(Activation.IDENTITY)
                            .build(),
                        "sequence");
                  }
                  g.addLayer("normQ", layerNorm(), "queries")
                      .addLayer("normK", layerNorm(), "keys");
                  g.addVertex("attention", attention(false), "normQ", "normK", "values");
                  g.addLayer("norm", layerNorm(), "attention")
                      .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "norm");
                  return "pool";
                })
            .proven("queries_W", "keys_W", "values_W"));
    cases.add(
        onSequences(
                "attention, queries and keys not normalized",
                g -> {
                  for (String name : List.of("queries", "keys", "values")) {
                    g.addLayer(
                        name,
                        new Convolution1DLayer.Builder(1)
                            .nOut(4)
                            .hasBias(false)
                            .activation(Activation.IDENTITY)
                            .build(),
                        "sequence");
                  }
                  g.addVertex("attention", attention(false), "queries", "keys", "values");
                  g.addLayer("norm", layerNorm(), "attention")
                      .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "norm");
                  return "pool";
                })
            .proven("values_W")
            .kept(
                "queries_W: the softmax over products of queries and keys in vertex attention does not scale with the weights; normalize queries and keys",
                "keys_W: the softmax over")
            .likeAnother());
    cases.add(
        onSequences(
                "self-attention, queries and keys normalized",
                g -> {
                  // With heads of 2 in place of 8, an ulp grows to 5e-9 in the declared run alone.
                  g.addLayer("attention", new QkNormAttention.Builder(2, 16).build(), "sequence");
                  g.addLayer("norm", layerNorm(), "attention")
                      .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "norm");
                  return "pool";
                })
            .proven("attention_Wq attention_Wk", "attention_Wv", "attention_Wo"));
    cases.add(
        onSequences(
                "self-attention",
                g -> {
                  g.addLayer(
                      "attention",
                      new SelfAttentionLayer.Builder().nOut(4).nHeads(2).projectInput(true).build(),
                      "sequence");
                  g.addLayer("norm", layerNorm(), "attention")
                      .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "norm");
                  return "pool";
                })
            .kept(
                "attention_Wq: the softmax over products of queries and keys in layer attention does not scale with the weights"));
  }

  /** Not among {@link #all}, since Deeplearning4j cannot run it. */
  static Case recurrentLayerNormalization() {
    return onSequences(
            "recurrent, Deeplearning4j's own layer normalization",
            g -> {
              g.addLayer(
                  "rnn",
                  new LastTimeStep(
                      new SimpleRnn.Builder()
                          .nOut(5)
                          .hasLayerNorm(true)
                          .activation(Activation.TANH)
                          .build()),
                  "sequence");
              return "rnn";
            })
        .kept(
            "rnn_W: the layer normalization in layer rnn, Deeplearning4j's only one in a recurrent"
                + " layer, fails in this version; leave out .hasLayerNorm(…), and put a"
                + " normalization after the layer");
  }

  private static void refused(List<Case> cases) {
    cases.add(
        layers("no normalization", conv(4), relu(), conv(4), relu())
            .kept("0_W: it reaches the network's output in layer 4 with no normalization between"));
    cases.add(
        layers(
                "GELU before normalization",
                convolution(4, false, Activation.GELU.getActivationFunction()),
                norm(true))
            .kept(
                "0_W: the activation gelu(precise=false) of layer 0 is not homogeneous; put a normalization before it"));
    cases.add(
        layers(
                "GELU behind a gain under decay",
                normalizedDense(false, Activation.GELU),
                dense(6, false),
                norm(true))
            .proven("0_W", "1_W")
            .kept("0_g: the activation gelu(precise=false) of layer 0 is not homogeneous")
            .likeAnother());
    cases.add(
        layers(
                "a rectifier with a cap",
                convolution(4, false, new ActivationReLU(0.5, null, null)),
                norm(true))
            .kept(
                "0_W: the activation relu of layer 0 has a cap or a threshold, which does not scale with the weights"));
    cases.add(
        layers(
                "a bias under a rectifier, with a decay of its own",
                decayedBias(convolution(4, true, RELU)),
                norm(true))
            .kept("0_W: the bias of layer 0 is frozen, held by a constraint or under a decay")
            .likeAnother());
    cases.add(
        layers(
                "added weight noise",
                new DenseLayer.Builder()
                    .nOut(6)
                    .hasBias(false)
                    .activation(Activation.IDENTITY)
                    .weightNoise(new WeightNoise(new NormalDistribution(0, 0.1)))
                    .build(),
                norm(true))
            .kept(
                "0_W: weight noise is added to the weights and does not scale with them; use dropout instead"));
    cases.add(
        layers(
                "L1",
                regularized(conv(4), new L1Regularization(0.01)),
                norm(true),
                relu(),
                conv(4),
                norm(true))
            .proven("3_W")
            .kept("0_W: its L1 penalty does not scale with the weights"));
    cases.add(
        layers(
                "a bound on the norm",
                new DenseLayer.Builder()
                    .nOut(6)
                    .hasBias(false)
                    .activation(Activation.IDENTITY)
                    .constrainWeights(new MaxNormConstraint(0.9, 1))
                    .build(),
                norm(true))
            .kept("0_W: a constraint fixes its scale; remove the constraint"));
    cases.add(
        layers(
                "local response normalization",
                conv(4),
                new LocalResponseNormalization.Builder().k(1).n(3).alpha(0.1).beta(0.75).build(),
                norm(true))
            .kept(
                "0_W: it goes through layer 1, and there is no rule for LocalResponseNormalization"));
    cases.add(
        layers(
                "added noise",
                conv(4),
                new DropoutLayer.Builder(new GaussianNoise(0.1)).build(),
                norm(true))
            .kept(
                "0_W: GaussianNoise before layer 1 is not a factor and does not scale with the weights"));
    cases.add(
        graph(
                "shifted by a constant",
                g -> {
                  g.addLayer("conv", conv(3), "image")
                      .addVertex("shift", new ShiftVertex(0.3), "conv")
                      .addLayer("relu", relu(), "shift")
                      .addLayer("final", norm(true), "relu");
                  return "final";
                })
            .kept("conv_W: the constant that vertex shift adds does not scale with the weights"));
    cases.add(
        graph(
                "normalized by a vertex",
                g -> {
                  g.addLayer("dense", dense(5, false), "image")
                      .addVertex("unit", new L2NormalizeVertex(), "dense");
                  return "unit";
                })
            .kept(
                "dense_W: the lower bounds that vertex unit puts on a norm and, in its gradient, on the norm's cube do not scale with the weights")
            .beyondTheRules());
  }

  enum Shortcut {
    IDENTITY,
    POOLED,
    PROJECTED,
    NORMALIZED
  }

  private static Case preResNet(String name, boolean bias, Shortcut shortcut, boolean finalNorm) {
    return graph(name, g -> preResNet(g, convolution(4, bias), bias, shortcut, finalNorm));
  }

  private static String preResNet(
      GraphBuilder g, Layer stem, boolean bias, Shortcut shortcut, boolean finalNorm) {
    int stride = shortcut == Shortcut.IDENTITY ? 1 : 2;
    g.addLayer("stem", stem, "image")
        .addLayer("norm1", norm(true), "stem")
        .addLayer("relu1", relu(), "norm1");
    g.addLayer("conv1", strided(4, stride, 3, bias), "relu1")
        .addLayer("norm2", norm(true), "conv1")
        .addLayer("relu2", relu(), "norm2");
    g.addLayer("conv2", convolution(4, bias), "relu2");
    String other = "stem";
    if (shortcut == Shortcut.POOLED) {
      g.addLayer("pool", pool(SubsamplingLayer.PoolingType.AVG), "stem");
      other = "pool";
    } else if (shortcut == Shortcut.PROJECTED) {
      g.addLayer("project", strided(4, stride, 1, bias), "relu1");
      other = "project";
    }
    g.addVertex("sum", add(), "conv2", other);
    String last = "sum";
    if (finalNorm) {
      g.addLayer("final", norm(true), "sum");
      last = "final";
    }
    g.addLayer("globalPool", new GlobalPoolingLayer(PoolingType.AVG), last);
    return "globalPool";
  }

  private static Case postResNet(String name, Shortcut shortcut) {
    return graph(
        name,
        g -> {
          g.addLayer("stem", conv(4), "image")
              .addLayer("norm0", norm(true), "stem")
              .addLayer("relu0", relu(), "norm0");
          g.addLayer("conv1", conv(4), "relu0")
              .addLayer("norm1", norm(true), "conv1")
              .addLayer("relu1", relu(), "norm1");
          g.addLayer("conv2", conv(4), "relu1").addLayer("norm2", norm(true), "conv2");
          String other = "relu0";
          if (shortcut != Shortcut.IDENTITY) {
            g.addLayer("project", pointwise(4), "relu0");
            other = "project";
          }
          if (shortcut == Shortcut.NORMALIZED) {
            g.addLayer("normP", norm(true), "project");
            other = "normP";
          }
          g.addVertex("sum", add(), "norm2", other).addLayer("relu2", relu(), "sum");
          g.addLayer("globalPool", new GlobalPoolingLayer(PoolingType.AVG), "relu2");
          return "globalPool";
        });
  }

  private static Case layers(String name, Layer... layers) {
    return new Case(
        name,
        base -> {
          NeuralNetConfiguration.ListBuilder list = base.list();
          for (Layer layer : layers) {
            list.layer(layer);
          }
          return NetworkDescription.of(
              list.layer(output()).setInputType(InputType.convolutional(SIDE, SIDE, 1)).build());
        },
        images(),
        List.of(),
        List.of(),
        false,
        true);
  }

  /**
   * A network on images, from a function that adds all but the output and names its last vertex.
   */
  private static Case graph(String name, java.util.function.Function<GraphBuilder, String> body) {
    return graph(name, body, "image", InputType.convolutional(SIDE, SIDE, 1), images());
  }

  private static Case onSequences(
      String name, java.util.function.Function<GraphBuilder, String> body) {
    return graph(name, body, "sequence", InputType.recurrent(3, 5), sequences());
  }

  private static Case graph(
      String name,
      java.util.function.Function<GraphBuilder, String> body,
      String input,
      InputType type,
      List<DataSet> batches) {
    return new Case(
        name,
        base -> {
          GraphBuilder g = base.graphBuilder().addInputs(input).setInputTypes(type);
          g.addLayer("output", output(), body.apply(g)).setOutputs("output");
          return NetworkDescription.of(g.build());
        },
        batches,
        List.of(),
        List.of(),
        false,
        true);
  }

  private static List<DataSet> images() {
    return batches(1, SIDE, SIDE);
  }

  private static List<DataSet> sequences() {
    return batches(3, 5);
  }

  private static List<DataSet> batches(long... shape) {
    Random random = new Random(9);
    List<DataSet> batches = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      long[] full = new long[shape.length + 1];
      full[0] = BATCH;
      System.arraycopy(shape, 0, full, 1, shape.length);
      INDArray features = Nd4j.create(DataType.DOUBLE, full);
      for (long k = 0; k < features.length(); k++) {
        features.putScalar(k, random.nextGaussian());
      }
      INDArray labels = Nd4j.zeros(DataType.DOUBLE, BATCH, CLASSES);
      for (int k = 0; k < BATCH; k++) {
        labels.putScalar(k, random.nextInt(CLASSES), 1);
      }
      batches.add(new DataSet(features, labels));
    }
    return batches;
  }

  private static ConvolutionLayer conv(int channels) {
    return convolution(channels, false);
  }

  private static ConvolutionLayer biased(int channels) {
    return convolution(channels, true);
  }

  private static ConvolutionLayer pointwise(int channels) {
    return strided(channels, 1, 1, false);
  }

  private static ConvolutionLayer biasedPointwise(int channels) {
    return strided(channels, 1, 1, true);
  }

  private static ConvolutionLayer strided(int channels, int stride, int kernel, boolean bias) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .stride(stride, stride)
        .nOut(channels)
        .convolutionMode(ConvolutionMode.Same)
        .hasBias(bias)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static DepthwiseConvolution2D depthwise() {
    return new DepthwiseConvolution2D.Builder(3, 3)
        .depthMultiplier(1)
        .convolutionMode(ConvolutionMode.Same)
        .hasBias(false)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static SubsamplingLayer pool(SubsamplingLayer.PoolingType type) {
    return new SubsamplingLayer.Builder(type).kernelSize(2, 2).stride(2, 2).build();
  }

  private static SubsamplingLayer samePool() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(3, 3)
        .stride(1, 1)
        .convolutionMode(ConvolutionMode.Same)
        .build();
  }

  private static DenseLayer dense(int units) {
    return dense(units, true);
  }

  private static DenseLayer dense(int units, boolean bias) {
    return new DenseLayer.Builder()
        .nOut(units)
        .hasBias(bias)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static DenseLayer rectifiedDense(int units) {
    return new DenseLayer.Builder().nOut(units).activation(Activation.RELU).build();
  }

  private static ConvolutionLayer decayedBias(ConvolutionLayer layer) {
    layer.setRegularizationBias(List.of(new L2Regularization(0.01)));
    return layer;
  }

  private static DenseLayer normalizedDense(boolean bias, Activation activation) {
    return new DenseLayer.Builder()
        .nOut(6)
        .hasLayerNorm(true)
        .hasBias(bias)
        .activation(activation)
        .build();
  }

  private static ActivationLayer relu() {
    return new ActivationLayer(Activation.RELU);
  }

  private static LayerNormalizedLstm lstm() {
    return new LayerNormalizedLstm.Builder(3).build();
  }

  private static LayerNormalization layerNorm() {
    return new LayerNormalization.Builder().build();
  }

  private static ElementWiseVertex add() {
    return new ElementWiseVertex(ElementWiseVertex.Op.Add);
  }

  private static AttentionVertex attention(boolean projected) {
    return new AttentionVertex.Builder()
        .nInQueries(4)
        .nInKeys(4)
        .nInValues(4)
        .nOut(4)
        .nHeads(1)
        .projectInput(projected)
        .build();
  }

  private static ConvolutionLayer exempt(ConvolutionLayer layer) {
    return regularized(layer, new L2Regularization(0));
  }

  private static ConvolutionLayer decayed(ConvolutionLayer layer, double coefficient) {
    return regularized(layer, new L2Regularization(coefficient));
  }

  private static ConvolutionLayer regularized(
      ConvolutionLayer layer, org.nd4j.linalg.learning.regularization.Regularization penalty) {
    layer.setRegularization(List.of(penalty));
    return layer;
  }
}
