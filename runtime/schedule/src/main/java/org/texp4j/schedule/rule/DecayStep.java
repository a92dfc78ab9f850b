package org.texp4j.schedule.rule;

import java.util.List;

/**
 * What one declared step does to a number q that has weight decay and no gradient, and to the
 * states u that decay reaches: q ← q − lost · q − Σ h u and u ← sq + Au. The scale of the converted
 * run is 1/q, and κ = u/q.
 *
 * @param lost 1 − a
 * @param toWeight h, which is subtracted
 * @param fromWeight s
 * @param between A, by rows
 */
public record DecayStep<T>(T lost, List<T> toWeight, List<T> fromWeight, List<List<T>> between) {}
