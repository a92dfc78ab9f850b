package org.texp4j.dl4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.zoo.model.AlexNet;
import org.deeplearning4j.zoo.model.Darknet19;
import org.deeplearning4j.zoo.model.FaceNetNN4Small2;
import org.deeplearning4j.zoo.model.InceptionResNetV1;
import org.deeplearning4j.zoo.model.LeNet;
import org.deeplearning4j.zoo.model.NASNet;
import org.deeplearning4j.zoo.model.ResNet50;
import org.deeplearning4j.zoo.model.SimpleCNN;
import org.deeplearning4j.zoo.model.SqueezeNet;
import org.deeplearning4j.zoo.model.TextGenerationLSTM;
import org.deeplearning4j.zoo.model.TinyYOLO;
import org.deeplearning4j.zoo.model.UNet;
import org.deeplearning4j.zoo.model.VGG16;
import org.deeplearning4j.zoo.model.VGG19;
import org.deeplearning4j.zoo.model.Xception;
import org.deeplearning4j.zoo.model.YOLO2;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Experiment;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.TinyExperiments;
import org.texp4j.schedule.RecipeForm;

/**
 * Every network of Deeplearning4j's zoo takes a step as it comes, but for NASNet, which version
 * 1.0.0-M2.1 cannot build. Small ones in every build, all with {@code -Dtexp4j.thorough}.
 */
class ZooTrainingTest {

  private static final int CLASSES = 3;

  /**
   * A network and its data.
   *
   * @param features the shape of an example
   * @param labels the shape of its labels
   * @param form an exponential one where anything is proven and the witness takes seconds
   */
  private record Example(
      String name,
      Experiment.Network network,
      int[] features,
      int[] labels,
      RecipeForm form,
      boolean small) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static Example layers(
      String name, MultiLayerConfiguration network, int[] features, int[] labels, boolean small) {
    Experiment.Network.MultiLayer method = base -> network;
    return new Example(name, method, features, labels, RecipeForm.WEIGHT_DECAY, small);
  }

  private static Example graph(
      String name,
      ComputationGraphConfiguration network,
      int[] features,
      int[] labels,
      boolean converted,
      boolean small) {
    Experiment.Network.Graph method = base -> network;
    return new Example(
        name,
        method,
        features,
        labels,
        converted ? RecipeForm.TEXP_PLUS_PLUS : RecipeForm.WEIGHT_DECAY,
        small);
  }

  /** A network that exists with its weights only. */
  private static Example initialized(
      String name, Supplier<Model> network, int[] features, boolean small) {
    Experiment.Network.Initialized method = base -> network.get();
    return new Example(name, method, features, new int[] {CLASSES}, RecipeForm.WEIGHT_DECAY, small);
  }

  /** Some networks get their inputs only on initialization. */
  private static ComputationGraphConfiguration built(GraphBuilder builder, int[] shape) {
    if (builder.getNetworkInputs().isEmpty()) {
      builder.addInputs("input");
    }
    if (builder.getNetworkInputTypes().isEmpty()) {
      builder.setInputTypes(InputType.convolutional(shape[1], shape[2], shape[0]));
    }
    return builder.build();
  }

  private static int[] image(int channels, int side) {
    return new int[] {channels, side, side};
  }

  static Stream<Example> zoo() {
    int[] classes = {CLASSES};
    int[] tiny = image(3, 32);
    int[] small = image(3, 64);
    int[] medium = image(3, 96);
    int[] face = image(3, 160);
    int[] large = image(3, 224);
    return Stream.of(
        layers(
            "LeNet",
            LeNet.builder().numClasses(CLASSES).inputShape(image(1, 28)).build().conf(),
            image(1, 28),
            classes,
            true),
        layers(
            "AlexNet",
            AlexNet.builder().numClasses(CLASSES).inputShape(large).build().conf(),
            large,
            classes,
            false),
        layers(
            "TextGenerationLSTM",
            TextGenerationLSTM.builder()
                .totalUniqueCharacters(7)
                .inputShape(new int[] {40, 7})
                .build()
                .conf(),
            new int[] {7, 40},
            new int[] {7, 40},
            true),
        graph(
            "Darknet19",
            Darknet19.builder().numClasses(CLASSES).inputShape(small).build().conf(),
            small,
            classes,
            false,
            false),
        graph(
            "FaceNetNN4Small2",
            FaceNetNN4Small2.builder().numClasses(CLASSES).inputShape(medium).build().conf(),
            medium,
            classes,
            true,
            true),
        initialized(
            "InceptionResNetV1",
            () -> InceptionResNetV1.builder().numClasses(CLASSES).inputShape(face).build().init(),
            face,
            false),
        initialized(
            "SimpleCNN",
            () ->
                new TransferLearning.Builder(
                        (MultiLayerNetwork)
                            SimpleCNN.builder()
                                .numClasses(CLASSES)
                                .inputShape(image(3, 48))
                                .build()
                                .init())
                    .fineTuneConfiguration(new FineTuneConfiguration.Builder().build())
                    .addLayer(new LossLayer.Builder().activation(Activation.IDENTITY).build())
                    .build(),
            image(3, 48),
            true),
        graph(
            "ResNet50",
            built(
                ResNet50.builder().numClasses(CLASSES).inputShape(medium).build().graphBuilder(),
                medium),
            medium,
            classes,
            false,
            false),
        graph(
            "SqueezeNet",
            built(
                SqueezeNet.builder().numClasses(CLASSES).inputShape(small).build().graphBuilder(),
                small),
            small,
            classes,
            false,
            true),
        graph(
            "TinyYOLO",
            TinyYOLO.builder().numClasses(CLASSES).inputShape(small).build().conf(),
            small,
            new int[] {4 + CLASSES, 2, 2},
            false,
            false),
        graph(
            "UNet",
            built(UNet.builder().inputShape(tiny).build().graphBuilder(), tiny),
            tiny,
            new int[] {1, 32, 32},
            false,
            false),
        graph(
            "VGG16",
            VGG16.builder().numClasses(CLASSES).inputShape(tiny).build().conf(),
            tiny,
            classes,
            false,
            false),
        graph(
            "VGG19",
            VGG19.builder().numClasses(CLASSES).inputShape(tiny).build().conf(),
            tiny,
            classes,
            false,
            false),
        graph(
            "Xception",
            built(
                Xception.builder().numClasses(CLASSES).inputShape(medium).build().graphBuilder(),
                medium),
            medium,
            classes,
            false,
            false),
        graph(
            "YOLO2",
            YOLO2.builder().numClasses(CLASSES).inputShape(small).build().conf(),
            small,
            new int[] {4 + CLASSES, 2, 2},
            false,
            false));
  }

  @Test
  void allOfTheZooIsThere() throws IOException {
    Set<String> names = zoo().map(Example::name).collect(Collectors.toCollection(TreeSet::new));
    names.add("NASNet");

    assertThat(names).isEqualTo(namesInTheJar());
  }

  private static Set<String> namesInTheJar() throws IOException {
    String folder = LeNet.class.getPackageName().replace('.', '/');
    Path jar = Path.of(LeNet.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.matches(folder + "/\\w+\\.class"))
          .map(name -> name.substring(folder.length() + 1, name.length() - ".class".length()))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** If it can, it belongs to the others. */
  @Test
  void deeplearning4jCannotBuildNasNet() {
    assertThatThrownBy(() -> NASNet.builder().numClasses(CLASSES).build().init())
        .hasMessageStartingWith("Cannot calculate activation types if no inputs have been set");
  }

  static Stream<Arguments> tried() {
    return zoo().filter(each -> each.small || Thorough.ASKED).map(Arguments::of);
  }

  /** Lets go of the arrays of a network, some of which are large. */
  @AfterEach
  void collect() {
    System.gc();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tried")
  void takesAStepAsItComes(Example example) {
    Experiment.Builder builder =
        TinyExperiments.onImages(TinyExperiments.constantRecipe(10, 1e-3, 5e-4, 0.9), example.form)
            .batchSize(2)
            .trainingExamples(2)
            .trainingData(request -> new ListDataSetIterator<>(data(example), 2));
    if (example.network instanceof Experiment.Network.MultiLayer layers) {
      builder.multiLayerNetwork(layers);
    } else if (example.network instanceof Experiment.Network.Graph graph) {
      builder.computationGraph(graph);
    } else {
      builder.initializedNetwork((Experiment.Network.Initialized) example.network);
    }
    Experiment experiment = builder.build();
    TrainingRun run = TrainingRun.start(experiment, RunSettings.of(experiment));
    INDArray before = run.network().parameters().dup();

    run.takeStep(run.nextBatch());

    assertThat(run.step()).isEqualTo(1);
    assertThat(run.loss()).isFinite().isNotZero();
    assertThat(run.network().parameters()).isNotEqualTo(before);
    assertThat(run.notes()).anyMatch(note -> note.startsWith("network: replaces the updater "));
  }

  private static List<DataSet> data(Example example) {
    Nd4j.getRandom().setSeed(3);
    INDArray features = Nd4j.rand(batch(example.features));
    INDArray labels = Nd4j.zeros(batch(example.labels));
    for (int i = 0; i < 2; i++) {
      INDArray row = labels.slice(i);
      switch (example.labels.length) {
        case 1 -> row.putScalar(i, 1);
        case 2 -> row.getRow(i).assign(1);
        default -> object(row, example.name);
      }
    }
    return new DataSet(features, labels).asList();
  }

  /** A box around an object for a detector, or a mask for a segmentation. */
  private static void object(INDArray labels, String name) {
    if (!name.contains("YOLO")) {
      labels.assign(1);
      return;
    }
    double[] corners = {0.2, 0.3, 0.8, 0.9};
    for (int i = 0; i < corners.length; i++) {
      labels.putScalar(i, 0, 0, corners[i]);
    }
    labels.putScalar(corners.length, 0, 0, 1);
  }

  private static int[] batch(int[] shape) {
    int[] batch = new int[shape.length + 1];
    batch[0] = 2;
    System.arraycopy(shape, 0, batch, 1, shape.length);
    return batch;
  }
}
