package org.texp4j.schedule;

/**
 * One step of a linear optimizer on weights θ, velocity v and gradient g: θ ← θ − hv − rg and v ←
 * av + bg, both from the old v.
 *
 * <p>Every form of stochastic gradient descent with momentum is of this kind, and so is its
 * converted form: four numbers a step.
 *
 * @param velocityToWeights h
 * @param gradientToWeights r
 * @param velocityToVelocity a
 * @param gradientToVelocity b
 */
public record LinearCoefficients(
    double velocityToWeights,
    double gradientToWeights,
    double velocityToVelocity,
    double gradientToVelocity) {}
