package org.texp4j.dl4j.internal.invariance;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.texp4j.dl4j.Batch;
import org.texp4j.dl4j.UnsuitableNetworkException;
import org.texp4j.dl4j.internal.network.Epsilon;
import org.texp4j.dl4j.internal.network.NetworkModel;

/**
 * The numeric witness of a proof: on one batch, in double, multiplying an invariant group by c
 * leaves the loss unchanged and divides its gradient, ∇L(cw) = ∇L(w)/c, and the gradient is
 * orthogonal to the tensors, ⟨∇L(w), w⟩ = 0 (Li and Arora 2020, Lemma 1.3). Biases that scale with
 * them at degree d are multiplied by c^d, and the product includes Σ d⟨∇L(b), b⟩.
 *
 * <p>It guards against errors in the analysis or in a layer's arithmetic, and refutes false
 * assertions of an author; it cannot replace the proof.
 */
public final class InvarianceWitness {

  /**
   * How far tensors deviate from invariance on a batch.
   *
   * @param loss the largest change of the loss, relative to it
   * @param gradient the largest ‖c∇L(cw) − ∇L(w)‖ ‖w‖ / L(w)
   * @param product |⟨∇L(w), w⟩ + Σ d⟨∇L(b), b⟩| / L(w), the relative change of the loss with the
   *     scale
   */
  public record Deviation(double loss, double gradient, double product) {

    private Deviation with(double largestProduct) {
      return new Deviation(loss, gradient, largestProduct);
    }

    /** Whether all three are within rounding. */
    public boolean isRounding() {
      return loss <= TOLERANCE && gradient <= TOLERANCE && product <= TOLERANCE;
    }
  }

  /**
   * Rounding in double changes the loss by parts in 10¹⁵ and gradients through a deep network by
   * parts in 10¹²; a tensor that is not invariant changes both by parts in 10. All are measured
   * relative to the loss, since the whole gradient of an invariant tensor may be rounding.
   */
  private static final double TOLERANCE = 1e-7;

  private static final double[] FACTORS = {3, 0.5};

  private static final Set<String> SHIFTS =
      Set.of(DefaultParamInitializer.BIAS_KEY, BatchNormalizationParamInitializer.BETA);

  /**
   * With ε the gradient is orthogonal to w and √ε taken together; with this fraction of the
   * declared ε it is orthogonal to w alone, up to rounding.
   */
  private static final double EPSILON_FRACTION = 1e-10;

  /** The bytes from which a copy is worth a collection, which takes a tenth of a second. */
  private static final long LARGE = 1L << 26;

  private InvarianceWitness() {}

  /**
   * Checks all groups of a proof on a batch, each scaled by a factor of its own. A small batch is
   * enough. The network is not changed.
   *
   * @throws UnsuitableNetworkException if a group is not invariant, or the loss is not finite
   */
  public static void confirm(NetworkModel network, Proof proof, Batch batch) {
    long memory = Pointer.physicalBytes();
    Map<Set<String>, Double> factors = new LinkedHashMap<>();
    for (Set<String> group : proof.groups()) {
      factors.put(group, factor(factors.size()));
    }
    Batch sample = inDouble(batch);
    Evaluation plain = Evaluation.of(copy(network), sample);
    release(memory);
    if (!Double.isFinite(plain.loss)) {
      throw new UnsuitableNetworkException(
          "the loss on the first examples is "
              + plain.loss
              + " before any training: look for values that are not finite in the training data,"
              + " and at the loss function");
    }
    if (plain.loss == 0) {
      throw new UnsuitableNetworkException(
          "the loss on the first "
              + sample.examples()
              + " training examples is 0 before any training, so there is nothing to learn from"
              + " them: look at their labels, which may all be 0, and at the loss function");
    }
    Deviation scaled = deviation(network, proof, factors, plain, sample);
    release(memory);
    Deviation all = scaled.with(product(network, proof, proof.groups(), sample));
    release(memory);
    if (all.isRounding()) {
      return;
    }
    for (Set<String> group : proof.groups()) {
      Deviation deviation = measure(network, proof, group, batch);
      if (!deviation.isRounding()) {
        throw new UnsuitableNetworkException(refutation(proof, group, deviation));
      }
    }
    throw new UnsuitableNetworkException(refutation(proof, proof.tensors(), all));
  }

  /**
   * Frees a copy in double before the next is made, if it is large: the peak memory of many runs.
   *
   * @param before the size of the process before the first copy, in bytes
   */
  private static void release(long before) {
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    if (Pointer.physicalBytes() - before > LARGE) {
      System.gc();
    }
  }

  /** Different factors for the groups: with equal ones, parts of a joint group would pass. */
  private static double factor(int index) {
    double goldenRatio = (Math.sqrt(5) - 1) / 2;
    return 0.5 + 2.5 * ((index + 1) * goldenRatio % 1);
  }

  private static String refutation(Proof proof, Set<String> group, Deviation deviation) {
    boolean asserted = proof.isAsserted(group);
    return (asserted ? "the assertion that " : "the proof that ")
        + group
        + " is scale invariant fails on the first batch: scaling changes the loss by the fraction "
        + deviation.loss
        + " and the gradient, after division by the factor, by "
        + deviation.gradient
        + "; the inner product of gradient and weights is the fraction "
        + deviation.product
        + " of the loss"
        + (asserted ? "; remove the assertion" : "; please report this network");
  }

  /**
   * Measures how far a set of tensors deviates from joint invariance.
   *
   * @param proof says what must be scaled with them
   */
  public static Deviation measure(
      NetworkModel network, Proof proof, Set<String> tensors, Batch batch) {
    Batch sample = inDouble(batch);
    Evaluation plain = Evaluation.of(copy(network), sample);
    Deviation worst = new Deviation(0, 0, 0);
    for (double factor : FACTORS) {
      Deviation next = deviation(network, proof, Map.of(tensors, factor), plain, sample);
      worst =
          new Deviation(
              Math.max(worst.loss, next.loss), Math.max(worst.gradient, next.gradient), 0);
    }
    return worst.with(product(network, proof, List.of(tensors), sample));
  }

  private static Deviation deviation(
      NetworkModel network,
      Proof proof,
      Map<Set<String>, Double> factors,
      Evaluation plain,
      Batch sample) {
    NetworkModel scaled = copy(network);
    factors.forEach((group, factor) -> scale(scaled, proof, group, factor));
    Evaluation moved = Evaluation.of(scaled, sample);
    double worst = 0;
    for (Map.Entry<Set<String>, Double> each : factors.entrySet()) {
      double difference = 0;
      double weights = 0;
      for (String tensor : each.getKey()) {
        INDArray gradient = plain.gradients.get(tensor);
        difference += squared(moved.gradients.get(tensor).mul(each.getValue()).sub(gradient));
        weights += squared(network.parameterTable().get(tensor));
      }
      worst = Math.max(worst, Math.sqrt(difference * weights));
    }
    return new Deviation(
        Math.abs(moved.loss - plain.loss) / Math.abs(plain.loss), worst / Math.abs(plain.loss), 0);
  }

  /** The largest |⟨∇L(w), w⟩| / L(w) of some groups, with a negligible ε. */
  private static double product(
      NetworkModel network, Proof proof, List<Set<String>> groups, Batch sample) {
    NetworkModel sharp = copy(network);
    Set<String> tensors = new LinkedHashSet<>();
    groups.forEach(tensors::addAll);
    for (String layer : proof.normalizations(tensors).keySet()) {
      Epsilon epsilon = Epsilon.of(sharp.layer(layer));
      epsilon.set(epsilon.get() * EPSILON_FRACTION);
    }
    Evaluation evaluation = Evaluation.of(sharp, sample);
    double largest = 0;
    for (Set<String> group : groups) {
      double product = 0;
      for (String tensor : group) {
        product += evaluation.product(sharp, tensor);
      }
      for (Map.Entry<String, Integer> bias : proof.biases(group).entrySet()) {
        product += bias.getValue() * evaluation.product(sharp, bias.getKey());
      }
      largest = Math.max(largest, Math.abs(product / evaluation.loss));
    }
    return largest;
  }

  private static void scale(
      NetworkModel network, Proof proof, Collection<String> tensors, double factor) {
    tensors.forEach(tensor -> network.parameterTable().get(tensor).muli(factor));
    proof
        .biases(tensors)
        .forEach(
            (bias, degree) -> network.parameterTable().get(bias).muli(Math.pow(factor, degree)));
    proof
        .normalizations(tensors)
        .forEach(
            (layer, degree) -> {
              Epsilon epsilon = Epsilon.of(network.layer(layer));
              epsilon.set(epsilon.get() * Math.pow(factor, 2 * degree));
            });
  }

  private static double squared(INDArray array) {
    double norm = array.norm2Number().doubleValue();
    return norm * norm;
  }

  private static NetworkModel copy(NetworkModel network) {
    NetworkModel copy = network.convertedTo(DataType.DOUBLE);
    copy.parameterTable()
        .forEach(
            (name, values) -> {
              if (SHIFTS.contains(name.substring(name.lastIndexOf('_') + 1))) {
                shift(values);
              }
            });
    return copy;
  }

  /** Shifts start at 0, which has no effect; nor have equal ones in some normalizations. */
  private static void shift(INDArray values) {
    for (long i = 0; i < values.length(); i++) {
      values.putScalar(i, 0.1 + 0.2 * i / values.length());
    }
  }

  private static Batch inDouble(Batch batch) {
    return new Batch(
        inDouble(batch.features()),
        inDouble(batch.labels()),
        batch.featureMasks(),
        batch.labelMasks());
  }

  private static List<INDArray> inDouble(List<INDArray> arrays) {
    return arrays.stream().map(array -> array.castTo(DataType.DOUBLE)).toList();
  }

  private record Evaluation(double loss, Map<String, INDArray> gradients) {

    static Evaluation of(NetworkModel network, Batch sample) {
      // The same dropout masks in all evaluations; the seed 0 would mean a random one to ND4J.
      Nd4j.getRandom().setSeed(1);
      network.computeGradient(sample);
      Map<String, INDArray> gradients = new HashMap<>();
      for (String tensor : List.copyOf(network.parameterTable().keySet())) {
        INDArray gradient = network.gradientOf(tensor);
        if (gradient != null) {
          gradients.put(tensor, gradient.dup());
        }
      }
      return new Evaluation(network.loss(), gradients);
    }

    /** ⟨∇L(w), w⟩ of a tensor. */
    double product(NetworkModel network, String tensor) {
      INDArray weights = network.parameterTable().get(tensor);
      // Convolutions of sequences hold their gradient with one axis less.
      INDArray gradient = gradients.get(tensor).dup('c').reshape('c', weights.shape());
      return weights.mul(gradient).sumNumber().doubleValue();
    }
  }
}
