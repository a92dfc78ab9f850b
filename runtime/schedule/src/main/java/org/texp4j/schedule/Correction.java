package org.texp4j.schedule;

/**
 * A correction of the velocity before a step: ṽ ← ṽ + (κ before − κ after) θ̃/P² (Li and Arora
 * 2020, Theorem 2.12).
 *
 * @param step the step
 * @param kappaBefore κ after the previous step; 0 at the start of the run
 * @param kappaAfter κ of the phase that begins
 * @param costOfOmission the relative change in norm, in the long run, that omitting this correction
 *     makes in the weights of the equivalent weight-decay run
 */
public record Correction(long step, double kappaBefore, double kappaAfter, double costOfOmission) {}
