package org.texp4j.dl4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.texp4j.dl4j.normalization.LayerNormalization;
import org.texp4j.dl4j.normalization.LayerNormalizedLstm;
import org.texp4j.dl4j.normalization.QkNormAttention;

/**
 * The kinds of networks on sequences that Deeplearning4j has, one row each, and data for them.
 *
 * <p>In all of them a normalized projection comes first, or a normalized embedding, so that each
 * has a weight to convert, whose gradient comes back through the kind.
 */
@SuppressWarnings("deprecation") // of the Graves layers, which networks still have
final class SequenceKinds {

  static final int BATCH = 5;
  static final int STEPS = 4;
  static final int TIME = 6;
  static final int CLASSES = 3;

  private static final int COLUMNS = 4;
  private static final int WIDTH = 4;
  private static final int WORDS = 7;

  private SequenceKinds() {}

  /** What the features of a kind are. */
  enum Features {
    NUMBERS,
    NUMBERS_LAST,
    WORDS,
    ONE_WORD
  }

  /** What the labels of a kind are for. */
  enum Labels {
    TIME_STEPS,
    TIME_STEPS_LAST,
    SEQUENCES
  }

  /**
   * A kind of network.
   *
   * @param masked whether its sequences have different lengths
   * @param network configures it
   */
  record Kind(
      String name,
      Features features,
      Labels labels,
      boolean masked,
      Function<NeuralNetConfiguration.Builder, Configured> network) {

    /** The batches of an epoch. */
    List<DataSet> batches() {
      Random random = new Random(8);
      List<DataSet> batches = new ArrayList<>();
      for (int i = 0; i < STEPS; i++) {
        batches.add(batch(random));
      }
      return batches;
    }

    private DataSet batch(Random random) {
      INDArray mask = masked ? mask(random) : null;
      return new DataSet(
          features(random),
          labels(random),
          mask,
          labels == Labels.SEQUENCES || mask == null ? null : mask.dup());
    }

    private INDArray features(Random random) {
      boolean words = features == Features.WORDS || features == Features.ONE_WORD;
      INDArray array =
          switch (features) {
            case NUMBERS -> Nd4j.zeros(BATCH, COLUMNS, TIME);
            case NUMBERS_LAST -> Nd4j.zeros(BATCH, TIME, COLUMNS);
            case WORDS -> Nd4j.zeros(BATCH, 1, TIME);
            case ONE_WORD -> Nd4j.zeros(BATCH, 1);
          };
      for (long i = 0; i < array.length(); i++) {
        array.putScalar(i, words ? random.nextInt(WORDS) : random.nextGaussian());
      }
      return array;
    }

    private INDArray labels(Random random) {
      INDArray array = Nd4j.zeros(BATCH, CLASSES, labels == Labels.SEQUENCES ? 1 : TIME);
      for (int i = 0; i < array.size(0); i++) {
        for (int t = 0; t < array.size(2); t++) {
          array.putScalar(new int[] {i, random.nextInt(CLASSES), t}, 1);
        }
      }
      return switch (labels) {
        case TIME_STEPS -> array;
        case TIME_STEPS_LAST -> array.permute(0, 2, 1).dup('c');
        case SEQUENCES -> array.reshape(BATCH, CLASSES);
      };
    }

    /** Sequences that have ended at 0, the first of them never. */
    private static INDArray mask(Random random) {
      INDArray mask = Nd4j.zeros(BATCH, TIME);
      for (int i = 0; i < BATCH; i++) {
        int length = i == 0 ? TIME : 2 + random.nextInt(TIME - 1);
        for (int t = 0; t < length; t++) {
          mask.putScalar(i, t, 1);
        }
      }
      return mask;
    }

    /** Whether a weight can be converted: convolutions with columns last fail in M2.1. */
    boolean converts() {
      return features != Features.NUMBERS_LAST;
    }

    /** The same kind, which truncates backpropagation through time. */
    Kind truncatedAfter(int length) {
      return new Kind(
          name,
          features,
          labels,
          masked,
          base -> {
            Configured configured = network.apply(base);
            if (configured.graph == null) {
              configured.layers.setBackpropType(BackpropType.TruncatedBPTT);
              configured.layers.setTbpttFwdLength(length);
            } else {
              configured.graph.setBackpropType(BackpropType.TruncatedBPTT);
              configured.graph.setTbpttFwdLength(length);
            }
            return configured;
          });
    }

    Kind withoutMasks() {
      return new Kind(name, features, labels, false, network);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A configuration of either of Deeplearning4j's kinds of network; the other is null. */
  record Configured(MultiLayerConfiguration layers, ComputationGraphConfiguration graph) {}

  static List<Kind> all() {
    List<Kind> kinds = new ArrayList<>();
    recurrent(kinds);
    convolutional(kinds);
    attention(kinds);
    embeddings(kinds);
    graphs(kinds);
    return kinds;
  }

  private static void recurrent(List<Kind> kinds) {
    kinds.add(ofSteps("LSTM", () -> List.of(lstm())));
    kinds.add(ofSteps("two LSTMs", () -> List.of(lstm(), lstm())));
    kinds.add(ofSteps("LSTM with hard gates", () -> List.of(hardGates())));
    kinds.add(ofSteps("GravesLSTM", () -> List.of(graves())));
    kinds.add(ofSteps("GravesBidirectionalLSTM", () -> List.of(gravesBidirectional())));
    kinds.add(ofSteps("SimpleRnn", () -> List.of(rnn())));
    for (Bidirectional.Mode mode : Bidirectional.Mode.values()) {
      kinds.add(
          ofSteps("Bidirectional LSTM, " + mode, () -> List.of(new Bidirectional(mode, lstm()))));
    }
    kinds.add(ofSteps("Bidirectional SimpleRnn", () -> List.of(new Bidirectional(rnn()))));
    kinds.add(ofSteps("Bidirectional GravesLSTM", () -> List.of(new Bidirectional(graves()))));
    kinds.add(ofSteps("LayerNormalizedLstm", () -> List.of(normalizedLstm())));
    kinds.add(
        ofSteps(
            "Bidirectional LayerNormalizedLstm",
            () -> List.of(new Bidirectional(normalizedLstm()))));
    kinds.add(
        ofSequences(
            "LastTimeStep of LayerNormalizedLstm",
            () -> List.of(new LastTimeStep(normalizedLstm()))));
    kinds.add(ofSequences("LastTimeStep of LSTM", () -> List.of(new LastTimeStep(lstm()))));
    kinds.add(ofSequences("LastTimeStep of SimpleRnn", () -> List.of(new LastTimeStep(rnn()))));
    kinds.add(
        ofSequences(
            "LastTimeStep of Bidirectional",
            () -> List.of(new LastTimeStep(new Bidirectional(lstm())))));
    kinds.add(ofSteps("TimeDistributed", () -> List.of(new TimeDistributed(dense()), lstm())));
    kinds.add(ofSteps("dense between", () -> List.of(lstm(), dense(), lstm())));
    kinds.add(ofSteps("MaskZero", () -> List.of(new MaskZeroLayer(lstm(), 0))).withoutMasks());
    kinds.add(
        kind(
            "RnnLossLayer",
            Labels.TIME_STEPS,
            () ->
                List.of(
                    new LSTM.Builder().nOut(CLASSES).activation(Activation.TANH).build(),
                    new RnnLossLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build())));
    kinds.add(
        new Kind(
            "columns last",
            Features.NUMBERS_LAST,
            Labels.TIME_STEPS_LAST,
            true,
            base ->
                layers(
                    base,
                    InputType.recurrent(COLUMNS, TIME, RNNFormat.NWC),
                    List.of(
                        new LSTM.Builder()
                            .nOut(WIDTH)
                            .dataFormat(RNNFormat.NWC)
                            .activation(Activation.TANH)
                            .build(),
                        new RnnOutputLayer.Builder(LossFunction.MCXENT)
                            .nOut(CLASSES)
                            .dataFormat(RNNFormat.NWC)
                            .activation(Activation.SOFTMAX)
                            .build()))));
  }

  private static void convolutional(List<Kind> kinds) {
    kinds.add(ofSteps("Convolution1D", () -> List.of(convolution(ConvolutionMode.Same))));
    kinds.add(ofSteps("Convolution1D, causal", () -> List.of(convolution(ConvolutionMode.Causal))));
    kinds.add(
        ofPooled("Convolution1D, valid", () -> List.of(convolution(ConvolutionMode.Truncate))));
    kinds.add(
        ofPooled(
            "Subsampling1D",
            () ->
                List.of(
                    new Subsampling1DLayer.Builder(PoolingType.MAX, 2).stride(2).build(),
                    convolution(ConvolutionMode.Same))));
    kinds.add(
        ofPooled(
                "Upsampling1D",
                () ->
                    List.of(new Upsampling1D.Builder(2).build(), convolution(ConvolutionMode.Same)))
            .withoutMasks());
    kinds.add(
        ofPooled(
                "Cropping1D",
                () -> List.of(new Cropping1D.Builder(1).build(), convolution(ConvolutionMode.Same)))
            .withoutMasks());
    kinds.add(
        ofPooled(
                "ZeroPadding1D",
                () ->
                    List.of(
                        new ZeroPadding1DLayer.Builder(1).build(),
                        convolution(ConvolutionMode.Same)))
            .withoutMasks());
    kinds.add(ofPooled("LocallyConnected1D", () -> List.of(locallyConnected())).withoutMasks());
    for (PoolingType pooling : PoolingType.values()) {
      kinds.add(
          ofSequences(
              "GlobalPooling of LSTM, " + pooling,
              () -> List.of(lstm(), new GlobalPoolingLayer.Builder(pooling).pnorm(2).build())));
    }
  }

  private static void attention(List<Kind> kinds) {
    kinds.add(ofPooled("SelfAttention", () -> List.of(selfAttention(true))));
    kinds.add(ofPooled("SelfAttention without projection", () -> List.of(selfAttention(false))));
    kinds.add(
        ofPooled(
            "RecurrentAttention",
            () ->
                List.of(
                    new RecurrentAttentionLayer.Builder()
                        .nHeads(1)
                        .nOut(WIDTH)
                        .projectInput(true)
                        .activation(Activation.TANH)
                        .build())));
    kinds.add(
        ofPooled("QkNormAttention", () -> List.of(new QkNormAttention.Builder(2, WIDTH).build())));
    kinds.add(
        ofSteps(
            "QkNormAttention per step",
            () -> List.of(new QkNormAttention.Builder(1, WIDTH).build())));
  }

  private static void embeddings(List<Kind> kinds) {
    kinds.add(
        ofWords(
            "EmbeddingSequence",
            Features.WORDS,
            Labels.TIME_STEPS,
            () -> List.of(wordsEmbedding(), normalization(), lstm(), stepOutput())));
    kinds.add(
        ofWords(
            "EmbeddingSequence, pooled",
            Features.WORDS,
            Labels.SEQUENCES,
            () ->
                List.of(
                    wordsEmbedding(),
                    normalization(),
                    new GlobalPoolingLayer(PoolingType.AVG),
                    output())));
    kinds.add(
        ofWords(
            "Embedding",
            Features.ONE_WORD,
            Labels.SEQUENCES,
            () -> List.of(wordEmbedding(), normalization(), dense(), output())));
    kinds.add(
        ofWords(
            "RepeatVector",
            Features.ONE_WORD,
            Labels.TIME_STEPS,
            () ->
                List.of(
                    wordEmbedding(),
                    normalization(),
                    new RepeatVector.Builder<>(TIME).build(),
                    lstm(),
                    stepOutput())));
  }

  private static void graphs(List<Kind> kinds) {
    kinds.add(
        graph(
            "LastTimeStepVertex",
            Labels.SEQUENCES,
            g ->
                g.addLayer("lstm", lstm(), "norm")
                    .addVertex("last", new LastTimeStepVertex("sequence"), "lstm")
                    .addLayer("output", output(), "last")));
    kinds.add(
        graph(
            "encoder and decoder",
            Labels.TIME_STEPS,
            g ->
                g.addLayer("encoder", lstm(), "norm")
                    .addVertex("last", new LastTimeStepVertex("sequence"), "encoder")
                    .addVertex("repeated", new DuplicateToTimeSeriesVertex("sequence"), "last")
                    .addVertex("merged", new MergeVertex(), "norm", "repeated")
                    .addLayer("decoder", lstm(), "merged")
                    .addLayer("output", stepOutput(), "decoder")));
    kinds.add(
        graph(
            "ReverseTimeSeriesVertex",
            Labels.TIME_STEPS,
            g ->
                g.addLayer("forward", lstm(), "norm")
                    .addVertex("reversed", new ReverseTimeSeriesVertex("sequence"), "norm")
                    .addLayer("backward", lstm(), "reversed")
                    .addVertex("back", new ReverseTimeSeriesVertex("sequence"), "backward")
                    .addVertex("merged", new MergeVertex(), "forward", "back")
                    .addLayer("output", stepOutput(), "merged")));
    kinds.add(
        graph(
            "AttentionVertex",
            Labels.SEQUENCES,
            g ->
                g.addLayer("lstm", lstm(), "norm")
                    .addVertex(
                        "attention",
                        new AttentionVertex.Builder()
                            .nInQueries(WIDTH)
                            .nInKeys(WIDTH)
                            .nInValues(WIDTH)
                            .nOut(WIDTH)
                            .nHeads(1)
                            .projectInput(true)
                            .build(),
                        "lstm",
                        "norm",
                        "lstm")
                    .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "attention")
                    .addLayer("output", output(), "pool")));
  }

  private static Kind ofSteps(String name, Supplier<List<Layer>> layers) {
    return kind(name, Labels.TIME_STEPS, () -> joined(layers.get(), stepOutput()));
  }

  private static Kind ofSequences(String name, Supplier<List<Layer>> layers) {
    return kind(name, Labels.SEQUENCES, () -> joined(layers.get(), output()));
  }

  private static Kind ofPooled(String name, Supplier<List<Layer>> layers) {
    return ofSequences(name, () -> joined(layers.get(), new GlobalPoolingLayer(PoolingType.AVG)));
  }

  private static Kind kind(String name, Labels labels, Supplier<List<Layer>> layers) {
    return new Kind(
        name,
        Features.NUMBERS,
        labels,
        true,
        base ->
            layers(
                base,
                numbers(),
                Stream.concat(Stream.of(projection(), normalization()), layers.get().stream())
                    .toList()));
  }

  private static Kind ofWords(
      String name, Features features, Labels labels, Supplier<List<Layer>> layers) {
    boolean one = features == Features.ONE_WORD;
    return new Kind(
        name,
        features,
        labels,
        !one,
        base ->
            layers(
                base,
                one ? InputType.feedForward(WORDS) : InputType.recurrent(WORDS, TIME),
                layers.get()));
  }

  private static List<Layer> joined(List<Layer> layers, Layer last) {
    return Stream.concat(layers.stream(), Stream.of(last)).toList();
  }

  private static Configured layers(
      NeuralNetConfiguration.Builder base, InputType input, List<Layer> layers) {
    NeuralNetConfiguration.ListBuilder list = base.list();
    layers.forEach(list::layer);
    return new Configured(list.setInputType(input).build(), null);
  }

  private static Kind graph(String name, Labels labels, Function<GraphBuilder, GraphBuilder> body) {
    return new Kind(
        name,
        Features.NUMBERS,
        labels,
        true,
        base ->
            new Configured(
                null,
                body.apply(
                        base.graphBuilder()
                            .addInputs("sequence")
                            .setInputTypes(numbers())
                            .addLayer("projection", projection(), "sequence")
                            .addLayer("norm", normalization(), "projection"))
                    .setOutputs("output")
                    .build()));
  }

  private static InputType numbers() {
    return InputType.recurrent(COLUMNS, TIME);
  }

  private static Layer projection() {
    return new Convolution1D.Builder(1)
        .nOut(WIDTH)
        .hasBias(false)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static Layer normalization() {
    return new LayerNormalization.Builder().build();
  }

  private static Layer convolution(ConvolutionMode mode) {
    return new Convolution1DLayer.Builder(3)
        .nOut(WIDTH)
        .convolutionMode(mode)
        .activation(Activation.TANH)
        .build();
  }

  private static Layer normalizedLstm() {
    return new LayerNormalizedLstm.Builder(WIDTH).build();
  }

  private static Layer hardGates() {
    return new LSTM.Builder()
        .nOut(WIDTH)
        .gateActivationFunction(Activation.HARDSIGMOID)
        .forgetGateBiasInit(0.5)
        .activation(Activation.SOFTSIGN)
        .build();
  }

  private static Layer graves() {
    return new GravesLSTM.Builder().nOut(WIDTH).activation(Activation.TANH).build();
  }

  private static Layer gravesBidirectional() {
    return new GravesBidirectionalLSTM.Builder().nOut(WIDTH).activation(Activation.TANH).build();
  }

  private static Layer locallyConnected() {
    return new LocallyConnected1D.Builder()
        .kernelSize(2)
        .nOut(WIDTH)
        .activation(Activation.TANH)
        .build();
  }

  private static Layer selfAttention(boolean projected) {
    return new SelfAttentionLayer.Builder()
        .nHeads(projected ? 2 : 1)
        .nIn(WIDTH)
        .nOut(WIDTH)
        .projectInput(projected)
        .build();
  }

  private static Layer wordsEmbedding() {
    return new EmbeddingSequenceLayer.Builder().nOut(WIDTH).build();
  }

  private static Layer wordEmbedding() {
    return new EmbeddingLayer.Builder().nOut(WIDTH).activation(Activation.IDENTITY).build();
  }

  private static LSTM lstm() {
    return new LSTM.Builder().nOut(WIDTH).activation(Activation.TANH).build();
  }

  private static SimpleRnn rnn() {
    return new SimpleRnn.Builder().nOut(WIDTH).activation(Activation.TANH).build();
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nOut(WIDTH).activation(Activation.TANH).build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static RnnOutputLayer stepOutput() {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
