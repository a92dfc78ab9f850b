/**
 * The arithmetic of the paper: recipes, their conversion, and numbers that do not overflow. Pure
 * Java, without dependencies. Update rules are compiled in {@link org.texp4j.schedule.rule}.
 *
 * <p>Data flows one way, through three groups:
 *
 * <dl>
 *   <dt>Curves: hyperparameters over the steps of a run
 *   <dd>{@link org.texp4j.schedule.Curve} is the one to call. It makes {@code Constant}, {@code
 *       PiecewiseConstant}, {@code StepDecay}, {@code Exponential}, {@code Polynomial}, {@code
 *       InverseTime}, {@code InverseSquareRoot}, {@code Noam}, {@code Sigmoid}, {@code Cosine},
 *       {@code CosineRestarts}, {@code Cyclic} and {@code Interpolated} (lines, cosines, one-cycle,
 *       flat and stable schedules, tables), and combines them by {@code Product}, {@code Clamped}
 *       and {@code Join}. Options: {@link org.texp4j.schedule.Warmup} with {@link
 *       org.texp4j.schedule.WarmupShape} and {@link org.texp4j.schedule.WarmupPlacement}, {@link
 *       org.texp4j.schedule.OneCycle} with {@link org.texp4j.schedule.Annealing}, {@link
 *       org.texp4j.schedule.CyclicMode}, {@link org.texp4j.schedule.DecayShape}, {@link
 *       org.texp4j.schedule.Interpolation}. {@link org.texp4j.schedule.Range} bounds the values;
 *       {@link org.texp4j.schedule.CurveFactory} makes curves of a user's own. Inside: {@code
 *       Blend}, {@code Boundaries}, {@code Steps}, {@code CsvTable}.
 *   <dt>Recipe and plan: what is declared, and what it is converted to
 *   <dd>A {@link org.texp4j.schedule.Recipe} consists of curves and a {@link
 *       org.texp4j.schedule.Rule}: {@link org.texp4j.schedule.WrittenRule}, whose text is compiled
 *       by {@link org.texp4j.schedule.rule}, and of such texts {@link org.texp4j.schedule.AdamW}
 *       and the {@link org.texp4j.schedule.LinearRule} {@link org.texp4j.schedule.Sgd} with a
 *       {@link org.texp4j.schedule.Velocity} and {@link org.texp4j.schedule.Coupling}. A recipe and
 *       a {@link org.texp4j.schedule.RecipeForm} make a {@link org.texp4j.schedule.Plan}, or an
 *       {@link org.texp4j.schedule.InconvertibleRecipeException}. The {@link
 *       org.texp4j.schedule.PlanCursor} of a plan yields every {@link org.texp4j.schedule.Step},
 *       with its {@link org.texp4j.schedule.Coordinates} and {@link
 *       org.texp4j.schedule.LinearCoefficients}; {@link org.texp4j.schedule.Phase}, {@link
 *       org.texp4j.schedule.Correction} and {@link org.texp4j.schedule.StepColumn} summarize it.
 *       {@link org.texp4j.schedule.FixedPoint} and {@link org.texp4j.schedule.ExponentialRate} are
 *       constant recipes, forwards and backwards. Inside: {@code DecayMatrix}, {@code
 *       DecayingScalar}, {@code ConstantSegment}, {@code CursorCache}, {@code Hyperparameters},
 *       {@code DroplessDecay}, {@code StepScales}; and the loops that the compiler wrote, {@code
 *       SgdLoop}, {@code SgdwLoop} and {@code AdamWLoop}.
 *   <dt>Numbers
 *   <dd>{@link org.texp4j.schedule.ScaledDouble} has an exponent without bounds; {@code
 *       DoubleDouble} has twice the precision. {@code Require} checks arguments. {@link
 *       org.texp4j.schedule.ExperimentName} is a rule on names that compiler and runtime share.
 * </dl>
 *
 * <p>They share one package on purpose. Generated classes and users name {@code
 * org.texp4j.schedule.Curve}, so it stays here; in a package of their own the curves that it makes
 * would have to be public for it and would form a cycle with it, and {@code DoubleDouble}, {@code
 * DecayMatrix} and {@code Require} would have to be public for their users.
 */
package org.texp4j.schedule;
