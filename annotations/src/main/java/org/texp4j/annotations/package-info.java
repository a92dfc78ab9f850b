/**
 * The language: annotations that declare a training recipe, a normalized network and its data.
 *
 * <p>A declaration is a class of any kind that is not private, with at least {@link
 * org.texp4j.annotations.Schedule}, {@link org.texp4j.annotations.Normalized} and {@link
 * org.texp4j.annotations.WeightDecay}; the compiler turns {@code FashionCnn} into {@code
 * FashionCnnTraining}.
 *
 * <p>The update rule is SGD, optionally with {@link org.texp4j.annotations.Momentum}, or that of
 * any annotation type with an {@link org.texp4j.annotations.UpdateRule}: one's own, or {@link
 * org.texp4j.annotations.AdamW}, {@link org.texp4j.annotations.NAdamW}, {@link
 * org.texp4j.annotations.RAdamW}, {@link org.texp4j.annotations.AMSGradW}, {@link
 * org.texp4j.annotations.AdaBelief}, {@link org.texp4j.annotations.Adan}, {@link
 * org.texp4j.annotations.Adopt}, {@link org.texp4j.annotations.AdEMAMix}, {@link
 * org.texp4j.annotations.AdamP}, {@link org.texp4j.annotations.Adamax}, {@link
 * org.texp4j.annotations.Adagrad}, {@link org.texp4j.annotations.Adadelta}, {@link
 * org.texp4j.annotations.RMSprop}, {@link org.texp4j.annotations.Padam}, {@link
 * org.texp4j.annotations.Yogi}, {@link org.texp4j.annotations.CautiousAdamW}, {@link
 * org.texp4j.annotations.Grams}, {@link org.texp4j.annotations.Lion}, {@link
 * org.texp4j.annotations.Signum}, {@link org.texp4j.annotations.Muon}, {@link
 * org.texp4j.annotations.SGDP}, {@link org.texp4j.annotations.LARS}, {@link
 * org.texp4j.annotations.LAMB}, {@link org.texp4j.annotations.NovoGrad}, {@link
 * org.texp4j.annotations.Hyperball}, {@link org.texp4j.annotations.QHM}, {@link
 * org.texp4j.annotations.AggMo}, {@link org.texp4j.annotations.ScheduleFreeSgd}, {@link
 * org.texp4j.annotations.ScheduleFreeAdamW}. Each {@link org.texp4j.annotations.Hyperparameter} has
 * at most one shape; a shape is that of the learning rate by default: {@link
 * org.texp4j.annotations.StepDecay}, {@link org.texp4j.annotations.PiecewiseConstant}, {@link
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
