package org.texp4j.dl4j.internal.invariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Bits;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.internal.update.ScaledClipping;

/** What is proven of networks of all kinds, the agreement of the witness, and twins as one run. */
class TinyNetworksTest {

  static List<TinyNetworks.Case> networks() {
    return TinyNetworks.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void findsTheFinestPartitionAndTheReasons(TinyNetworks.Case network) {
    Proof proof = prove(network.describe());

    assertThat(proof.groups().stream().map(group -> String.join(" ", group)))
        .containsExactlyInAnyOrderElementsOf(network.groups());
    Map<String, String> reasons =
        proof.verdicts().stream()
            .filter(verdict -> !verdict.invariant())
            .collect(Collectors.toMap(Verdict::tensor, Verdict::sentence));
    for (String expected : network.reasons()) {
      String[] parts = expected.split(": ", 2);
      assertThat(reasons).containsKey(parts[0]);
      assertThat(reasons.get(parts[0])).startsWith(parts[1]);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void theWitnessAgreesWithTheProof(TinyNetworks.Case network) {
    NetworkDescription description = network.describe();
    Proof proof = InvarianceAnalysis.prove(description);
    NetworkModel model = description.build();

    for (Set<String> group : proof.groups()) {
      assertThat(InvarianceWitness.measure(model, proof, group, Batch.of(network.batches().get(0))))
          .as("%s", group)
          .matches(InvarianceWitness.Deviation::isRounding);
      if (group.size() > 1) {
        for (String tensor : group) {
          assertThat(
                  InvarianceWitness.measure(
                      model, proof, Set.of(tensor), Batch.of(network.batches().get(0))))
              .as("%s alone", tensor)
              .matches(deviation -> !deviation.isRounding());
        }
      }
    }
    for (Verdict verdict : proof.verdicts()) {
      if (!verdict.invariant() && !network.undecided()) {
        assertThat(
                InvarianceWitness.measure(
                    model, proof, Set.of(verdict.tensor()), Batch.of(network.batches().get(0))))
            .as("%s", verdict.tensor())
            .matches(deviation -> !deviation.isRounding());
      }
    }
  }

  /** Rounding of 1e-16 per step, amplified by a hundred steps of training with ReLU. */
  private static final double ROUNDING = 1e-10;

  /** Omitting a part of the theorem exceeds that by four orders of magnitude. */
  private static final double FAILURE = 1e-6;

  static List<TinyNetworks.Case> convertible() {
    return networks().stream()
        .filter(network -> network.trained() && !network.groups().isEmpty())
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("convertible")
  void twinsAreOneRunWhereProven(TinyNetworks.Case network) {
    Proof proof = prove(network.describe());

    assertThat(
            Lockstep.deviation(
                network::describe, proof, network.batches(), Lockstep.Omission.NOTHING))
        .isLessThan(ROUNDING);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "CNN, layer normalization",
        "CNN, instance normalization, biases",
        "long short-term memory, normalized between time steps",
        "degree 2, a bias subtracted at degree 2",
        "PreResNet, projected shortcut"
      })
  void anEpsilonThatStaysAsItIsFails(String name) {
    TinyNetworks.Case network = TinyNetworks.named(name);

    assertThat(
            Lockstep.deviation(
                network::describe,
                prove(network.describe()),
                network.batches(),
                Lockstep.Omission.EPSILON))
        .isGreaterThan(FAILURE);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "CNN, batch normalization",
        "degree 4 by a cube, variance statistics",
        "PreResNet, identity shortcut"
      })
  void runningStatisticsThatStayAsTheyAreFail(String name) {
    TinyNetworks.Case network = TinyNetworks.named(name);

    assertThat(
            Lockstep.deviation(
                network::describe,
                prove(network.describe()),
                network.batches(),
                Lockstep.Omission.STATISTICS))
        .isGreaterThan(FAILURE);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "a bias under a rectifier",
        "CNN, biases before layer normalization",
        "LeNet, normalized once at its end, biases at degrees 1 to 3",
        "a bias at degree 1 behind weights that are kept"
      })
  void biasesThatDoNotScaleAlongFail(String name) {
    TinyNetworks.Case network = TinyNetworks.named(name);

    assertThat(
            Lockstep.deviation(
                network::describe,
                prove(network.describe()),
                network.batches(),
                Lockstep.Omission.BIASES))
        .isGreaterThan(FAILURE);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "CNN, batch normalization | 6_W",
        "MLP, Deeplearning4j's own layer normalization | 1_g",
        "GELU before normalization | 0_W",
        "unequal degrees | conv2_W",
        "ResNet, projected shortcut without normalization | project_W",
        "attention, queries and keys not normalized | keys_W"
      })
  void convertingOneTensorTooManyFails(String name, String tensor) {
    TinyNetworks.Case network = TinyNetworks.named(name);
    Proof proof =
        TensorAssignment.prove(network.describe(), TinyNetworks.DECAY, List.of(Set.of(tensor)));

    assertThat(
            Lockstep.deviation(
                network::describe, proof, network.batches(), Lockstep.Omission.NOTHING))
        .isGreaterThan(FAILURE);
    assertThatThrownBy(
            () ->
                InvarianceWitness.confirm(
                    network.describe().build(), proof, Batch.of(network.batches().get(0))))
        .isInstanceOf(UnsuitableNetworkException.class)
        .hasMessageContainingAll("the assertion that [" + tensor + "]", "remove the assertion");
  }

  @Test
  void convertingAPartOfAJointGroupFails() {
    TinyNetworks.Case network = TinyNetworks.named("PreResNet, identity shortcut");
    Proof proof =
        InvarianceAnalysis.prove(
            network.describe(), Map.of("stem_W", "kept by the test"), List.of(Set.of("conv2_W")));

    assertThat(
            Lockstep.deviation(
                network::describe, proof, network.batches(), Lockstep.Omission.NOTHING))
        .isGreaterThan(FAILURE);
  }

  /** The rules cannot prove it, since the vertex bounds small norms; here there are none. */
  @Test
  void whatIsAssertedWithReasonIsConfirmedAndConverted() {
    TinyNetworks.Case network = TinyNetworks.named("normalized by a vertex");
    Proof proof =
        TensorAssignment.prove(network.describe(), TinyNetworks.DECAY, List.of(Set.of("dense_W")));

    InvarianceWitness.confirm(
        network.describe().build(), proof, Batch.of(network.batches().get(0)));
    assertThat(proof.verdicts().get(0).reason()).startsWith("asserted by the author, alone");
    assertThat(
            Lockstep.deviation(
                network::describe, proof, network.batches(), Lockstep.Omission.NOTHING))
        .isLessThan(ROUNDING);
  }

  @Test
  void whatCannotBeConvertedCannotBeAsserted() {
    TinyNetworks.Case network = TinyNetworks.named("a layer exempt from decay");

    assertThatThrownBy(
            () ->
                TensorAssignment.prove(
                    network.describe(), TinyNetworks.DECAY, List.of(Set.of("0_W"))))
        .hasMessageContaining("exempt from the declared weight decay");
    assertThatThrownBy(
            () ->
                TensorAssignment.prove(
                    network.describe(), TinyNetworks.DECAY, List.of(Set.of("1_gamma"))))
        .hasMessageContaining(
            "the tensor 1_gamma is asserted to be invariant, but the network has"
                + " the weights [0_W, 3_W, 5_W]");
  }

  @Test
  void deeplearning4jsRecurrentLayerNormalizationIsRefusedSinceItFails() {
    TinyNetworks.Case network = TinyNetworks.recurrentLayerNormalization();

    findsTheFinestPartitionAndTheReasons(network);

    assertThatThrownBy(
            () -> network.describe().build().computeGradient(Batch.of(network.batches().get(0))))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void theNetworkTestedIsLeftAsItIsAlsoInFloat() {
    TinyNetworks.Case network = TinyNetworks.named("MLP, Deeplearning4j's own layer normalization");
    NetworkDescription description = network.describe(DataType.FLOAT);
    Proof proof = prove(description);
    NetworkModel model =
        description.build(
            TensorAssignment.assign(description, proof, true, false),
            new ScaledClipping(proof.gradientDegrees()));
    INDArray before = model.parameters().dup();

    InvarianceWitness.confirm(model, proof, Batch.of(network.batches().get(0)));

    assertThat(Bits.of(model.parameters())).isEqualTo(Bits.of(before));
  }

  private static Proof prove(NetworkDescription description) {
    return TensorAssignment.prove(description, TinyNetworks.DECAY, List.of());
  }
}
