package org.texp4j.dl4j.state;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.layers.mkldnn.BatchNormEpsilon;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNBatchNormHelper;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.invariance.Verdict;
import org.texp4j.dl4j.network.NetworkModel;
import org.texp4j.schedule.Coordinates;
import org.texp4j.schedule.ScaledDouble;
import org.texp4j.schedule.Step;

/**
 * The state of a run inside its network, and what keeps it consistent with the scale P.
 *
 * <p>After each step the batch normalizations behind converted tensors get ε̃ = P²ε, so that they
 * compute what they would on the weight-decay run, and their running statistics move to the new
 * scale (BN_ε(cz) = BN_{ε/c²}(z)). Not safe for use by several threads.
 */
public final class LiveState {

  private record Normalization(
      org.deeplearning4j.nn.layers.normalization.BatchNormalization layer, double declaredEpsilon) {

    /** Sets ε for a scale: in the configuration, and where oneDNN keeps a copy. */
    void setScale(double scale) {
      double epsilon = declaredEpsilon * scale * scale;
      ((BatchNormalization) layer.conf().getLayer()).setEps(epsilon);
      if (layer.getHelper() instanceof MKLDNNBatchNormHelper helper) {
        BatchNormEpsilon.set(helper, epsilon);
      }
    }
  }

  private final NetworkModel network;
  private final Layout layout;
  private final List<Normalization> normalizations;
  private final boolean rescaled;

  private Coordinates coordinates = Coordinates.IDENTITY;
  private long shift;
  private long shiftOfUpdate;
  private double scaleOfEpsilon = 1;

  private LiveState(NetworkModel network, Layout layout, boolean rescaled) {
    this.network = network;
    this.layout = layout;
    this.rescaled = rescaled;
    normalizations =
        layout.statistics().stream()
            .map(
                statistics -> {
                  var layer =
                      (org.deeplearning4j.nn.layers.normalization.BatchNormalization)
                          network.layer(statistics.layer());
                  double epsilon = ((BatchNormalization) layer.conf().getLayer()).getEps();
                  return new Normalization(layer, epsilon);
                })
            .toList();
  }

  /**
   * The state of a network at its first step, before any step was taken.
   *
   * @param convertible the tensors that scale with P; in a weight-decay run P is 1
   * @param rescaled whether the scale is kept small by exact rescaling; otherwise a long run
   *     overflows
   */
  public static LiveState of(NetworkModel network, List<Verdict> convertible, boolean rescaled) {
    return new LiveState(network, Layout.of(network, convertible), rescaled);
  }

  /** A copy of the state. */
  public TrainingState copy() {
    return new TrainingState(
        layout, network.parameters().dup(), network.velocities().dup(), coordinates, shift);
  }

  /** Replaces the state. */
  public void set(TrainingState state) {
    network.parameters().assign(state.parameters());
    network.velocities().assign(state.velocities());
    shift = state.shift();
    moveTo(state.coordinates());
  }

  /** The rate of a step in the scale at which the state is held: η̃ · 2^(−2 shift). */
  public double rate(Step step) {
    return step.rate().shifted(-2 * shift).toDouble();
  }

  /**
   * The rate of a step for biases that batch normalization subtracts, which have the scale of the
   * weights and no decay: P²η, in the scale at which the state is held.
   */
  public double biasRate(Step step) {
    ScaledDouble scale = step.before().scale().shifted(-shift);
    return scale.times(scale).toDouble() * step.learningRate();
  }

  /** ‖w̃‖² of all converted weights, in the scale at which the state is held. */
  public double squaredNorm() {
    INDArray parameters = network.parameters();
    double sum = 0;
    for (Layout.Tensor tensor : layout.tensors()) {
      double norm = tensor.weights().of(parameters).norm2Number().doubleValue();
      sum += norm * norm;
    }
    return sum;
  }

  /**
   * What a step, the last that was carried, did to the converted weights.
   *
   * <p>Reads the update where Deeplearning4j leaves it, in the network's gradient view.
   */
  public Motion motion(Step step) {
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
    return new Motion(
        Math.sqrt(after) / coordinates.scale().shifted(-shift).toDouble(),
        rate(step) / after,
        ofRecipe / after);
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

  /** Returns to/from. */
  private static double ratio(ScaledDouble from, ScaledDouble to) {
    return Math.scalb(to.mantissa() / from.mantissa(), (int) (to.exponent() - from.exponent()));
  }

  /**
   * Brings to the scale after a step what follows the weights: ε, running statistics and biases
   * before batch normalization; and the whole state back to a small scale where it is due.
   */
  public void carry(Step step) {
    ScaledDouble before = step.before().scale();
    ScaledDouble after = step.after().scale();
    shiftOfUpdate = shift;
    if (!before.equals(after)) {
      layout.scaleFollowers(network.parameters(), network.velocities(), ratio(before, after));
      if (rescaled) {
        rescale(Rescaling.nextShift(after, shift));
      }
    }
    moveTo(step.after());
  }

  private void rescale(long newShift) {
    if (newShift == shift) {
      return;
    }
    double factor = Math.scalb(1.0, (int) (shift - newShift));
    INDArray parameters = network.parameters();
    INDArray velocities = network.velocities();
    layout.tensors().forEach(tensor -> tensor.multiply(parameters, velocities, factor));
    layout.scaleFollowers(parameters, velocities, factor);
    shift = newShift;
  }

  private void moveTo(Coordinates target) {
    double scale = target.scale().shifted(-shift).toDouble();
    if (scale != scaleOfEpsilon) {
      normalizations.forEach(normalization -> normalization.setScale(scale));
      scaleOfEpsilon = scale;
    }
    coordinates = target;
  }
}
