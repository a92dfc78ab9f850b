package org.texp4j.dl4j.state;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.layers.mkldnn.BatchNormEpsilon;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNBatchNormHelper;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.dl4j.invariance.Verdict;
import org.texp4j.dl4j.network.NetworkModel;
import org.texp4j.schedule.AdamW;
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
  private List<Normalization> normalizations;
  private final boolean rescaled;

  private Coordinates coordinates = Coordinates.IDENTITY;
  private long shift;
  private double scaleOfEpsilon = 1;

  private LiveState(NetworkModel network, Layout layout, boolean rescaled) {
    this.network = network;
    this.layout = layout;
    this.rescaled = rescaled;
    normalizations = normalizations(1);
  }

  /** The normalizations, whose ε now is that of a scale. */
  private List<Normalization> normalizations(double scale) {
    return layout.statistics().stream()
        .map(
            statistics -> {
              var layer =
                  (org.deeplearning4j.nn.layers.normalization.BatchNormalization)
                      network.layer(statistics.layer());
              double epsilon = ((BatchNormalization) layer.conf().getLayer()).getEps();
              return new Normalization(layer, epsilon / (scale * scale));
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
    network.velocities().assign(layout.order().ofUpdater(state.velocities()));
    shift = state.shift();
    moveTo(state.coordinates());
  }

  /**
   * Takes the network as it is, the ε of its normalizations included, for a state at given
   * coordinates.
   */
  public void takeAt(Coordinates given) {
    double scale = given.scale().toDouble();
    normalizations = normalizations(scale);
    scaleOfEpsilon = scale;
    coordinates = given;
  }

  /** The power of two by which the state is held below its scale. */
  public long shift() {
    return shift;
  }

  /**
   * η̃/‖w̃‖² over all converted weights, or with AdamW P'η/‖w̃‖: how far a step turns them; the
   * same in whatever scale the state is held.
   */
  public double effectiveRate(Step step) {
    if (step.rule() instanceof AdamW) {
      double scale = step.reached().scale().shifted(-shift).toDouble();
      return scale * step.learningRate() / Math.sqrt(squaredNorm());
    }
    return step.rate().shifted(-2 * shift).toDouble() / squaredNorm();
  }

  /** ‖w̃‖² of all converted weights, in the scale at which the state is held. */
  private double squaredNorm() {
    INDArray parameters = network.parameters();
    double sum = 0;
    for (Layout.Tensor tensor : layout.tensors()) {
      double norm = tensor.weights().of(parameters).norm2Number().doubleValue();
      sum += norm * norm;
    }
    return sum;
  }

  /**
   * Brings to the scale after a step what follows the weights: ε, running statistics and biases
   * before batch normalization; and the whole state back to a small scale where it is due. Where
   * the plan changes coordinates, the velocity is corrected: ṽ ← ṽ + (κ reached − κ after) θ̃/P².
   */
  public void carry(Step step) {
    if (step.changesCoordinates()) {
      double scale = step.reached().scale().shifted(-shift).toDouble();
      double kick = (step.reached().kappa() - step.after().kappa()) / (scale * scale);
      layout
          .tensors()
          .forEach(tensor -> tensor.kick(network.parameters(), network.velocities(), kick));
    }
    ScaledDouble before = step.before().scale();
    ScaledDouble after = step.after().scale();
    if (!before.equals(after)) {
      double ratio =
          Math.scalb(
              after.mantissa() / before.mantissa(), (int) (after.exponent() - before.exponent()));
      layout.scaleFollowers(network.parameters(), network.velocities(), ratio);
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
