package org.texp4j.dl4j;

/**
 * The size of a step in relation to the converted weights, taken as one vector w.
 *
 * <p>Norm and relative update are those of the declared recipe's weights, θ = θ̃/P, so that the two
 * forms of a recipe can be compared and no value leaves the range of a double.
 *
 * @param norm ‖θ‖ after the step; 0 if no weights are convertible
 * @param effectiveRate η̃/‖θ̃‖², with AdamW P'η/‖θ̃‖, with the norm after the step
 * @param squaredRelativeUpdate ‖Δθ‖²/‖θ‖²; in equilibrium 2ηλ/(1+γ) for the heavy ball (Li and
 *     Arora 2020, Section 4)
 */
public record UpdateStatistics(double norm, double effectiveRate, double squaredRelativeUpdate) {}
