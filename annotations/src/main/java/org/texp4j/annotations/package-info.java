/**
 * The language: annotations that declare a training recipe, a normalized network and its data.
 *
 * <p>A declaration is an ordinary class with at least {@link org.texp4j.annotations.Schedule},
 * {@link org.texp4j.annotations.Normalized} and {@link org.texp4j.annotations.WeightDecay}; the
 * compiler turns {@code FashionCnn} into {@code FashionCnnTraining}.
 */
package org.texp4j.annotations;
