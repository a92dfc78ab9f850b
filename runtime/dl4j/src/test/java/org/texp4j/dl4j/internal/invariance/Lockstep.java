package org.texp4j.dl4j.internal.invariance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.Thorough;
import org.texp4j.dl4j.internal.network.Epsilon;
import org.texp4j.dl4j.internal.network.NetworkDescription;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.internal.network.TensorTraining;
import org.texp4j.dl4j.internal.state.NetworkState;
import org.texp4j.dl4j.internal.update.ScaledClipping;
import org.texp4j.dl4j.internal.update.Updates;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.PlanCursor;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;
import org.texp4j.schedule.Step;

/** The declared and the converted run of a network, in step on the same batches, in double. */
final class Lockstep {

  /** A part of the theorem that a converted run leaves out. */
  enum Omission {
    NOTHING,
    EPSILON,
    STATISTICS,
    BIASES,
    CLIPPING
  }

  /** Enough steps to show every omission, though that of ε only just. */
  private static final int STEPS = 100;

  /** With this rate and the strong decay, P grows to about 3 in these steps. */
  private static final double RATE = 0.02;

  private Lockstep() {}

  /**
   * The distance of the runs at the end, in parameters and in outputs of training and evaluation.
   */
  static double deviation(
      Supplier<NetworkDescription> network, Proof proof, List<DataSet> batches, Omission omission) {
    int steps = omission == Omission.EPSILON ? STEPS : Thorough.orUsual(STEPS, 20);
    Recipe recipe =
        new Recipe(
            steps,
            Curve.linearWarmup(0, steps / 10, Curve.stepDecay(RATE, 0.5, 6 * steps / 10)),
            Curve.constant(TinyNetworks.DECAY),
            Curve.constant(0.9));
    NetworkDescription asDeclared = network.get();
    NetworkModel declared =
        asDeclared.build(
            TensorAssignment.assign(asDeclared, proof, false, false), new ScaledClipping(Map.of()));
    NetworkDescription description = network.get();
    Map<String, TensorTraining> exceptions =
        TensorAssignment.assign(description, proof, true, false);
    NetworkModel converted =
        description.build(
            exceptions,
            new ScaledClipping(omission == Omission.CLIPPING ? Map.of() : proof.gradientDegrees()));
    Set<String> biases = proof.biases(proof.tensors()).keySet();
    NetworkState state = NetworkState.of(converted, proof, true);
    Updates declaredUpdates = Updates.in(declared.updater());
    Updates convertedUpdates = Updates.in(converted.updater());
    Map<String, Double> epsilons = new HashMap<>();
    proof
        .normalizations(proof.tensors())
        .keySet()
        .forEach(layer -> epsilons.put(layer, Epsilon.of(converted.layer(layer)).get()));
    PlanCursor declaredCursor = Plan.of(recipe, RecipeForm.WEIGHT_DECAY).cursor();
    PlanCursor cursor = Plan.of(recipe, RecipeForm.TEXP_PLUS_PLUS).cursor();
    for (int i = 0; i < steps; i++) {
      DataSet batch = batches.get(i % batches.size());
      Step step = cursor.next();
      declaredUpdates.prepare(declaredCursor.next(), 0);
      take(declared, batch, i);
      convertedUpdates.prepare(step, state.shift());
      take(converted, batch, i);
      carry(converted, state, step, omission, epsilons, biases);
    }
    INDArray mapped = state.copy().toWeightDecay(cursor.coordinates()).parameters();
    double worst = relative(mapped, declared.parameters());
    for (boolean training : new boolean[] {true, false}) {
      INDArray probe = batches.get(0).getFeatures();
      worst =
          Math.max(
              worst,
              relative(output(converted, probe, training), output(declared, probe, training)));
    }
    return worst;
  }

  private static void take(NetworkModel network, DataSet batch, int step) {
    Nd4j.getRandom().setSeed(1 + step);
    network.computeGradient(Batch.of(batch));
    network.update();
  }

  private static void carry(
      NetworkModel network,
      NetworkState state,
      Step step,
      Omission omission,
      Map<String, Double> epsilons,
      Set<String> biases) {
    Map<String, INDArray> kept = new HashMap<>();
    network
        .parameterTable()
        .forEach(
            (name, values) -> {
              boolean statistic =
                  name.endsWith("_mean") || name.endsWith("_var") || name.endsWith("_log10stdev");
              if (omission == Omission.STATISTICS && statistic
                  || omission == Omission.BIASES && biases.contains(name)) {
                kept.put(name, values.dup());
              }
            });
    state.carry(step);
    if (omission == Omission.EPSILON) {
      epsilons.forEach((layer, epsilon) -> Epsilon.of(network.layer(layer)).set(epsilon));
    }
    kept.forEach((name, values) -> network.parameterTable().get(name).assign(values));
  }

  private static INDArray output(NetworkModel network, INDArray features, boolean training) {
    Nd4j.getRandom().setSeed(1);
    return network.output(features, training);
  }

  private static double relative(INDArray actual, INDArray expected) {
    return actual.sub(expected).norm2Number().doubleValue() / expected.norm2Number().doubleValue();
  }
}
