/**
 * Deeplearning4j's schedules and plans, one made of the other.
 *
 * <p>{@link org.texp4j.dl4j.schedules.ScheduleCurves} converts the schedules of Deeplearning4j to
 * the curves of a recipe. {@link org.texp4j.dl4j.schedules.ConvertedSchedule} and {@link
 * org.texp4j.dl4j.schedules.ConvertedSgd} run a plan by plain {@code fit}, {@link
 * org.texp4j.dl4j.schedules.ScaleListener} makes that exact.
 */
package org.texp4j.dl4j.schedules;
