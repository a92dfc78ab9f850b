package org.texp4j.dl4j.internal.invariance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.zoo.model.AlexNet;
import org.deeplearning4j.zoo.model.Darknet19;
import org.deeplearning4j.zoo.model.FaceNetNN4Small2;
import org.deeplearning4j.zoo.model.InceptionResNetV1;
import org.deeplearning4j.zoo.model.LeNet;
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
import org.junit.jupiter.api.Test;
import org.texp4j.dl4j.internal.network.NetworkDescription;

/**
 * What can be proven of the networks of Deeplearning4j's zoo, as docs/zoo.md says.
 *
 * <p>-Dtexp4j.zoo=rewrite rewrites that page, to be read before it is committed.
 */
class ZooTest {

  private static final Path TABLE = Path.of("..", "..", "docs", "zoo.md");

  private static Map<String, Supplier<NetworkDescription>> zoo() {
    Map<String, Supplier<NetworkDescription>> zoo = new LinkedHashMap<>();
    zoo.put("AlexNet", () -> NetworkDescription.of(AlexNet.builder().build().conf()));
    zoo.put("Darknet19", () -> NetworkDescription.of(Darknet19.builder().build().conf()));
    zoo.put(
        "FaceNetNN4Small2",
        () -> NetworkDescription.of(FaceNetNN4Small2.builder().numClasses(1000).build().conf()));
    zoo.put(
        "InceptionResNetV1",
        () ->
            NetworkDescription.of(
                InceptionResNetV1.builder().numClasses(1000).build().init().getConfiguration()));
    zoo.put("LeNet", () -> NetworkDescription.of(LeNet.builder().build().conf()));
    zoo.put("ResNet50", () -> graph(ResNet50.builder().build().graphBuilder()));
    zoo.put("SimpleCNN", () -> NetworkDescription.of(SimpleCNN.builder().build().conf()));
    zoo.put("SqueezeNet", () -> graph(SqueezeNet.builder().build().graphBuilder()));
    zoo.put(
        "TextGenerationLSTM",
        () ->
            NetworkDescription.of(
                TextGenerationLSTM.builder()
                    .totalUniqueCharacters(47)
                    .inputShape(new int[] {40, 47})
                    .build()
                    .conf()));
    zoo.put("TinyYOLO", () -> NetworkDescription.of(TinyYOLO.builder().build().conf()));
    zoo.put("UNet", () -> graph(UNet.builder().build().graphBuilder()));
    zoo.put("VGG16", () -> NetworkDescription.of(VGG16.builder().build().conf()));
    zoo.put("VGG19", () -> NetworkDescription.of(VGG19.builder().build().conf()));
    zoo.put("Xception", () -> graph(Xception.builder().build().graphBuilder()));
    zoo.put("YOLO2", () -> NetworkDescription.of(YOLO2.builder().build().conf()));
    return zoo;
  }

  /** Some networks get their input only on initialization. */
  private static NetworkDescription graph(GraphBuilder builder) {
    if (builder.getNetworkInputs().isEmpty()) {
      builder.addInputs("input");
    }
    if (builder.getNetworkInputTypes().isEmpty()) {
      builder.setInputTypes(InputType.convolutional(224, 224, 3));
    }
    return NetworkDescription.of(builder.build());
  }

  @Test
  void theTableSaysWhatIsProven() throws IOException {
    StringBuilder rows = new StringBuilder();
    StringBuilder causes = new StringBuilder();
    zoo()
        .forEach(
            (name, network) -> {
              Proof proof = InvarianceAnalysis.prove(network.get());
              rows.append(row(name, proof));
              causes.append("\n## ").append(name).append('\n').append(causes(proof));
            });
    String table =
        """
        # What can be proven of Deeplearning4j's zoo

        The weight tensors of the networks in deeplearning4j-zoo 1.0.0-M2.1, unmodified. A tensor is
        converted if it is proven scale invariant, alone or jointly with others; all others keep the
        declared recipe. `ZooTest` verifies this page, and `ZooTrainingTest` that each network takes a step as
        it comes; SimpleCNN, which has no output layer, with a `LossLayer` behind it. NASNet is missing: this
        version cannot build it, since it asks for the shapes of layers before it has inputs.

        | network | weight tensors | proven | alone | joint groups | kept |
        | --- | --- | --- | --- | --- | --- |
        """
            + rows
            + causes;
    if ("rewrite".equals(System.getProperty("texp4j.zoo"))) {
      Files.writeString(TABLE, table);
    }
    assertThat(Files.readString(TABLE)).isEqualTo(table);
  }

  private static String row(String name, Proof proof) {
    long alone = proof.groups().stream().filter(group -> group.size() == 1).count();
    List<String> joint =
        proof.groups().stream()
            .map(Set::size)
            .filter(size -> size > 1)
            .map(size -> "of " + size)
            .toList();
    int proven = proof.tensors().size();
    int all = proof.verdicts().size();
    return "| "
        + String.join(
            " | ",
            name,
            String.valueOf(all),
            String.valueOf(proven),
            String.valueOf(alone),
            joint.isEmpty() ? "none" : String.join(", ", joint),
            String.valueOf(all - proven))
        + " |\n";
  }

  /** Each kind of cause once, with the number of tensors it keeps. */
  private static String causes(Proof proof) {
    Map<String, List<Verdict>> kinds = new LinkedHashMap<>();
    for (Verdict verdict : proof.verdicts()) {
      if (!verdict.invariant()) {
        String kind =
            verdict
                .sentence()
                .replaceAll("layer [^,; ]+( \\([^)]*\\))?", "layer …")
                .replaceAll("vertex [^,; ]+", "vertex …")
                .replaceAll("where [^ ]+ is", "where … is");
        kinds.computeIfAbsent(kind, key -> new ArrayList<>()).add(verdict);
      }
    }
    StringBuilder lines = new StringBuilder();
    kinds
        .values()
        .forEach(
            alike ->
                lines
                    .append("* `")
                    .append(alike.get(0).tensor())
                    .append('`')
                    .append(alike.size() > 1 ? " and " + (alike.size() - 1) + " more" : "")
                    .append(": ")
                    .append(alike.get(0).sentence())
                    .append(".\n"));
    return lines.toString();
  }
}
