package org.texp4j.dl4j.internal.update;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic of an update on flat arrays of weights, gradients and velocities, in their type.
 *
 * <p>It works on pieces that fit a processor's first cache, copied to arrays of Java's own, whose
 * loops the compiler turns into vector instructions: so each number crosses the memory once, and no
 * operation of ND4J has to be set up. Only in Java's arithmetic, without fused operations, so the
 * result does not depend on how the arrays are cut.
 */
abstract sealed class FlatArithmetic {

  /** The elements of a piece. */
  static final int PIECE = 1024;

  /** The arithmetic on arrays that stay where they are. */
  static FlatArithmetic on(INDArray weights, INDArray gradient, INDArray velocities) {
    return weights.dataType() == DataType.DOUBLE
        ? new Doubles(weights, gradient, velocities)
        : new Floats(weights, gradient, velocities);
  }

  /**
   * Takes the step of a piece: g ← mean·g + before·w; u = −k₁v − k₂g + after·w; v ← k₃v + k₄g; w ←
   * w − u; and leaves u in place of the gradient.
   *
   * @param from the index of the first weight and its gradient
   * @param velocity the index of the first velocity
   * @param count how many; at most {@link #PIECE}
   * @param mean 1 over the number of examples in the sum that the gradient is
   * @param before the decay in the gradient
   * @param k the step in its linear form
   * @param after the decay beside the gradient, with the rate in it
   */
  abstract void step(
      long from,
      long velocity,
      int count,
      double mean,
      double before,
      UpdateCoefficients k,
      double after);

  /** Subtracts the gradient of a piece from its weights. */
  abstract void subtract(long from, int count);

  /** Whether all weights that were changed since the last call were finite then. */
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
        double before,
        UpdateCoefficients k,
        double after) {
      weights.position(from).get(w, 0, count);
      gradient.position(from).get(g, 0, count);
      velocities.position(velocity).get(v, 0, count);
      float m = (float) mean;
      float b = (float) before;
      float a = (float) after;
      float k1 = (float) k.velocityToWeights();
      float k2 = (float) k.gradientToWeights();
      float k3 = (float) k.velocityToVelocity();
      float k4 = (float) k.gradientToVelocity();
      for (int i = 0; i < count; i++) {
        float sum = m * g[i] + b * w[i];
        float update = a * w[i] - (k1 * v[i] + k2 * sum);
        float moved = w[i] - update;
        v[i] = k3 * v[i] + k4 * sum;
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
        double before,
        UpdateCoefficients k,
        double after) {
      weights.position(from).get(w, 0, count);
      gradient.position(from).get(g, 0, count);
      velocities.position(velocity).get(v, 0, count);
      double k1 = k.velocityToWeights();
      double k2 = k.gradientToWeights();
      double k3 = k.velocityToVelocity();
      double k4 = k.gradientToVelocity();
      for (int i = 0; i < count; i++) {
        double sum = mean * g[i] + before * w[i];
        double update = after * w[i] - (k1 * v[i] + k2 * sum);
        double moved = w[i] - update;
        v[i] = k3 * v[i] + k4 * sum;
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
