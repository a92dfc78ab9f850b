package org.texp4j.dl4j.programs;

import static org.texp4j.dl4j.programs.Layers.CLASSES;
import static org.texp4j.dl4j.programs.Layers.classes;
import static org.texp4j.dl4j.programs.Layers.convolution;
import static org.texp4j.dl4j.programs.Layers.mean;
import static org.texp4j.dl4j.programs.Layers.norm;
import static org.texp4j.dl4j.programs.Layers.relu;
import static org.texp4j.dl4j.programs.ProgramData.normal;
import static org.texp4j.dl4j.programs.ProgramData.oneOf;
import static org.texp4j.dl4j.programs.ProgramData.single;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.transferlearning.TransferLearningHelper;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.deeplearning4j.zoo.model.LeNet;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.TinyExperiments;

/** Programs that start from a model, or from a network that was configured for another program. */
final class StartedPrograms {

  private static final int SIDE = 6;
  private static final int CHANNELS = 2;
  private static final String WEIGHTS =
      "weights: start from those of the network that the @Network method returns";
  private static final String SEED =
      "network: replaces the seed 3 by that of @Experiment(seed = …)";
  private static final String TYPE =
      "network: replaces the data type DOUBLE by that of the run, FLOAT";

  private StartedPrograms() {}

  static List<Program> all() {
    return List.of(
        ownUpdater(), saved(), newHead(), newHeadOfGraph(), aboveFeatures(), frozen(), zoo());
  }

  private static List<MultiDataSet> images() {
    return single(normal(CHANNELS, SIDE, SIDE), oneOf(CLASSES));
  }

  private static NeuralNetConfiguration.ListBuilder layers(NeuralNetConfiguration.Builder base) {
    return base.activation(Activation.IDENTITY)
        .list()
        .layer(convolution(4))
        .layer(norm())
        .layer(relu())
        .layer(convolution(4))
        .layer(norm())
        .layer(relu())
        .layer(mean())
        .layer(classes())
        .setInputType(InputType.convolutional(SIDE, SIDE, CHANNELS));
  }

  private static NeuralNetConfiguration.Builder others() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .dataType(DataType.DOUBLE)
        .updater(new Adam(0.01))
        .l2(0.3);
  }

  /** A network after a few steps of another program. */
  private static MultiLayerNetwork trained() {
    MultiLayerNetwork network = new MultiLayerNetwork(layers(others()).build());
    network.init();
    images().forEach(batch -> network.fit(Program.dataSet(batch)));
    return network;
  }

  private static FineTuneConfiguration fineTuning() {
    return new FineTuneConfiguration.Builder()
        .seed(3)
        .updater(new Nesterovs(Program.RATE, Program.MOMENTUM))
        .l2(Program.DECAY)
        .build();
  }

  private static Program started(
      String name,
      Experiment.Network.Initialized network,
      Function<NeuralNetConfiguration.Builder, Model> byHand) {
    return Program.of(name, network, images()).byHand(byHand);
  }

  private static Program ownUpdater() {
    Experiment.Network.MultiLayer network = base -> layers(others().miniBatch(true)).build();
    return Program.of("a network with an updater and a decay of its own", network, images())
        .byHand(
            base -> {
              MultiLayerNetwork plain = new MultiLayerNetwork(layers(base).build());
              plain.init();
              return plain;
            })
        .converts("0_W", "3_W")
        .notes(
            "network: replaces the updater Adam with the rate 0.01 of layer 0, layer 1 and 3 more by"
                + " the declared rule",
            "network: replaces .l2(0.3) of layer 0, layer 3, layer 7 by the declared decay",
            SEED,
            TYPE);
  }

  private static Program saved() {
    return started(
            "fine-tuning of a saved model",
            base -> read(written(trained())),
            base ->
                new TransferLearning.Builder(trained()).fineTuneConfiguration(fineTuning()).build())
        .converts("0_W", "3_W")
        .notes(
            "network: replaces the updater Adam with the rate 0.01 of layer 0, layer 1 and 3 more by"
                + " the declared rule",
            "network: replaces .l2(0.3) of layer 0, layer 3, layer 7 by the declared decay",
            SEED,
            TYPE,
            WEIGHTS,
            "weights: the optimizer state that comes with them is dropped; the run begins with its"
                + " own, at 0");
  }

  private static byte[] written(Model network) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ModelSerializer.writeModel(network, bytes, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static MultiLayerNetwork read(byte[] bytes) {
    try {
      return ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Program newHead() {
    return started(
            "a new head on frozen layers",
            base -> withNewHead(new FineTuneConfiguration.Builder().build()),
            base -> withNewHead(fineTuning()))
        .converts("7_W")
        .notes(
            "network: replaces the updater Sgd with the rate 0.001 of layer 7, layer 8, layer 9 by"
                + " the declared rule",
            SEED,
            TYPE,
            WEIGHTS);
  }

  private static MultiLayerNetwork withNewHead(FineTuneConfiguration fineTuning) {
    return new TransferLearning.Builder(trained())
        .fineTuneConfiguration(fineTuning)
        .setFeatureExtractor(6)
        .removeOutputLayer()
        .addLayer(new DenseLayer.Builder().nIn(4).nOut(5).activation(Activation.IDENTITY).build())
        .addLayer(new BatchNormalization.Builder().nIn(5).nOut(5).build())
        .addLayer(
            new OutputLayer.Builder().nIn(5).nOut(CLASSES).activation(Activation.SOFTMAX).build())
        .build();
  }

  private static Program newHeadOfGraph() {
    return started(
            "an output replaced above the feature extractor of a graph",
            base -> withNewOutput(new FineTuneConfiguration.Builder().seed(3).build()),
            base -> withNewOutput(fineTuning()))
        .converts("conv2_W")
        .notes(
            "network: replaces the updater Adam with the rate 0.01 of layer conv2, layer norm2 by the"
                + " declared rule",
            "network: replaces .l2(0.3) of layer conv2 by the declared decay",
            "network: replaces the updater Sgd with the rate 0.001 of layer output by the declared"
                + " rule",
            SEED,
            TYPE,
            WEIGHTS);
  }

  private static ComputationGraph withNewOutput(FineTuneConfiguration fineTuning) {
    ComputationGraph network = new ComputationGraph(graph());
    network.init();
    single(normal(CHANNELS, SIDE, SIDE), oneOf(7)).forEach(network::fit);
    return new TransferLearning.GraphBuilder(network)
        .fineTuneConfiguration(fineTuning)
        .setFeatureExtractor("relu1")
        .nOutReplace("output", CLASSES, WeightInit.XAVIER)
        .build()
        .convertDataType(DataType.DOUBLE); // Which the builder has lost.
  }

  private static ComputationGraphConfiguration graph() {
    return others()
        .activation(Activation.IDENTITY)
        .graphBuilder()
        .addInputs("image")
        .setInputTypes(InputType.convolutional(SIDE, SIDE, CHANNELS))
        .addLayer("conv1", convolution(4), "image")
        .addLayer("norm1", norm(), "conv1")
        .addLayer("relu1", relu(), "norm1")
        .addLayer("conv2", convolution(4), "relu1")
        .addLayer("norm2", norm(), "conv2")
        .addLayer("pool", mean(), "norm2")
        .addLayer("output", TinyExperiments.output(7), "pool")
        .setOutputs("output")
        .build();
  }

  private static Program aboveFeatures() {
    TransferLearningHelper helper = new TransferLearningHelper(trained(), 2);
    List<MultiDataSet> features =
        images().stream()
            .map(batch -> helper.featurize(Program.dataSet(batch)))
            .map(batch -> new MultiDataSet(batch.getFeatures(), batch.getLabels()))
            .toList();
    Experiment.Network.Initialized network =
        base -> new TransferLearningHelper(trained(), 2).unfrozenMLN();
    return Program.of("layers above a feature extractor", network, features)
        .byHand(
            base ->
                new TransferLearning.Builder(new TransferLearningHelper(trained(), 2).unfrozenMLN())
                    .fineTuneConfiguration(fineTuning())
                    .build())
        .converts("0_W")
        .notes(
            "network: replaces the updater Adam with the rate 0.01 of layer 0 (layer3), layer 1"
                + " (layer4), layer 4 (layer7) by the declared rule",
            "network: replaces .l2(0.3) of layer 0 (layer3), layer 4 (layer7) by the declared decay",
            SEED,
            TYPE,
            WEIGHTS);
  }

  private static Program frozen() {
    Experiment.Network.MultiLayer network =
        base ->
            base.activation(Activation.IDENTITY)
                .list()
                .layer(new FrozenLayer(convolution(4)))
                .layer(norm())
                .layer(relu())
                .layer(convolution(4))
                .layer(norm())
                .layer(new FrozenLayerWithBackprop(exempt(convolution(4))))
                .layer(norm())
                .layer(mean())
                .layer(classes())
                .setInputType(InputType.convolutional(SIDE, SIDE, CHANNELS))
                .build();
    return Program.of("layers frozen by hand", network, images()).converts("3_W");
  }

  private static ConvolutionLayer exempt(ConvolutionLayer layer) {
    layer.setRegularization(List.of(new L2Regularization(0)));
    return layer;
  }

  private static Program zoo() {
    Experiment.Network.MultiLayer network = base -> leNet().conf();
    return Program.of(
            "a network of Deeplearning4j's zoo", network, single(normal(1, 28, 28), oneOf(CLASSES)))
        .byHand(
            base ->
                new TransferLearning.Builder((MultiLayerNetwork) leNet().init())
                    .fineTuneConfiguration(fineTuning())
                    .build()
                    .convertDataType(DataType.DOUBLE))
        .notes(
            "network: replaces the updater AdaDelta of layer 0 (cnn1), layer 2 (cnn2) and 2 more by"
                + " the declared rule",
            "network: replaces the seed 1234 by that of @Experiment(seed = …)");
  }

  private static LeNet leNet() {
    return LeNet.builder().numClasses(CLASSES).inputShape(new int[] {1, 28, 28}).build();
  }
}
