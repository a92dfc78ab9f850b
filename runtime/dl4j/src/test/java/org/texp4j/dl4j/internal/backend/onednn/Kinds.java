package org.texp4j.dl4j.internal.backend.onednn;

import static java.util.Map.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
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
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.Pooling1D;
import org.deeplearning4j.nn.conf.layers.Pooling2D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
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
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaVertex;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.normalization.GroupNormalization;
import org.texp4j.dl4j.normalization.InstanceNormalization;
import org.texp4j.dl4j.normalization.LayerNormalization;
import org.texp4j.dl4j.normalization.LayerNormalizedLstm;
import org.texp4j.dl4j.normalization.QkNormAttention;
import org.texp4j.dl4j.normalization.RmsNormalization;
import org.texp4j.dl4j.normalization.WeightStandardizedConvolution;

/**
 * Every kind of layer and vertex of Deeplearning4j and of this project, and how it is put into a
 * network that is being drawn.
 */
@SuppressWarnings("deprecation") // Deprecated kinds are kinds.
final class Kinds {

  private Kinds() {}

  /** Kinds that read rows and compute rows, or read whatever there is. */
  static final Map<Class<?>, Consumer<Drawing>> OF_ROWS =
      ordered(
          entry(DenseLayer.class, d -> d.layer(dense(d).nOut(d.number(3, 9)))),
          entry(
              ElementWiseMultiplicationLayer.class,
              d -> d.layer(new ElementWiseMultiplicationLayer.Builder().nOut(d.columns()))),
          entry(
              AutoEncoder.class,
              d -> d.layer(new AutoEncoder.Builder().nOut(d.number(3, 9)).corruptionLevel(0))),
          entry(
              VariationalAutoencoder.class,
              d ->
                  d.layer(
                      new VariationalAutoencoder.Builder()
                          .nOut(d.number(3, 9))
                          .encoderLayerSizes(5)
                          .decoderLayerSizes(5)
                          .activation(Activation.TANH))),
          entry(
              PReLULayer.class,
              d -> d.layer(new PReLULayer.Builder().inputShape(d.exampleShape()))),
          entry(ActivationLayer.class, d -> d.layer(new ActivationLayer(d.anyActivation()))),
          entry(
              DropoutLayer.class,
              d -> d.random(new DropoutLayer.Builder(new Dropout(0.6)).build())),
          entry(BatchNormalization.class, d -> d.layer(new BatchNormalization())),
          entry(
              LayerNormalization.class,
              d -> d.normalization(new LayerNormalization.Builder().build())),
          entry(
              RmsNormalization.class, d -> d.normalization(new RmsNormalization.Builder().build())),
          entry(SameDiffLayer.class, d -> d.layer(new SameDiffKinds.Squashed())),
          entry(SameDiffLambdaLayer.class, d -> d.layer(new SameDiffKinds.Doubled())),
          entry(MaskLayer.class, d -> d.layer(new MaskLayer())),
          entry(FrozenLayer.class, d -> d.layer(new FrozenLayer(dense(d).nOut(4).build()))),
          entry(
              FrozenLayerWithBackprop.class,
              d -> d.layer(new FrozenLayerWithBackprop(dense(d).nOut(4).build()))),
          entry(EmbeddingLayer.class, Drawing::embedding),
          entry(ElementWiseVertex.class, Kinds::elementwise),
          entry(MergeVertex.class, d -> d.vertex(new MergeVertex(), d.last(), d.similar())),
          entry(ScaleVertex.class, d -> d.vertex(new ScaleVertex(d.number(1, 5) / 4.0))),
          entry(ShiftVertex.class, d -> d.vertex(new ShiftVertex(0.5))),
          entry(
              L2NormalizeVertex.class,
              d -> {
                d.columns();
                d.vertex(new L2NormalizeVertex(new int[] {1}, 1e-8));
              }),
          entry(L2Vertex.class, d -> d.vertex(new L2Vertex(), d.last(), d.similar())),
          entry(SubsetVertex.class, d -> d.vertex(new SubsetVertex(0, (int) d.columns() / 2))),
          entry(ReshapeVertex.class, d -> d.vertex(new ReshapeVertex(-1, 1, 1, (int) d.columns()))),
          entry(
              PreprocessorVertex.class,
              d ->
                  d.vertex(
                      d.isImage()
                          ? new PreprocessorVertex(
                              new CnnToFeedForwardPreProcessor(
                                  d.image().getHeight(),
                                  d.image().getWidth(),
                                  d.image().getChannels()))
                          : new PreprocessorVertex(new SameDiffKinds.Unchanged()))),
          entry(StackVertex.class, d -> d.stacked(Kinds::anyHidden)),
          entry(UnstackVertex.class, d -> d.stacked(Kinds::anyHidden)),
          entry(FrozenVertex.class, d -> d.vertex(new FrozenVertex(new ScaleVertex(2)))),
          entry(
              SameDiffVertex.class,
              d -> d.vertex(new SameDiffKinds.Product(), d.last(), d.similar())),
          entry(
              SameDiffLambdaVertex.class,
              d -> d.vertex(new SameDiffKinds.Sum(), d.last(), d.similar())));

  /** Kinds that read images. */
  static final Map<Class<?>, Consumer<Drawing>> OF_IMAGES =
      ordered(
          entry(
              ConvolutionLayer.class,
              d -> d.layer(convolution(d, new ConvolutionLayer.Builder(d.number(1, 4), 2)))),
          entry(
              Convolution2D.class,
              d -> d.layer(convolution(d, new Convolution2D.Builder(3, d.number(1, 4))))),
          entry(
              Deconvolution2D.class,
              d -> d.layer(new Deconvolution2D.Builder(2, 2).stride(2, 2).nOut(d.number(1, 6)))),
          entry(
              SeparableConvolution2D.class,
              d -> {
                // Of images with one channel, Deeplearning4j 1.0.0-M2.1 computes something else.
                d.layer(new ConvolutionLayer.Builder(1, 1).nOut(d.number(2, 5)));
                d.layer(
                    new SeparableConvolution2D.Builder(3, 3)
                        .convolutionMode(ConvolutionMode.Same)
                        .nOut(d.number(1, 9)));
              }),
          entry(
              DepthwiseConvolution2D.class,
              d ->
                  d.layer(
                      new DepthwiseConvolution2D.Builder(3, 3)
                          .convolutionMode(ConvolutionMode.Same)
                          .depthMultiplier(2)
                          .nOut(2 * (int) d.image().getChannels()))),
          entry(
              LocallyConnected2D.class,
              d ->
                  d.layer(
                      new LocallyConnected2D.Builder()
                          .kernelSize(2, 2)
                          .nOut(d.number(1, 4))
                          .activation(Activation.TANH))),
          entry(SubsamplingLayer.class, d -> d.layer(pooling(d, new SubsamplingLayer.Builder()))),
          entry(Pooling2D.class, d -> d.layer(pooling(d, new Pooling2D.Builder()))),
          entry(Upsampling2D.class, d -> d.layer(new Upsampling2D.Builder(2))),
          entry(
              ZeroPaddingLayer.class,
              d -> d.layer(new ZeroPaddingLayer.Builder(1, 0, d.number(0, 2), 2))),
          entry(Cropping2D.class, d -> d.layer(new Cropping2D.Builder(1, 0, 0, 1))),
          entry(
              SpaceToDepthLayer.class,
              d -> {
                d.layer(new Upsampling2D.Builder(2));
                d.layer(new SpaceToDepthLayer.Builder<>(2, CNN2DFormat.NCHW));
              }),
          entry(SpaceToBatchLayer.class, Drawing::spaceToBatch),
          entry(
              LocalResponseNormalization.class,
              d -> {
                d.layer(new ConvolutionLayer.Builder(1, 1).nOut(8));
                d.layer(new LocalResponseNormalization());
              }),
          entry(
              GroupNormalization.class,
              d -> d.normalization(new GroupNormalization.Builder(1).build())),
          entry(
              InstanceNormalization.class,
              d -> d.normalization(new InstanceNormalization.Builder().build())),
          entry(
              WeightStandardizedConvolution.class,
              d ->
                  d.layer(
                      new WeightStandardizedConvolution.Builder(3, 3)
                          .nOut(d.number(1, 9))
                          .convolutionMode(ConvolutionMode.Same))),
          entry(
              GlobalPoolingLayer.class,
              d ->
                  d.layer(
                      new GlobalPoolingLayer.Builder(
                              d.of(
                                  PoolingType.AVG,
                                  PoolingType.MAX,
                                  PoolingType.SUM,
                                  PoolingType.PNORM))
                          .pnorm(2))),
          entry(
              PrimaryCapsules.class,
              d -> d.layer(new PrimaryCapsules.Builder(4, 3).kernelSize(2, 2).stride(1, 1))),
          entry(CapsuleLayer.class, d -> capsules(d, new CapsuleLayer.Builder(3, 4, 1).build())),
          entry(
              CapsuleStrengthLayer.class,
              d -> capsules(d, new CapsuleStrengthLayer.Builder().build())));

  /** Kinds that read sequences, which no program computes; a network with one is left alone. */
  static final Map<Class<?>, Consumer<Drawing>> OF_SEQUENCES =
      ordered(
          entry(RepeatVector.class, d -> {}),
          entry(LSTM.class, d -> d.layer(new LSTM.Builder().nOut(3))),
          entry(GravesLSTM.class, d -> d.layer(new GravesLSTM.Builder().nOut(3))),
          entry(
              GravesBidirectionalLSTM.class,
              d -> d.layer(new GravesBidirectionalLSTM.Builder().nOut(3))),
          entry(SimpleRnn.class, d -> d.layer(new SimpleRnn.Builder().nOut(3))),
          entry(
              Bidirectional.class,
              d -> d.layer(new Bidirectional(new LSTM.Builder().nOut(3).build()))),
          entry(
              LastTimeStep.class,
              d -> d.layer(new LastTimeStep(new SimpleRnn.Builder().nOut(3).build()))),
          entry(
              TimeDistributed.class,
              d -> d.layer(new TimeDistributed(new DenseLayer.Builder().nOut(3).build()))),
          entry(
              MaskZeroLayer.class,
              d -> d.layer(new MaskZeroLayer(new SimpleRnn.Builder().nOut(3).build(), 0))),
          entry(
              Convolution1DLayer.class,
              d -> d.layer(new Convolution1DLayer.Builder(2).nOut(3).build())),
          entry(Convolution1D.class, d -> d.layer(new Convolution1D.Builder(2).nOut(3).build())),
          entry(
              Subsampling1DLayer.class,
              d -> d.layer(new Subsampling1DLayer.Builder(PoolingType.MAX, 2))),
          entry(Pooling1D.class, d -> d.layer(new Pooling1D.Builder(PoolingType.AVG, 2))),
          entry(Upsampling1D.class, d -> d.layer(new Upsampling1D.Builder(2))),
          entry(ZeroPadding1DLayer.class, d -> d.layer(new ZeroPadding1DLayer.Builder(1))),
          entry(Cropping1D.class, d -> d.layer(new Cropping1D.Builder(1))),
          entry(
              LocallyConnected1D.class,
              d ->
                  d.layer(
                      new LocallyConnected1D.Builder()
                          .kernelSize(2)
                          .nOut(3)
                          .activation(Activation.TANH))),
          entry(
              SelfAttentionLayer.class,
              d -> d.layer(new SelfAttentionLayer.Builder().nHeads(1).nOut(3).projectInput(true))),
          entry(
              RecurrentAttentionLayer.class,
              d ->
                  d.layer(
                      new RecurrentAttentionLayer.Builder().nHeads(1).nOut(3).projectInput(true))),
          entry(QkNormAttention.class, d -> d.layer(new QkNormAttention.Builder(1, 4).build())),
          entry(
              LayerNormalizedLstm.class, d -> d.layer(new LayerNormalizedLstm.Builder(3).build())),
          entry(
              AttentionVertex.class,
              d ->
                  d.vertex(
                      new AttentionVertex.Builder()
                          .nHeads(1)
                          .nOut(3)
                          .headSize(3)
                          .projectInput(true)
                          .nInKeys(d.columns())
                          .nInQueries(d.columns())
                          .nInValues(d.columns())
                          .build(),
                      d.last(),
                      d.last(),
                      d.last())),
          entry(LastTimeStepVertex.class, d -> d.vertex(new LastTimeStepVertex("input"))),
          entry(ReverseTimeSeriesVertex.class, d -> d.vertex(new ReverseTimeSeriesVertex())));

  /** Kinds that read volumes, which no program computes. */
  static final Map<Class<?>, Consumer<Drawing>> OF_VOLUMES =
      ordered(
          entry(
              Convolution3D.class,
              d -> d.layer(new Convolution3D.Builder(2, 2, 2).nOut(2).build())),
          entry(
              Deconvolution3D.class,
              d -> d.layer(new Deconvolution3D.Builder().kernelSize(2, 2, 2).nOut(2).build())),
          entry(
              Subsampling3DLayer.class,
              d -> d.layer(new Subsampling3DLayer.Builder(PoolingType.MAX).kernelSize(2, 2, 2))),
          entry(Upsampling3D.class, d -> d.layer(new Upsampling3D.Builder(2))),
          entry(ZeroPadding3DLayer.class, d -> d.layer(new ZeroPadding3DLayer.Builder(1))),
          entry(Cropping3D.class, d -> d.layer(new Cropping3D.Builder(1, 0, 0, 0, 0, 0))));

  /** Kinds that end a network for classes. */
  static final Map<Class<?>, Consumer<Drawing>> OUTPUTS =
      ordered(
          entry(
              OutputLayer.class,
              d ->
                  d.layer(
                      new OutputLayer.Builder(
                              d.of(
                                  LossFunction.MCXENT,
                                  LossFunction.MSE,
                                  LossFunction.NEGATIVELOGLIKELIHOOD,
                                  LossFunction.KL_DIVERGENCE))
                          .nOut(Drawing.CLASSES)
                          .activation(Activation.SOFTMAX))),
          entry(
              LossLayer.class,
              d -> {
                d.layer(new DenseLayer.Builder().nOut(Drawing.CLASSES));
                d.layer(new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX));
              }),
          entry(
              CenterLossOutputLayer.class,
              d ->
                  d.layer(
                      new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                          .nOut(Drawing.CLASSES)
                          .activation(Activation.SOFTMAX))),
          entry(SameDiffOutputLayer.class, d -> d.layer(new SameDiffKinds.Squares())));

  /** Kinds that appear in no network drawn here, and why. */
  static final Map<Class<?>, String> ELSEWHERE =
      Map.ofEntries(
          entry(LayerVertex.class, "holds every layer of a graph"),
          entry(EmbeddingSequenceLayer.class, "only reads sequences of indices"),
          entry(LearnedSelfAttentionLayer.class, "fails in Deeplearning4j 1.0.0-M2.1"),
          entry(PoolHelperVertex.class, "is differentiated wrongly by Deeplearning4j 1.0.0-M2.1"),
          entry(DuplicateToTimeSeriesVertex.class, "needs a sequence as the network's input"),
          entry(RnnOutputLayer.class, "has labels of rank 3, so no program"),
          entry(RnnLossLayer.class, "has labels of rank 3, so no program"),
          entry(CnnLossLayer.class, "has labels of rank 4, so no program"),
          entry(Cnn3DLossLayer.class, "has labels of rank 5, so no program"),
          entry(Yolo2OutputLayer.class, "has labels of rank 4, so no program"),
          entry(OCNNOutputLayer.class, "has no classes, so no program"),
          entry(SDVertexParams.class, "is no layer"));

  @SafeVarargs
  private static Map<Class<?>, Consumer<Drawing>> ordered(
      Map.Entry<Class<?>, Consumer<Drawing>>... entries) {
    Map<Class<?>, Consumer<Drawing>> ordered = new LinkedHashMap<>();
    for (Map.Entry<Class<?>, Consumer<Drawing>> entry : entries) {
      ordered.put(entry.getKey(), entry.getValue());
    }
    return ordered;
  }

  /** Starts a sequence: every kind of sequence comes behind it. */
  static void beginSequence(Drawing d) {
    d.layer(new RepeatVector.Builder<>(5));
  }

  /** Starts a volume. */
  static void beginVolume(Drawing d) {
    d.layer(new DenseLayer.Builder().nOut(54));
    d.layer(
        new ActivationLayer(Activation.TANH),
        new FeedForwardToCnn3DPreProcessor(3, 3, 3, 2, true),
        InputType.convolutional3D(3, 3, 3, 2));
  }

  /** A layer that computes as many columns, or as large an image, from anything. */
  static void anyHidden(Drawing d) {
    if (d.isImage()) {
      d.layer(
          new ConvolutionLayer.Builder(3, 3)
              .convolutionMode(ConvolutionMode.Same)
              .nOut(d.of(3, 8, 16))
              .activation(d.anyActivation()));
      if (d.number(0, 2) == 0) {
        d.layer(new BatchNormalization());
      }
    } else {
      d.layer(dense(d).nOut(d.number(2, 7)));
    }
  }

  private static DenseLayer.Builder dense(Drawing d) {
    return new DenseLayer.Builder()
        .hasBias(d.number(0, 2) == 0)
        .activation(d.anyActivation())
        .hasLayerNorm(d.number(0, 5) == 0);
  }

  private static <T extends ConvolutionLayer.BaseConvBuilder<T>> T convolution(
      Drawing d, T builder) {
    return builder
        .nOut(d.number(1, 18))
        .stride(1, d.number(1, 3))
        .convolutionMode(d.of(ConvolutionMode.Same, ConvolutionMode.Truncate))
        .hasBias(d.number(0, 2) == 0)
        .activation(d.anyActivation());
  }

  private static SubsamplingLayer.Builder pooling(Drawing d, SubsamplingLayer.Builder builder) {
    return builder
        .poolingType(
            d.of(
                SubsamplingLayer.PoolingType.MAX,
                SubsamplingLayer.PoolingType.AVG,
                SubsamplingLayer.PoolingType.PNORM))
        .pnorm(2)
        .kernelSize(2, d.number(1, 3))
        .stride(d.number(1, 3), 1)
        .convolutionMode(d.of(ConvolutionMode.Same, ConvolutionMode.Truncate));
  }

  private static void elementwise(Drawing d) {
    ElementWiseVertex.Op operation = d.of(ElementWiseVertex.Op.values());
    String other = d.similar();
    if (operation == ElementWiseVertex.Op.Subtract || d.number(0, 2) == 0) {
      d.vertex(new ElementWiseVertex(operation), d.last(), other);
    } else {
      d.vertex(
          new ElementWiseVertex(operation),
          d.last(),
          other,
          d.number(0, 2) == 0 ? other : d.similar());
    }
  }

  private static void capsules(Drawing d, Layer layer) {
    d.layer(new PrimaryCapsules.Builder(4, 3).kernelSize(2, 2).stride(1, 1));
    d.layer(layer);
  }

  /** All kinds there are a way to draw. */
  static List<Map<Class<?>, Consumer<Drawing>>> tables() {
    return List.of(OF_ROWS, OF_IMAGES, OF_SEQUENCES, OF_VOLUMES, OUTPUTS);
  }

  /** Whether a class configures a node of a network. */
  static boolean isKind(Class<?> type) {
    return Layer.class.isAssignableFrom(type) || GraphVertex.class.isAssignableFrom(type);
  }
}
