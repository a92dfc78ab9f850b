package org.texp4j.dl4j.update;

/**
 * The four numbers of one step's update of weights w, velocity v and gradient g: w ← w + k₁v + k₂g,
 * v ← k₃v + k₄g, both from the old v.
 *
 * @param velocityToWeights k₁
 * @param gradientToWeights k₂
 * @param velocityToVelocity k₃
 * @param gradientToVelocity k₄
 */
public record UpdateCoefficients(
    double velocityToWeights,
    double gradientToWeights,
    double velocityToVelocity,
    double gradientToVelocity) {

  /** No update: weights and velocity stay as they are. */
  public static final UpdateCoefficients NONE = new UpdateCoefficients(0, 0, 1, 0);

  /** The heavy ball, v ← γv + g and w ← w − ηv: Li and Arora 2020, Definition 1.2. */
  public static UpdateCoefficients heavyBall(double learningRate, double momentum) {
    return new UpdateCoefficients(-learningRate * momentum, -learningRate, momentum, 1);
  }
}
