package org.texp4j.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.texp4j.schedule.Coordinates;
import org.texp4j.schedule.Curve;
import org.texp4j.schedule.Plan;
import org.texp4j.schedule.PlanCursor;
import org.texp4j.schedule.Recipe;
import org.texp4j.schedule.RecipeForm;

/** The cost of the arithmetic of a plan: of a step in order, of a jump, and of making a plan. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlanBenchmark {

  private static final long BILLION = 1_000_000_000;

  private final Recipe stepDecay =
      recipe(Curve.stepDecay(0.1, 0.1, BILLION / 2, 3 * BILLION / 4), BILLION);
  private final Plan threePhases = Plan.of(stepDecay, RecipeForm.TEXP_PLUS_PLUS);
  private final Plan cosine =
      Plan.of(recipe(Curve.cosineDecay(0.1, 0, BILLION), BILLION), RecipeForm.TEXP_PLUS_PLUS);

  private PlanCursor walk = threePhases.cursor();
  private PlanCursor cosineWalk = cosine.cursor();

  private static Recipe recipe(Curve rate, long steps) {
    return new Recipe(steps, rate, Curve.constant(5e-4), Curve.constant(0.9));
  }

  /** The next step of TEXP++ on a step decay, and its α. */
  @Benchmark
  public double streamStepDecay() {
    walk.advance();
    return walk.alpha();
  }

  /** The next step of TEXP++ on a step decay, and its converted rate. */
  @Benchmark
  public double streamStepDecayRate() {
    walk.advance();
    return walk.rate();
  }

  /** The next step of TEXP++ on a cosine, and its α. */
  @Benchmark
  public double streamCosine() {
    cosineWalk.advance();
    return cosineWalk.alpha();
  }

  /** P and κ after 10⁹ steps in three phases, from a plan made before. */
  @Benchmark
  public Coordinates jump() {
    return threePhases.coordinatesAt(BILLION);
  }

  /** A plan of 10⁹ steps in three phases, and P and κ at its end. */
  @Benchmark
  public Coordinates planAndJump() {
    return Plan.of(stepDecay, RecipeForm.TEXP_PLUS_PLUS).coordinatesAt(BILLION);
  }
}
