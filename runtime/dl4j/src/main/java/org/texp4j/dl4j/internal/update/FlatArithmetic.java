package org.texp4j.dl4j.internal.update;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.texp4j.schedule.LinearCoefficients;

/**
 * The arithmetic of a linear update on flat arrays of weights, gradients and velocities, in their
 * type.
 *
 * <p>It copies pieces that fit a processor's first-level cache to Java arrays, whose loops the
 * just-in-time compiler vectorizes: so each number crosses the memory bus once, and no ND4J
 * operation has to be set up. Java's arithmetic without fused operations makes the result
 * independent of how the arrays are cut.
 *
 * <p>Not safe for use by several threads.
 */
abstract sealed class FlatArithmetic {

  /** The number of elements of a piece. */
  static final int PIECE = 1024;

  /** Returns the arithmetic on arrays, which must stay where they are in memory. */
  static FlatArithmetic on(INDArray weights, INDArray gradient, INDArray velocities) {
    return weights.dataType() == DataType.DOUBLE
        ? new Doubles(weights, gradient, velocities)
        : new Floats(weights, gradient, velocities);
  }

  /**
   * Takes the step of a piece: with g ← mean · g + λw and u = hv + rg + ηλ'w, where λ is the
   * coupled and ηλ' the decoupled decay, v ← av + bg and w ← w − u; u replaces the gradient.
   *
   * @param from the index of the first weight and of its gradient
   * @param velocity the index of the first velocity
   * @param count the number of weights, at most {@link #PIECE}
   * @param mean 1 over the number of examples over which the gradient is a sum
   * @param coupledDecay the decay in the gradient, λ
   * @param k h, r, a and b
   * @param decoupledDecay the decay beside the gradient, ηλ'
   */
  abstract void step(
      long from,
      long velocity,
      int count,
      double mean,
      double coupledDecay,
      LinearCoefficients k,
      double decoupledDecay);

  /** Subtracts the gradient of a piece from its weights. */
  abstract void subtract(long from, int count);

  /** Whether all weights that were updated since the last call were finite afterwards. */
  abstract boolean leftFinite();

  private static final class Floats extends FlatArithmetic {

    private final FloatPointer weights;
    private final FloatPointer gradient;
    private final FloatPointer velocities;
    private final float[] w = new float[PIECE];
    private final float[] g = new float[PIECE];
    private final float[] v = new float[PIECE];
    private final float[] zero = new float[PIECE];

    Floats(INDArray weights, INDArray gradient, INDArray velocities) {
      this.weights = pointer(weights);
      this.gradient = pointer(gradient);
      this.velocities = pointer(velocities);
    }

    private static FloatPointer pointer(INDArray array) {
      return new FloatPointer(array.data().pointer()).getPointer(array.offset());
    }

    @Override
    void step(
        long from,
        long velocity,
        int count,
        double mean,
        double coupledDecay,
        LinearCoefficients k,
        double decoupledDecay) {
      weights.position(from).get(w, 0, count);
      gradient.position(from).get(g, 0, count);
      velocities.position(velocity).get(v, 0, count);
      float ofSum = (float) mean;
      float coupled = (float) coupledDecay;
      float decoupled = (float) decoupledDecay;
      float h = (float) k.velocityToWeights();
      float r = (float) k.gradientToWeights();
      float a = (float) k.velocityToVelocity();
      float b = (float) k.gradientToVelocity();
      for (int i = 0; i < count; i++) {
        float decayed = ofSum * g[i] + coupled * w[i];
        float update = decoupled * w[i] + (h * v[i] + r * decayed);
        float moved = w[i] - update;
        v[i] = a * v[i] + b * decayed;
        g[i] = update;
        w[i] = moved;
        zero[i] += 0 * moved;
      }
      weights.put(w, 0, count);
      gradient.put(g, 0, count);
      velocities.put(v, 0, count);
    }

    @Override
    void subtract(long from, int count) {
      weights.position(from).get(w, 0, count);
      gradient.position(from).get(g, 0, count);
      for (int i = 0; i < count; i++) {
        w[i] -= g[i];
        zero[i] += 0 * w[i];
      }
      weights.put(w, 0, count);
    }

    @Override
    boolean leftFinite() {
      float sum = 0;
      for (int i = 0; i < PIECE; i++) {
        sum += zero[i];
        zero[i] = 0;
      }
      return sum == 0;
    }
  }

  private static final class Doubles extends FlatArithmetic {

    private final DoublePointer weights;
    private final DoublePointer gradient;
    private final DoublePointer velocities;
    private final double[] w = new double[PIECE];
    private final double[] g = new double[PIECE];
    private final double[] v = new double[PIECE];
    private final double[] zero = new double[PIECE];

    Doubles(INDArray weights, INDArray gradient, INDArray velocities) {
      this.weights = pointer(weights);
      this.gradient = pointer(gradient);
      this.velocities = pointer(velocities);
    }

    private static DoublePointer pointer(INDArray array) {
      return new DoublePointer(array.data().pointer()).getPointer(array.offset());
    }

    @Override
    void step(
        long from,
        long velocity,
        int count,
        double mean,
        double coupledDecay,
        LinearCoefficients k,
        double decoupledDecay) {
      weights.position(from).get(w, 0, count);
      gradient.position(from).get(g, 0, count);
      velocities.position(velocity).get(v, 0, count);
      double h = k.velocityToWeights();
      double r = k.gradientToWeights();
      double a = k.velocityToVelocity();
      double b = k.gradientToVelocity();
      for (int i = 0; i < count; i++) {
        double decayed = mean * g[i] + coupledDecay * w[i];
        double update = decoupledDecay * w[i] + (h * v[i] + r * decayed);
        double moved = w[i] - update;
        v[i] = a * v[i] + b * decayed;
        g[i] = update;
        w[i] = moved;
        zero[i] += 0 * moved;
      }
      weights.put(w, 0, count);
      gradient.put(g, 0, count);
      velocities.put(v, 0, count);
    }

    @Override
    void subtract(long from, int count) {
      weights.position(from).get(w, 0, count);
      gradient.position(from).get(g, 0, count);
      for (int i = 0; i < count; i++) {
        w[i] -= g[i];
        zero[i] += 0 * w[i];
      }
      weights.put(w, 0, count);
    }

    @Override
    boolean leftFinite() {
      double sum = 0;
      for (int i = 0; i < PIECE; i++) {
        sum += zero[i];
        zero[i] = 0;
      }
      return sum == 0;
    }
  }
}
