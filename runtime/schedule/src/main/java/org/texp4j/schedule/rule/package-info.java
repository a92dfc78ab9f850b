/**
 * The language of update rules: from a few lines of mathematics to loops and the proof that they
 * have an equivalent without weight decay.
 *
 * <p>{@link org.texp4j.schedule.rule.RuleText} is what an author writes. {@code Parser} and {@code
 * RuleDefinition} read it: names, kinds, {@link org.texp4j.schedule.rule.Expression}s with their
 * places. {@code Variant} decides its conditions on numbers. {@code DegreeInference} solves for
 * degrees by the {@code LinearSystem}, {@code LinearMap} finds the linear part that decay reaches.
 * {@code DegreeLowering} and {@code LinearLowering} write {@link
 * org.texp4j.schedule.rule.LoopProgram}s by a {@code LoopBuilder}, which {@code LoopStages} divides
 * into loops; {@link org.texp4j.schedule.rule.CompiledRule} computes their numbers for each step.
 * An {@link org.texp4j.schedule.rule.UpdateLoop} executes them: {@link
 * org.texp4j.schedule.rule.InterpretedLoop}, or Java that the annotation processor writes.
 */
package org.texp4j.schedule.rule;
