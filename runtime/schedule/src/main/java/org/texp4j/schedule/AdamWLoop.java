package org.texp4j.schedule;

import org.texp4j.schedule.rule.UpdateLoop;

/**
 * The arithmetic of AdamW:
 *
 * <pre>
 * m = beta1 * m + (1 - beta1) * g
 * n = beta2 * n + (1 - beta2) * (g * g)
 * w = w - (rate / (1 - beta1^t)) * (m / (sqrt(n * (1 / (1 - beta2^t))) + epsilon))
 * </pre>
 *
 * <p>It runs the declared steps and the equivalent ones, which differ in their numbers: P and P'
 * are the scales before and after the step, 1 in the declared run, and α = P/P'. After the step g
 * is what was subtracted from w.
 */
final class AdamWLoop implements UpdateLoop {
  @Override
  public int checksum() {
    return 0x35af1505;
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
    float alphaBeta1 = (float) numbers[1]; // α * beta1
    float alphaOneMinusBeta1 = (float) numbers[2]; // α * (1 - beta1)
    float alphaToTwoBeta2 = (float) numbers[3]; // α^(2) * beta2
    float alphaToTwoOneMinusBeta2 = (float) numbers[4]; // α^(2) * (1 - beta2)
    float rateDecay = (float) numbers[5]; // ηλ, or 0 without decay
    float oneByOneMinusBeta2ToT = (float) numbers[6]; // 1 / (1 - beta2^t)
    float epsilon = (float) numbers[7]; // P'^(−1) * epsilon
    float rateByOneMinusBeta1ToT = (float) numbers[8]; // P' * rate / (1 - beta1^t)
    float[] w = arrays[0];
    float[] g = arrays[1];
    float[] m = arrays[2];
    float[] n = arrays[3];
    for (int i = 0; i < count; i++) {
      float gradient = oneByExamples * g[i];
      float mNew = alphaBeta1 * m[i] + alphaOneMinusBeta1 * gradient;
      float nNew = alphaToTwoBeta2 * n[i] + alphaToTwoOneMinusBeta2 * (gradient * gradient);
      float update =
          rateDecay * w[i]
              + rateByOneMinusBeta1ToT
                  * (mNew / ((float) Math.sqrt(oneByOneMinusBeta2ToT * nNew) + epsilon));
      float wNew = w[i] - update;
      m[i] = mNew;
      n[i] = nNew;
      g[i] = update;
      w[i] = wNew;
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
    double alphaBeta1 = numbers[1]; // α * beta1
    double alphaOneMinusBeta1 = numbers[2]; // α * (1 - beta1)
    double alphaToTwoBeta2 = numbers[3]; // α^(2) * beta2
    double alphaToTwoOneMinusBeta2 = numbers[4]; // α^(2) * (1 - beta2)
    double rateDecay = numbers[5]; // ηλ, or 0 without decay
    double oneByOneMinusBeta2ToT = numbers[6]; // 1 / (1 - beta2^t)
    double epsilon = numbers[7]; // P'^(−1) * epsilon
    double rateByOneMinusBeta1ToT = numbers[8]; // P' * rate / (1 - beta1^t)
    double[] w = arrays[0];
    double[] g = arrays[1];
    double[] m = arrays[2];
    double[] n = arrays[3];
    for (int i = 0; i < count; i++) {
      double gradient = oneByExamples * g[i];
      double mNew = alphaBeta1 * m[i] + alphaOneMinusBeta1 * gradient;
      double nNew = alphaToTwoBeta2 * n[i] + alphaToTwoOneMinusBeta2 * (gradient * gradient);
      double update =
          rateDecay * w[i]
              + rateByOneMinusBeta1ToT
                  * (mNew / (Math.sqrt(oneByOneMinusBeta2ToT * nNew) + epsilon));
      double wNew = w[i] - update;
      m[i] = mNew;
      n[i] = nNew;
      g[i] = update;
      w[i] = wNew;
    }
  }
}
