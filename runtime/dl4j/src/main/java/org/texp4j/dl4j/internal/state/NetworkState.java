package org.texp4j.dl4j.internal.state;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.TrainingState;
import org.texp4j.dl4j.UpdateStatistics;
import org.texp4j.dl4j.internal.invariance.Proof;
import org.texp4j.dl4j.internal.network.Epsilon;
import org.texp4j.dl4j.internal.network.NetworkModel;
import org.texp4j.dl4j.internal.update.BlockMoments;
import org.texp4j.dl4j.internal.update.PlannedUpdater;
import org.texp4j.schedule.Coordinates;
import org.texp4j.schedule.Rule;
import org.texp4j.schedule.ScaledDouble;
import org.texp4j.schedule.Step;

/**
 * The current state of a run, in its network, kept consistent with the scale P.
 *
 * <p>After each step, a normalization whose input has degree d in the converted tensors gets ε̃ =
 * P^2d ε, so that it computes the same as in the weight-decay run, and its running statistics move
 * to the new scale (BN_ε(cz) = BN_{ε/c²}(z)). Not safe for use by several threads.
 */
public final class NetworkState {

  private record ScaledEpsilon(Epsilon epsilon, double declared, int degree) {

    void setScale(double scale) {
      epsilon.set(declared * Layout.power(scale, 2 * degree));
    }
  }

  private final NetworkModel network;
  private final Layout layout;
  private final Map<String, List<Layout.Tensor>> invariantGroups;
  private final FlatArray flatParameters;
  private final FlatArray flatVelocities;
  private List<ScaledEpsilon> epsilons;
  private final boolean rescaled;
  private final Rescaling rescaling;

  private Coordinates coordinates = Coordinates.IDENTITY;
  private long shift;
  private long shiftOfUpdate;
  private double scaleOfEpsilon = 1;

  private NetworkState(
      NetworkModel network,
      Layout layout,
      Map<String, List<Layout.Tensor>> invariantGroups,
      boolean rescaled) {
    this.network = network;
    this.layout = layout;
    this.invariantGroups = invariantGroups;
    flatParameters = FlatArray.of(network.parameters());
    flatVelocities = FlatArray.of(network.velocities());
    this.rescaled = rescaled;
    rescaling = layout.rescaling();
    epsilons = epsilons(1);
  }

  /** The ε of the normalizations, whose present values belong to a given scale. */
  private List<ScaledEpsilon> epsilons(double scale) {
    return layout.normalizations().stream()
        .map(
            each -> {
              Epsilon epsilon = Epsilon.of(network.layer(each.layer()));
              double declared = epsilon.get() / Layout.power(scale, 2 * each.degree());
              return new ScaledEpsilon(epsilon, declared, each.degree());
            })
        .toList();
  }

  /**
   * Returns the state of a network before its first step.
   *
   * @param proof of the tensors that scale with P; in a weight-decay run P is 1
   * @param rescaled whether exact rescaling keeps the scale small; without it a long run overflows
   */
  public static NetworkState of(NetworkModel network, Proof proof, boolean rescaled) {
    Layout layout = Layout.of(network, proof);
    return new NetworkState(network, layout, invariantGroups(layout, proof), rescaled);
  }

  /** The tensors of each invariant group, by their sorted names joined by spaces. */
  private static Map<String, List<Layout.Tensor>> invariantGroups(Layout layout, Proof proof) {
    Map<String, List<Layout.Tensor>> invariantGroups = new LinkedHashMap<>();
    for (Set<String> names : proof.groups()) {
      invariantGroups.put(
          String.join(" ", new TreeSet<>(names)),
          layout.tensors().stream().filter(tensor -> names.contains(tensor.name())).toList());
    }
    return invariantGroups;
  }

  /**
   * Begins a run from the initialized network.
   *
   * @param first the coordinates before the first step
   * @param corrected whether the initialized state is mapped to them; if the recipe omits
   *     corrections, it is read at them as it is
   */
  public void begin(Coordinates first, boolean corrected) {
    StateSnapshot fresh = snapshot();
    set(corrected ? fresh.toExponential(first) : fresh.reinterpretedAt(first));
  }

  /** A copy of the state. */
  public TrainingState copy() {
    return snapshot();
  }

  private StateSnapshot snapshot() {
    return new StateSnapshot(
        layout,
        network.parameters().dup(),
        network.velocities().dup(),
        coordinates,
        shift,
        network.recurrentState());
  }

  /**
   * Returns a state of this network with the given arrays, of which it takes ownership.
   *
   * @param updaterState the velocities or moments in the order of Deeplearning4j's updater
   * @throws IllegalArgumentException if the arrays differ from the network's in length or type, or
   *     no run is held at that scale
   */
  public TrainingState stateOf(
      INDArray parameters,
      INDArray updaterState,
      Coordinates given,
      long heldShift,
      Map<String, INDArray> recurrentState) {
    requireAlike("parameters", network.parameters(), parameters);
    requireAlike("velocities", network.velocities(), updaterState);
    if (rescaled && !rescaling.isHeld(given.scale(), heldShift)) {
      throw new IllegalArgumentException(
          "its shift is " + heldShift + ", at which no run at " + given + " is held");
    }
    recurrentState.forEach(
        (name, array) -> {
          if (network.recurrentLayer(name).isEmpty()
              || array.dataType() != network.parameters().dataType()) {
            throw new IllegalArgumentException(
                "no layer of the network carries its recurrent state " + name);
          }
        });
    return new StateSnapshot(layout, parameters, updaterState, given, heldShift, recurrentState);
  }

  private static void requireAlike(String what, INDArray ours, INDArray given) {
    if (ours.length() != given.length() || ours.dataType() != given.dataType()) {
      throw new IllegalArgumentException(
          "the network has %d %s of type %s, but the state has %d of type %s"
              .formatted(ours.length(), what, ours.dataType(), given.length(), given.dataType()));
    }
  }

  /** Replaces the state. */
  public void set(TrainingState state) {
    network.parameters().assign(state.parameters());
    network.velocities().assign(layout.order().toUpdaterOrder(state.velocities()));
    network.setRecurrentState(state.recurrentState());
    shift = state.shift();
    moveTo(state.coordinates());
  }

  /**
   * Reads the network as it is, including the ε of its normalizations, as a state at given
   * coordinates.
   */
  public void reinterpretAt(Coordinates given) {
    double scale = given.scale().toDouble();
    epsilons = epsilons(scale);
    scaleOfEpsilon = scale;
    coordinates = given;
  }

  /**
   * Runs some work while the network holds a state of the update rule in place of its weights.
   *
   * @param index the index of the state
   */
  public void duringState(int index, Runnable work) {
    INDArray parameters = network.parameters();
    INDArray own = parameters.dup();
    for (UpdaterBlock block : network.updater().getUpdaterBlocks()) {
      List<BlockMoments.Moment> moments = BlockMoments.of(block);
      if (index < moments.size() && isTrained(block)) {
        long length = block.getParamOffsetEnd() - block.getParamOffsetStart();
        new Layout.Slice(block.getParamOffsetStart(), length)
            .of(parameters)
            .assign(new Layout.Slice(moments.get(index).start(), length).of(network.velocities()));
      }
    }
    try {
      work.run();
    } finally {
      parameters.assign(own);
    }
  }

  /** Whether the states of a block follow its weights; those of tensors that never move stay 0. */
  private static boolean isTrained(UpdaterBlock block) {
    return block.getGradientUpdater().getConfig() instanceof PlannedUpdater planned
        && switch (planned.group()) {
          case DECLARED, CONVERTED, FOLLOWING -> true;
          case SUBTRACTED, FIXED -> false;
        };
  }

  /** The parameters; a view. */
  INDArray parameters() {
    return network.parameters();
  }

  /** The scale at which the parameters are held, P · 2^−shift. */
  ScaledDouble heldScale() {
    return coordinates.scale().shifted(-shift);
  }

  /** Multiplies by the powers of a factor what scales among parameters of such a network. */
  void scaleParameters(INDArray parameters, double factor) {
    layout.scaleParameters(parameters, factor);
  }

  /** The power of two by which the state is held below its scale, as in a training state. */
  public long shift() {
    return shift;
  }

  /**
   * The {@linkplain Rule#effectiveRate effective rate} over all converted weights: η̃/‖w̃‖² for
   * SGD, η̃/‖w̃‖ for AdamW. It does not depend on the scale at which the state is held.
   */
  public double effectiveRate(Step step) {
    return effectiveRate(step, squaredNorm(layout.tensors()));
  }

  private double effectiveRate(Step step, double squaredNorm) {
    Rule rule = step.rule();
    // A weight is held at P 2^(−shift), so the multiplier P' P^(r − 1) is 2^(−r shift) of itself.
    ScaledDouble held = ScaledDouble.of(1, -shift).power(rule.rateDegree());
    double rate = step.convertedRate().times(held).toDouble();
    return rule.effectiveRate(rate, squaredNorm);
  }

  /** ‖w̃‖² of some converted weights, at the scale at which the state is held. */
  private double squaredNorm(List<Layout.Tensor> tensors) {
    INDArray parameters = network.parameters();
    double sum = 0;
    for (Layout.Tensor tensor : tensors) {
      sum += square(tensor.weights().of(parameters).norm2Number().doubleValue());
    }
    return sum;
  }

  /**
   * Returns statistics of the last step, which must have been carried.
   *
   * <p>Reads the update where Deeplearning4j leaves it, in the network's gradient view.
   */
  public UpdateStatistics statistics(Step step) {
    INDArray parameters = network.parameters();
    INDArray gradient = network.updater().getFlattenedGradientsView();
    INDArray update = gradient.reshape(gradient.length());
    double after = 0;
    double along = 0;
    double moved = 0;
    for (Layout.Tensor tensor : layout.tensors()) {
      INDArray weights = tensor.weights().of(parameters);
      INDArray change = tensor.weights().of(update);
      after += square(weights.norm2Number().doubleValue());
      moved += square(change.norm2Number().doubleValue());
      along -= Nd4j.getBlasWrapper().dot(weights, change); // the update is subtracted
    }
    double rescaling = Math.scalb(1.0, (int) (shiftOfUpdate - shift));
    moved *= rescaling * rescaling;
    along *= rescaling;
    // θ̃ also grows with P: Δθ P' = Δθ̃ − (P'/P − 1) θ̃, with the old θ̃ = θ̃' − Δθ̃.
    double growth = ratio(step.before().scale(), step.after().scale()) - 1;
    double ofRecipe =
        moved - 2 * growth * (along - moved) + growth * growth * (after - 2 * along + moved);
    return new UpdateStatistics(
        Math.sqrt(after) / heldScale().toDouble(), effectiveRate(step, after), ofRecipe / after);
  }

  /**
   * ‖θ‖, θ = θ̃/P, of each invariant group, by the sorted names of its tensors joined by spaces.
   */
  public Map<String, Double> norms() {
    double scale = heldScale().toDouble();
    Map<String, Double> norms = new LinkedHashMap<>();
    invariantGroups.forEach(
        (names, tensors) -> norms.put(names, Math.sqrt(squaredNorm(tensors)) / scale));
    return norms;
  }

  /** The direction of the converted weights; a copy. */
  public Direction direction() {
    INDArray parameters = network.parameters();
    return Direction.of(
        layout.tensors().stream().map(tensor -> tensor.weights().of(parameters)).toList());
  }

  private static double square(double value) {
    return value * value;
  }

  /** Returns the quotient to/from. */
  static double ratio(ScaledDouble from, ScaledDouble to) {
    return Math.scalb(to.mantissa() / from.mantissa(), (int) (to.exponent() - from.exponent()));
  }

  /**
   * Carries the state over a step that was just taken: brings ε, running statistics and biases to
   * the new scale, and rescales the whole state when it is due. Where the plan changes coordinates,
   * it corrects the velocity: ṽ ← ṽ + (κ reached − κ after) θ̃/P².
   */
  public void carry(Step step) {
    if (step.changesCoordinates()) {
      double scale = step.reached().scale().shifted(-shift).toDouble();
      layout
          .tensors()
          .forEach(
              tensor ->
                  tensor.addWeightsToVelocities(
                      network.parameters(),
                      network.velocities(),
                      index ->
                          (step.reached().kappa(index) - step.after().kappa(index))
                              / (scale * scale)));
    }
    double growth = ratio(step.before().scale(), step.after().scale());
    shiftOfUpdate = shift;
    if (growth != 1) {
      layout.scaleBiasesAndStatistics(flatParameters, flatVelocities, growth);
      if (rescaled) {
        rescale(rescaling.nextShift(step.after().scale(), shift));
      }
    }
    moveTo(step.after());
  }

  private void rescale(long newShift) {
    if (newShift == shift) {
      return;
    }
    double factor = Math.scalb(1.0, (int) (shift - newShift));
    layout
        .tensors()
        .forEach(tensor -> tensor.multiply(network.parameters(), network.velocities(), factor));
    layout.scaleBiasesAndStatistics(flatParameters, flatVelocities, factor);
    shift = newShift;
  }

  private void moveTo(Coordinates target) {
    double scale = target.scale().shifted(-shift).toDouble();
    if (scale != scaleOfEpsilon) {
      epsilons.forEach(epsilon -> epsilon.setScale(scale));
      scaleOfEpsilon = scale;
    }
    coordinates = target;
  }
}
