/**
 * The language: annotations that declare a training recipe, a normalized network and its data.
 *
 * <p>A declaration is a class of any kind that is not private, with at least {@link
 * org.texp4j.annotations.Schedule}, {@link org.texp4j.annotations.Normalized} and {@link
 * org.texp4j.annotations.WeightDecay}; the compiler turns {@code FashionCnn} into {@code
 * FashionCnnTraining}.
 *
 * <p>The update rule is SGD, optionally with {@link org.texp4j.annotations.Momentum}, or {@link
 * org.texp4j.annotations.AdamW}. Each {@link org.texp4j.annotations.Hyperparameter} has at most one
 * shape; a shape is that of the learning rate by default: {@link org.texp4j.annotations.StepDecay},
 * {@link org.texp4j.annotations.PiecewiseConstant}, {@link
 * org.texp4j.annotations.PiecewiseInterpolated}, {@link org.texp4j.annotations.LinearDecay}, {@link
 * org.texp4j.annotations.PolynomialDecay}, {@link org.texp4j.annotations.ExponentialDecay}, {@link
 * org.texp4j.annotations.InverseTimeDecay}, {@link org.texp4j.annotations.InverseSquareRootDecay},
 * {@link org.texp4j.annotations.SigmoidDecay}, {@link org.texp4j.annotations.CosineDecay}, {@link
 * org.texp4j.annotations.CosineRestarts}, {@link org.texp4j.annotations.Cyclic}, {@link
 * org.texp4j.annotations.OneCycle}, {@link org.texp4j.annotations.FlatThenCosine}, {@link
 * org.texp4j.annotations.WarmupStableDecay} or, for any other, {@link
 * org.texp4j.annotations.CustomCurve}; and at most one {@link org.texp4j.annotations.Warmup}. Every
 * length names its unit: epochs, steps, or a fraction of the whole.
 *
 * <p>An annotation type that carries annotations of this language is a recipe annotation: it
 * applies them to every class that carries it. A class with more than one {@link
 * org.texp4j.annotations.Schedule}, written on it or on its recipe annotations, has a recipe and a
 * training class for each.
 */
package org.texp4j.annotations;
