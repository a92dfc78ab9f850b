/**
 * The arithmetic of the paper: recipes, their conversion, and scales that never overflow.
 *
 * <p>Data goes one way: {@link org.texp4j.schedule.Curve}s make a {@link
 * org.texp4j.schedule.Recipe}; a recipe and a {@link org.texp4j.schedule.RecipeForm} make a {@link
 * org.texp4j.schedule.Plan}; a plan yields a {@link org.texp4j.schedule.Step} for every step of the
 * run. Pure Java, no dependencies.
 */
package org.texp4j.schedule;
