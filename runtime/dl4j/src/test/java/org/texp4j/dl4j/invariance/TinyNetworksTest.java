package org.texp4j.dl4j.invariance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.texp4j.dl4j.network.NetworkDescription;
import org.texp4j.dl4j.network.NetworkModel;

/**
 * On networks of all kinds: what is proven, that the witness agrees, and that twins are one run.
 */
class TinyNetworksTest {

  static List<TinyNetworks.Case> networks() {
    return TinyNetworks.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void findsTheFinestPartitionAndTheObstacles(TinyNetworks.Case network) {
    Proof proof = prove(network.describe());

    assertThat(proof.groups().stream().map(group -> String.join(" ", group)))
        .containsExactlyInAnyOrderElementsOf(network.groups());
    Map<String, String> reasons =
        proof.verdicts().stream()
            .filter(verdict -> !verdict.invariant())
            .collect(Collectors.toMap(Verdict::tensor, Verdict::sentence));
    for (String obstacle : network.obstacles()) {
      String[] parts = obstacle.split(": ", 2);
      assertThat(reasons).containsKey(parts[0]);
      assertThat(reasons.get(parts[0])).startsWith(parts[1]);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void theWitnessAgreesWithTheProof(TinyNetworks.Case network) {
    NetworkDescription description = network.describe();
    Proof proof = InvarianceAnalysis.of(description);
    NetworkModel model = description.build();

    for (Set<String> group : proof.groups()) {
      assertThat(InvarianceWitness.measure(model, proof, group, network.batches().get(0)))
          .as("%s", group)
          .matches(InvarianceWitness.Testimony::confirms);
      if (group.size() > 1) {
        for (String tensor : group) {
          assertThat(
                  InvarianceWitness.measure(model, proof, Set.of(tensor), network.batches().get(0)))
              .as("%s alone", tensor)
              .matches(testimony -> !testimony.confirms());
        }
      }
    }
    for (Verdict verdict : proof.verdicts()) {
      if (!verdict.invariant() && !network.undecided()) {
        assertThat(
                InvarianceWitness.measure(
                    model, proof, Set.of(verdict.tensor()), network.batches().get(0)))
            .as("%s", verdict.tensor())
            .matches(testimony -> !testimony.confirms());
      }
    }
  }

  /** Rounding at 1e-16 a step, amplified by a hundred steps of training with ReLU. */
  private static final double ROUNDING = 1e-10;

  /** What is left out of the theorem shows four orders of magnitude above that. */
  private static final double FAILURE = 1e-6;

  static List<TinyNetworks.Case> convertible() {
    return networks().stream().filter(network -> !network.groups().isEmpty()).toList();
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

  private static Proof prove(NetworkDescription description) {
    return TensorAssignment.prove(description, TinyNetworks.DECAY, List.of());
  }
}
