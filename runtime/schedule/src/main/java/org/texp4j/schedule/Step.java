package org.texp4j.schedule;

/**
 * One step of a plan: what was declared for it and what it is converted to.
 *
 * <p>The converted update is ṽ ← γṽ + ∇L(θ̃), θ̃ ← θ̃ − η̃ṽ, with no weight decay; it takes the
 * state from the coordinates {@code before} to the coordinates {@code after}.
 *
 * @param index s, from 0
 * @param learningRate the declared rate η_s
 * @param weightDecay the declared decay λ_s
 * @param momentum the momentum γ_s, the same in both forms
 * @param alpha α_s = P_s / P_{s+1}, in (0, 1]
 * @param before P_s and κ_s
 * @param after P_{s+1} and κ_{s+1}
 * @param rate the converted rate η̃_s = P_s P_{s+1} η_s
 */
public record Step(
    long index,
    double learningRate,
    double weightDecay,
    double momentum,
    double alpha,
    Coordinates before,
    Coordinates after,
    ScaledDouble rate) {}
