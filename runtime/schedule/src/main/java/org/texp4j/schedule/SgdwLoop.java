package org.texp4j.schedule;

import org.texp4j.schedule.rule.UpdateLoop;

/**
 * The arithmetic of SGD with decoupled decay, whatever its velocity:
 *
 * <pre>
 * v = a * v + b * g
 * w = w - h * v - r * g
 * </pre>
 *
 * <p>It runs the declared steps and the equivalent ones, which differ in their numbers: P and P'
 * are the scales before and after the step, 1 in the declared run, and α = P/P'. After the step g
 * is what was subtracted from w.
 */
final class SgdwLoop implements UpdateLoop {
  @Override
  public int checksum() {
    return 0xe3cf1c09;
  }

  @Override
  public void run(
      int program,
      int stage,
      int count,
      double[] numbers,
      double[] tensorNumbers,
      float[][] arrays,
      double[][] sums) {
    step(count, numbers, arrays);
  }

  private static void step(int count, double[] numbers, float[][] arrays) {
    float oneByExamples = (float) numbers[0]; // 1/examples
    float h = (float) numbers[1]; // h₁
    float r = (float) numbers[2]; // r₁
    float number3 = (float) numbers[3]; // what the step takes from the weights; 0 without decay
    float a = (float) numbers[4]; // a₁₁
    float b = (float) numbers[5]; // b₁₁
    float[] w = arrays[0];
    float[] g = arrays[1];
    float[] v = arrays[2];
    for (int i = 0; i < count; i++) {
      float gradient = oneByExamples * g[i];
      float update = number3 * w[i] + (h * v[i] + r * gradient);
      float vNew = a * v[i] + b * gradient;
      float wNew = w[i] - update;
      g[i] = update;
      w[i] = wNew;
      v[i] = vNew;
    }
  }

  @Override
  public void run(
      int program,
      int stage,
      int count,
      double[] numbers,
      double[] tensorNumbers,
      double[][] arrays,
      double[][] sums) {
    step(count, numbers, arrays);
  }

  private static void step(int count, double[] numbers, double[][] arrays) {
    double oneByExamples = numbers[0]; // 1/examples
    double h = numbers[1]; // h₁
    double r = numbers[2]; // r₁
    double number3 = numbers[3]; // what the step takes from the weights; 0 without decay
    double a = numbers[4]; // a₁₁
    double b = numbers[5]; // b₁₁
    double[] w = arrays[0];
    double[] g = arrays[1];
    double[] v = arrays[2];
    for (int i = 0; i < count; i++) {
      double gradient = oneByExamples * g[i];
      double update = number3 * w[i] + (h * v[i] + r * gradient);
      double vNew = a * v[i] + b * gradient;
      double wNew = w[i] - update;
      g[i] = update;
      w[i] = wNew;
      v[i] = vNew;
    }
  }
}
