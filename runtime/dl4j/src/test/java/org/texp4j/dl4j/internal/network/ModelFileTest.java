package org.texp4j.dl4j.internal.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.TinyExperiments;
import planted.OwnActivation;

/** Model files from anyone: a network, or refused; never a class or object of the file's choice. */
class ModelFileTest {

  private static final ClassAllowlist LIBRARIES = ClassAllowlist.ofLibraries();

  /** Whose name must not appear as that of a class anywhere else in this test. */
  private static final String PLANTED = "planted.Planted";

  private static final String TRACE = "planted";

  @TempDir private static Path directory;

  private static MultiLayerNetwork network;
  private static byte[] model;

  @BeforeAll
  static void save() throws IOException {
    network = network(new ActivationReLU());
    model = saved(network);
  }

  private static MultiLayerNetwork network(IActivation activation) {
    MultiLayerNetwork created =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new Nesterovs(0.1, 0.9))
                .list()
                .layer(
                    new DenseLayer.Builder()
                        .nIn(3)
                        .nOut(4)
                        .activation(activation)
                        .weightInit(new WeightInitDistribution(new NormalDistribution(0, 1)))
                        .build())
                .layer(new OutputLayer.Builder().nIn(4).nOut(2).build())
                .build());
    created.init();
    created.getUpdater().getStateViewArray().assign(Nd4j.rand(new long[] {1, created.numParams()}));
    return created;
  }

  private static byte[] saved(MultiLayerNetwork network) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, bytes, true);
    return bytes.toByteArray();
  }

  private static Map<String, byte[]> entries(byte[] zip) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  private static Path written(Map<String, byte[]> entries) throws IOException {
    Path file = directory.resolve("model.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return file;
  }

  /** The model with its configuration changed. */
  private static Path configured(String before, String after) throws IOException {
    Map<String, byte[]> entries = entries(model);
    String json =
        new String(entries.get(ModelSerializer.CONFIGURATION_JSON), StandardCharsets.UTF_8);
    assertThat(json).contains(before);
    entries.put(
        ModelSerializer.CONFIGURATION_JSON,
        json.replace(before, after).getBytes(StandardCharsets.UTF_8));
    return written(entries);
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> ModelFile.load(file, LIBRARIES))
        .isInstanceOf(ZipException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(reason);
    assertThat(System.getProperty(TRACE)).as("the planted class").isNull();
  }

  @Test
  void readsWhatDeeplearning4jWrites() throws IOException {
    NetworkModel read = ModelFile.load(Files.write(directory.resolve("a.zip"), model), LIBRARIES);

    assertThat(Bits.of(read.parameters())).isEqualTo(Bits.of(network.params().ravel()));
    assertThat(Bits.of(read.velocities()))
        .isEqualTo(Bits.of(network.getUpdater().getStateViewArray().ravel()));
    assertThat(read.description().toJson())
        .isEqualTo(network.getLayerWiseConfigurations().toJson());

    ComputationGraph graph =
        new ComputationGraph(
            TinyExperiments.residual(
                new NeuralNetConfiguration.Builder().updater(new Nesterovs(0.1, 0.9))));
    graph.init();
    Path file = directory.resolve("graph.zip");
    graph.save(file.toFile());
    assertThat(Bits.of(ModelFile.load(file, LIBRARIES).parameters()))
        .isEqualTo(Bits.of(graph.params().ravel()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"@class\" : \"org.deeplearning4j.nn.conf.layers.DenseLayer\""
            + " | \"@class\" : \"planted.Planted\"",
        "\"@class\" : \"org.nd4j.linalg.activations.impl.ActivationReLU\""
            + " | \"\\u0040class\" : \"planted\\u002ePlanted\"",
        "\"@class\" : \"org.nd4j.linalg.activations.impl.ActivationReLU\""
            + " | \"more\" : { \"@class\" : \"planted.Planted\" }, \"@class\" :"
            + " \"org.nd4j.linalg.activations.impl.ActivationReLU\"",
        "\"type\" : \"org.deeplearning4j.nn.conf.distribution.NormalDistribution\""
            + " | \"type\" : \"planted.Planted\"",
        "\"@class\" : \"org.nd4j.linalg.learning.config.Nesterovs\""
            + " | \"@class\" : \"java.util.ArrayList<planted.Planted>\"",
        "\"@class\" : \"org.nd4j.linalg.learning.config.Nesterovs\""
            + " | \"@class\" : \"org.nd4j.linalg.learning.config.Nesterovs<planted.Planted>\"",
        "\"@class\" : \"org.nd4j.linalg.learning.config.Nesterovs\""
            + " | \"@class\" : \"org.nd4j.shade.jackson.databind.ObjectMapper\"",
        "\"@class\" : \"org.nd4j.linalg.learning.config.Nesterovs\""
            + " | \"@class\" : \"[Lplanted.Planted;\"",
        "\"weightInitFn\" : { | \"weightInit\" : \"DISTRIBUTION\", \"dist\" : { \"type\" :"
            + " \"planted.Planted\" }, \"unknown\" : {",
        "\"weightInitFn\" : { | \"weightInit\" : \"DISTRIBUTION\", \"dist\" : { \"type\" : \"FF\" },"
            + " \"unknown\" : {",
      })
  void aClassOfTheFilesChoiceIsNotLoaded(String before, String after) throws IOException {
    Path file = configured(before, after);

    assertThatThrownBy(() -> ModelFile.load(file, LIBRARIES)).isInstanceOf(ZipException.class);
    assertThat(System.getProperty(TRACE)).as("the planted class").isNull();
  }

  @Test
  void aClassThatIsNotAllowedIsNamedWithTheRemedy() throws IOException {
    assertRefused(
        configured("org.nd4j.linalg.activations.impl.ActivationReLU", PLANTED),
        "the configuration names the class planted.Planted, which is not loaded: it is neither of"
            + " Deeplearning4j nor of this library. If you trust the model, allow the class by"
            + " -Dorg.texp4j.classes=planted.Planted");
  }

  @Test
  void twoMembersOfOneNameAreRefused() throws IOException {
    String one = "\"@class\" : \"org.nd4j.linalg.learning.config.Nesterovs\"";
    assertRefused(configured(one, one + ", " + one), "it has two members '@class'");
  }

  @Test
  void anAllowedClassOfAnotherKindIsNotInitialized() throws IOException {
    Path file = configured("org.nd4j.linalg.activations.impl.ActivationReLU", PLANTED);
    System.setProperty(ClassAllowlist.PROPERTY, "other.One, planted.*");
    try {
      assertRefused(file, "Not a subtype");
    } finally {
      System.clearProperty(ClassAllowlist.PROPERTY);
    }
  }

  @Test
  void aUsersOwnClassIsAllowedByPropertyOrByTheUsersNetwork() throws IOException {
    MultiLayerNetwork own = network(new OwnActivation());
    Path file = Files.write(directory.resolve("own.zip"), saved(own));
    assertRefused(file, "planted.OwnActivation");

    NetworkDescription declared = NetworkDescription.of(own.getLayerWiseConfigurations());
    assertThat(ModelFile.load(file, ClassAllowlist.withThoseOf(() -> declared)).parameters())
        .isNotNull();
    System.setProperty(ClassAllowlist.PROPERTY, "planted.OwnActivation");
    try {
      assertThat(ModelFile.load(file, LIBRARIES).parameters()).isNotNull();
    } finally {
      System.clearProperty(ClassAllowlist.PROPERTY);
    }
  }

  @Test
  void aSerializedObjectIsNotRead() throws Exception {
    Map<String, byte[]> entries = entries(model);
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(object)) {
      out.writeObject(new ArrayList<>());
    }
    for (String name : new String[] {"preprocessor.bin", "updater.bin", "objects/x"}) {
      Map<String, byte[]> more = new LinkedHashMap<>(entries);
      more.put(name, object.toByteArray());
      assertRefused(written(more), "it has an entry " + name);
    }
    // A normalizer may be one too; it is copied, and not understood.
    entries.put("normalizer.bin", object.toByteArray());
    Path file = written(entries);
    assertThat(ModelFile.load(file, LIBRARIES).parameters()).isNotNull();
    assertThat(ModelFile.normalizer(file)).contains(object.toByteArray());
  }

  @Test
  void sizesAreComparedBeforeAnythingIsAllocated() throws IOException {
    assertRefused(configured("\"nin\" : 3", "\"nin\" : 4"), "but the network has 30 of type FLOAT");
    assertRefused(
        configured("\"nin\" : 3", "\"nin\" : 1099511627776"), "but the network has 4398046511118");
    // (2^62 + 3) 4 is 12, in 64 bits.
    assertRefused(configured("\"nin\" : 3", "\"nin\" : 4611686018427387907"), "");
    assertRefused(configured("\"nin\" : 3", "\"nin\" : -3"), "");
    assertRefused(configured("\"dataType\" : \"FLOAT\"", "\"dataType\" : \"DOUBLE\""), "DOUBLE");
    assertRefused(configured("\"dataType\" : \"FLOAT\",", ""), "old version of Deeplearning4j");
  }

  /** Native code divides by strides and multiplies dilations, and ends the process. */
  @Test
  void windowsThatNoLayerHasAreRefused() throws IOException {
    ComputationGraph graph =
        new ComputationGraph(
            TinyExperiments.residual(
                new NeuralNetConfiguration.Builder().updater(new Nesterovs(0.1, 0.9))));
    graph.init();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(graph, bytes, true);
    Map<String, byte[]> entries = entries(bytes.toByteArray());
    String json =
        new String(entries.get(ModelSerializer.CONFIGURATION_JSON), StandardCharsets.UTF_8);
    for (String window : new String[] {"dilation", "stride", "kernelSize", "padding"}) {
      String changed =
          json.replaceFirst("\"" + window + "\" : \\[ \\d", "\"" + window + "\" : [ -2");
      assertThat(changed).isNotEqualTo(json);
      entries.put(ModelSerializer.CONFIGURATION_JSON, changed.getBytes(StandardCharsets.UTF_8));
      assertRefused(written(entries), "the configuration has the " + window + " [-2,");
    }
  }

  @Test
  void nestingThatTakesTheStackIsRefused() throws IOException {
    assertRefused(
        configured("\"nin\" : 3", "\"nin\" : " + "[".repeat(100_000) + "]".repeat(100_000)),
        "it is nested deeper than 100 levels");
    assertRefused(
        configured("\"nin\" : 3", "\"nin\" : " + "1".repeat(1_000_000)),
        "it has a number of 1000000 digits");
  }
}
