package org.texp4j.benchmarks;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The updates of a training loop by hand: with weight decay, on a piece of Java arrays, or for Muon
 * on a matrix.
 */
final class HandWrittenUpdate {

  private static final float RATE = 1e-3f;
  private static final float DECAY = 5e-4f;
  private static final float MOMENTUM = 0.9f;
  private static final float BETA_2 = 0.99f;
  private static final float EPSILON = 1e-8f;
  private static final float MEAN = 1f / 32;

  private HandWrittenUpdate() {}

  static void heavyBall(float[] w, float[] gradient, float[] v) {
    for (int i = 0; i < w.length; i++) {
      float g = MEAN * gradient[i] + DECAY * w[i];
      float next = MOMENTUM * v[i] + g;
      v[i] = next;
      w[i] -= RATE * next;
    }
  }

  static void adamW(float[] w, float[] gradient, float[] m, float[] n) {
    float correction = 1 / (1 - BETA_2);
    for (int i = 0; i < w.length; i++) {
      float g = MEAN * gradient[i];
      float first = MOMENTUM * m[i] + (1 - MOMENTUM) * g;
      float second = BETA_2 * n[i] + (1 - BETA_2) * (g * g);
      m[i] = first;
      n[i] = second;
      float step = first / ((float) Math.sqrt(second * correction) + EPSILON);
      w[i] -= RATE * DECAY * w[i] + RATE * step;
    }
  }

  static void lion(float[] w, float[] gradient, float[] m) {
    for (int i = 0; i < w.length; i++) {
      float g = MEAN * gradient[i];
      float mixed = MOMENTUM * m[i] + (1 - MOMENTUM) * g;
      float u = mixed > 0 ? 1 : mixed < 0 ? -1 : mixed;
      m[i] = BETA_2 * m[i] + (1 - BETA_2) * g;
      w[i] -= RATE * DECAY * w[i] + RATE * u;
    }
  }

  /** Muon's update of a matrix by ND4J's operations. */
  static void muon(INDArray w, INDArray gradient, INDArray m) {
    INDArray g = gradient.mul(MEAN);
    m.muli(MOMENTUM).addi(g);
    INDArray x = g.addi(m.mul(MOMENTUM));
    x = x.rows() > x.columns() ? x.transpose() : x;
    x = x.div(x.norm2Number().doubleValue() + 1e-7);
    for (int i = 0; i < 5; i++) {
      INDArray square = x.mmul(x.transpose());
      INDArray polynomial = square.mul(-4.7750).addi(square.mmul(square).muli(2.0315));
      x = polynomial.mmul(x).addi(x.muli(3.4445));
    }
    x = x.rows() == w.rows() ? x : x.transpose();
    w.muli(1 - RATE * DECAY).subi(x.mul(0.2 * RATE * Math.sqrt(Math.max(w.rows(), w.columns()))));
  }

  /** A matrix of small random numbers. */
  static INDArray matrix(int rows, int columns) {
    return Nd4j.randn(rows, columns).muli(0.05);
  }
}
