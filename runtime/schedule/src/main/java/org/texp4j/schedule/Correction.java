package org.texp4j.schedule;

/**
 * A correction of the velocity before a step: ṽ ← ṽ + (κ before − κ after) θ̃/P² (Li and Arora
 * 2020, Theorem 2.12).
 *
 * @param step the step
 * @param kappaBefore κ in which the step before it leaves the state; 0 at the start of the run
 * @param kappaAfter κ of the phase that begins
 * @param costOfOmission by how much of themselves the weights of the equivalent weight-decay run
 *     would change in norm, in the end, if this correction were left out
 */
public record Correction(long step, double kappaBefore, double kappaAfter, double costOfOmission) {}
